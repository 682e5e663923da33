#include "lab/services/kms/cipher.h"

#include <openssl/evp.h>

#include <cstdlib>

#include "base/digest.h"

namespace godwit::lab::services {

namespace {

// A blob: these four, one byte of length and the key id, the generation, the nonce, the ciphertext,
// the tag.
constexpr std::string_view magic("\x01\x02\x02\x00", 4);
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;

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

struct CipherFree {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, CipherFree>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// OpenSSL refuses only what is our mistake, or for want of memory.
void must(int result) {
  if (result != 1) std::abort();
}

}  // namespace

std::string kms_seal(std::string_view material, std::string_view nonce,
                     const CiphertextHeader& header, const EncryptionContext& context,
                     std::string_view plaintext) {
  const std::string head = header_bytes(header);
  const std::string bound = authenticated(head, context);
  const Cipher cipher(EVP_CIPHER_CTX_new());
  must(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes_of(material),
                          bytes_of(nonce)));
  int written = 0;
  must(EVP_EncryptUpdate(cipher.get(), nullptr, &written, bytes_of(bound),
                         static_cast<int>(bound.size())));
  std::string sealed(plaintext.size(), '\0');
  must(EVP_EncryptUpdate(cipher.get(), bytes_of(sealed), &written, bytes_of(plaintext),
                         static_cast<int>(plaintext.size())));
  unsigned char rest[tag_size];
  must(EVP_EncryptFinal_ex(cipher.get(), rest, &written));
  std::string tag(tag_size, '\0');
  must(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_size, tag.data()));
  return head + std::string(nonce) + sealed + tag;
}

std::optional<CiphertextHeader> read_ciphertext_header(std::string_view blob) {
  if (!blob.starts_with(magic)) return std::nullopt;
  blob.remove_prefix(magic.size());
  if (blob.empty()) return std::nullopt;
  const auto length = static_cast<std::size_t>(static_cast<unsigned char>(blob.front()));
  blob.remove_prefix(1);
  if (length == 0 || blob.size() < length + 4 + nonce_size + tag_size) return std::nullopt;
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
  const std::string_view nonce = blob.substr(head.size(), nonce_size);
  const std::string_view sealed =
      blob.substr(head.size() + nonce_size, blob.size() - head.size() - nonce_size - tag_size);
  std::string tag(blob.substr(blob.size() - tag_size));
  const std::string bound = authenticated(head, context);
  const Cipher cipher(EVP_CIPHER_CTX_new());
  must(EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes_of(material),
                          bytes_of(nonce)));
  int written = 0;
  must(EVP_DecryptUpdate(cipher.get(), nullptr, &written, bytes_of(bound),
                         static_cast<int>(bound.size())));
  std::string plaintext(sealed.size(), '\0');
  must(EVP_DecryptUpdate(cipher.get(), bytes_of(plaintext), &written, bytes_of(sealed),
                         static_cast<int>(sealed.size())));
  must(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_size, tag.data()));
  unsigned char rest[tag_size];
  if (EVP_DecryptFinal_ex(cipher.get(), rest, &written) != 1) return std::nullopt;
  return plaintext;
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
