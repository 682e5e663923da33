#include "base/gcm.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <cassert>
#include <cstdlib>
#include <memory>

namespace godwit {
namespace {

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

std::string gcm_seal(std::string_view key, std::string_view nonce, std::string_view about,
                     std::string_view text) {
  assert(key.size() == gcm_key_size && nonce.size() == gcm_nonce_size);
  const Cipher cipher(EVP_CIPHER_CTX_new());
  must(
      EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes_of(key), bytes_of(nonce)));
  int written = 0;
  must(EVP_EncryptUpdate(cipher.get(), nullptr, &written, bytes_of(about),
                         static_cast<int>(about.size())));
  std::string sealed(text.size(), '\0');
  must(EVP_EncryptUpdate(cipher.get(), bytes_of(sealed), &written, bytes_of(text),
                         static_cast<int>(text.size())));
  unsigned char rest[gcm_tag_size];
  must(EVP_EncryptFinal_ex(cipher.get(), rest, &written));
  std::string tag(gcm_tag_size, '\0');
  must(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, gcm_tag_size, tag.data()));
  return sealed + tag;
}

std::optional<std::string> gcm_open(std::string_view key, std::string_view nonce,
                                    std::string_view about, std::string_view sealed) {
  assert(key.size() == gcm_key_size && nonce.size() == gcm_nonce_size);
  if (sealed.size() < gcm_tag_size) return std::nullopt;
  std::string tag(sealed.substr(sealed.size() - gcm_tag_size));
  sealed.remove_suffix(gcm_tag_size);
  const Cipher cipher(EVP_CIPHER_CTX_new());
  must(
      EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes_of(key), bytes_of(nonce)));
  int written = 0;
  must(EVP_DecryptUpdate(cipher.get(), nullptr, &written, bytes_of(about),
                         static_cast<int>(about.size())));
  std::string text(sealed.size(), '\0');
  must(EVP_DecryptUpdate(cipher.get(), bytes_of(text), &written, bytes_of(sealed),
                         static_cast<int>(sealed.size())));
  must(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, gcm_tag_size, tag.data()));
  unsigned char rest[gcm_tag_size];
  if (EVP_DecryptFinal_ex(cipher.get(), rest, &written) == 1) return text;
  OPENSSL_cleanse(text.data(), text.size());
  return std::nullopt;
}

}  // namespace godwit
