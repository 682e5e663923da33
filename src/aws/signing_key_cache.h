// Derived signing keys: one per secret, day, region and service, and five hashes each; so every
// thread keeps those it used last.
#pragma once

#include <string>
#include <string_view>

#include "aws/signature.h"

namespace godwit::aws {

// The key for "20150830". Valid until the thread's next call.
const std::string& cached_signing_key(const std::string& secret, std::string_view date,
                                      std::string_view region, std::string_view service);

std::string derive_signing_key(const std::string& secret, std::string_view date,
                               std::string_view region, std::string_view service);

}  // namespace godwit::aws
