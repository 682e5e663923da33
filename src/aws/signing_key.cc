// OpenSSL 3 calls these functions old. They are the only ones that give out a hash's state: with
// them a key is put through its first block once, not once per signature (RFC 2104, section 4).
#define OPENSSL_SUPPRESS_DEPRECATED
#include "aws/signing_key.h"

#include <openssl/sha.h>

#include <array>

#include "base/digest.h"
#include "base/encoding.h"

namespace godwit::aws {

namespace {

using Digest = std::array<char, SHA256_DIGEST_LENGTH>;

Digest finish(SHA256_CTX state) {
  Digest digest;
  SHA256_Final(reinterpret_cast<unsigned char*>(digest.data()), &state);
  return digest;
}

// A key's two states after their first blocks.
class KeyedHash {
 public:
  KeyedHash() = default;
  explicit KeyedHash(std::string_view key) : inner_(begin(key, 0x36)), outer_(begin(key, 0x5c)) {}

  Digest operator()(std::string_view text) const {
    SHA256_CTX inner = inner_;
    SHA256_Update(&inner, text.data(), text.size());
    const Digest inside = finish(inner);
    SHA256_CTX outer = outer_;
    SHA256_Update(&outer, inside.data(), inside.size());
    return finish(outer);
  }

 private:
  static SHA256_CTX begin(std::string_view key, char pad) {
    std::array<char, SHA256_CBLOCK> block;  // a derived key is half as long
    for (std::size_t i = 0; i < block.size(); ++i) {
      block[i] = static_cast<char>((i < key.size() ? key[i] : '\0') ^ pad);
    }
    SHA256_CTX state;
    SHA256_Init(&state);
    SHA256_Update(&state, block.data(), block.size());
    return state;
  }

  SHA256_CTX inner_{};
  SHA256_CTX outer_{};
};

struct Entry {
  std::string secret;
  std::string date;  // empty: not in use
  SigningScope scope;
  KeyedHash hash;
};

const KeyedHash& hash_of(const std::string& secret, std::string_view date,
                         const SigningScope& scope) {
  thread_local std::array<Entry, 8> entries;
  thread_local std::size_t oldest = 0;
  for (const Entry& entry : entries) {
    if (!entry.date.empty() && entry.date == date && entry.scope.region == scope.region &&
        entry.scope.service == scope.service && entry.secret == secret) {
      return entry.hash;
    }
  }
  Entry& entry = entries[oldest];
  oldest = (oldest + 1) % entries.size();
  entry = {secret, std::string(date), scope,
           KeyedHash(derive_signing_key(secret, date, scope.region, scope.service))};
  return entry.hash;
}

}  // namespace

std::string derive_signing_key(std::string_view secret, std::string_view date,
                               std::string_view region, std::string_view service) {
  const std::string of_date = hmac_sha256("AWS4" + std::string(secret), date);
  const std::string of_region = hmac_sha256(of_date, region);
  const std::string of_service = hmac_sha256(of_region, service);
  return hmac_sha256(of_service, "aws4_request");
}

std::string sign_text(std::string_view text, const std::string& secret, std::string_view date,
                      const SigningScope& scope) {
  const Digest digest = hash_of(secret, date, scope)(text);
  return to_hex({digest.data(), digest.size()});
}

std::string quick_sha256_hex(std::string_view text) {
  SHA256_CTX state;
  SHA256_Init(&state);
  SHA256_Update(&state, text.data(), text.size());
  const Digest digest = finish(state);
  return to_hex({digest.data(), digest.size()});
}

}  // namespace godwit::aws
