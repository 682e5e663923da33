// Digests of bodies, computed once each: the same content is hashed by whoever sends it and by
// whoever checks it, and within one process they are handed the same body.
#pragma once

#include <cstdint>
#include <string>

#include "base/body.h"

namespace godwit::aws {

// In hexadecimal. Not for synthetic bodies. Valid until the thread's next call.
const std::string& sha256_hex_of(const Body& body);
std::uint32_t crc32c_of(const Body& body);

}  // namespace godwit::aws
