// What KMS does with bytes: AES-256-GCM under key material that follows from the lab's secret, so
// that the same lab makes the same ciphertext again.
// https://docs.aws.amazon.com/kms/latest/cryptographic-details/crypto-primitives.html
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace godwit::lab::services {

using EncryptionContext = std::map<std::string, std::string>;

// What a ciphertext says of itself, so that Decrypt needs no key id.
struct CiphertextHeader {
  std::string key_id;
  std::uint32_t generation = 0;  // of the key's material: rotation adds one
};

// `material` has 32 bytes, `nonce` 12. The header and the context are authenticated too.
std::string kms_seal(std::string_view material, std::string_view nonce,
                     const CiphertextHeader& header, const EncryptionContext& context,
                     std::string_view plaintext);

// nullopt: none of ours.
std::optional<CiphertextHeader> read_ciphertext_header(std::string_view blob);

// nullopt: tampered with, of another key, or of another context.
std::optional<std::string> kms_open(std::string_view material, const EncryptionContext& context,
                                    std::string_view blob);

// As many bytes as are wanted, that follow from a secret and a name (HMAC-SHA-256 in counter mode,
// NIST SP 800-108).
std::string derived_bytes(std::uint64_t secret, std::string_view name, std::size_t count);

}  // namespace godwit::lab::services
