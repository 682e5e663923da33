// Derived signing keys: one per secret, day, region and service, and five hashes each; so every
// thread keeps those it used last, ready to sign with.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#calculate-signature
#pragma once

#include <string>
#include <string_view>

#include "aws/signature.h"

namespace godwit::aws {

std::string derive_signing_key(std::string_view secret, std::string_view date,
                               std::string_view region, std::string_view service);

// The HMAC-SHA-256 of a text, in hexadecimal, by the key for "20150830" and the rest of the scope.
std::string sign_text(std::string_view text, const std::string& secret, std::string_view date,
                      const SigningScope& scope);

// In hexadecimal. For texts of a few hundred bytes, where OpenSSL's own interface costs as much as
// the hash.
std::string quick_sha256_hex(std::string_view text);

}  // namespace godwit::aws
