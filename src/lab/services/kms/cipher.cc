#include "lab/services/kms/cipher.h"

#include "base/digest.h"
#include "base/gcm.h"

namespace godwit::lab::services {

namespace {

// A blob: these four, one byte of length and the key id, the generation, the nonce, the ciphertext,
// the tag.
constexpr std::string_view magic("\x01\x02\x02\x00", 4);

std::string big_endian(std::uint32_t number) {
  return {static_cast<char>(number >> 24), static_cast<char>(number >> 16),
          static_cast<char>(number >> 8), static_cast<char>(number)};
}

std::string header_bytes(const CiphertextHeader& header) {
  return std::string(magic) + static_cast<char>(header.key_id.size()) + header.key_id +
         big_endian(header.generation);
}

// Each text with its length, so that no two contexts look alike; sorted, so that their order does
// not count.
std::string authenticated(std::string_view header, const EncryptionContext& context) {
  std::string bytes(header);
  for (const auto& [key, value] : context) {
    for (const std::string* text : {&key, &value}) {
      bytes += big_endian(static_cast<std::uint32_t>(text->size()));
      bytes += *text;
    }
  }
  return bytes;
}

}  // namespace

std::string kms_seal(std::string_view material, std::string_view nonce,
                     const CiphertextHeader& header, const EncryptionContext& context,
                     std::string_view plaintext) {
  const std::string head = header_bytes(header);
  const std::string bound = authenticated(head, context);
  return head + std::string(nonce) + gcm_seal(material, nonce, bound, plaintext);
}

std::optional<CiphertextHeader> read_ciphertext_header(std::string_view blob) {
  if (!blob.starts_with(magic)) return std::nullopt;
  blob.remove_prefix(magic.size());
  if (blob.empty()) return std::nullopt;
  const auto length = static_cast<std::size_t>(static_cast<unsigned char>(blob.front()));
  blob.remove_prefix(1);
  if (length == 0 || blob.size() < length + 4 + gcm_nonce_size + gcm_tag_size) return std::nullopt;
  CiphertextHeader header{.key_id = std::string(blob.substr(0, length))};
  for (const char byte : blob.substr(length, 4)) {
    header.generation = header.generation << 8 | static_cast<unsigned char>(byte);
  }
  return header;
}

std::optional<std::string> kms_open(std::string_view material, const EncryptionContext& context,
                                    std::string_view blob) {
  const auto header = read_ciphertext_header(blob);
  if (!header) return std::nullopt;
  const std::string head = header_bytes(*header);
  return gcm_open(material, blob.substr(head.size(), gcm_nonce_size), authenticated(head, context),
                  blob.substr(head.size() + gcm_nonce_size));
}

std::string derived_bytes(std::uint64_t secret, std::string_view name, std::size_t count) {
  const std::string_view key(reinterpret_cast<const char*>(&secret), sizeof secret);
  std::string bytes;
  for (std::uint32_t block = 1; bytes.size() < count; ++block) {
    bytes += hmac_sha256(key, big_endian(block) + std::string(name));
  }
  bytes.resize(count);
  return bytes;
}

}  // namespace godwit::lab::services
