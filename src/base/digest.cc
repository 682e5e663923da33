#include "base/digest.h"

#include <openssl/evp.h>

#include <array>
#include <cstdio>
#include <cstdlib>

#include "base/split_mix.h"

namespace godwit {

namespace {

// A digest cannot fail but for lack of memory or an OpenSSL without the algorithm; nobody could go
// on from either.
void require(bool good) {
  if (good) return;
  std::fputs("godwit: OpenSSL cannot compute a digest\n", stderr);
  std::abort();
}

// OpenSSL 3 looks an algorithm up by name, under locks, whenever it is not given a fetched one, and
// that costs more than hashing a short text. So each is fetched once and never released.
const EVP_MD* fetch(const char* name) {
  const EVP_MD* algorithm = EVP_MD_fetch(nullptr, name, nullptr);
  require(algorithm != nullptr);
  return algorithm;
}

struct ContextCloser {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, ContextCloser>;

// The digest of the parts, one after the other. A context is kept by each caller per thread and
// algorithm: starting it again with its own algorithm allocates nothing.
std::string digest(Context& context, const EVP_MD* algorithm, std::string_view first,
                   std::string_view second = {}) {
  if (context == nullptr) {
    context.reset(EVP_MD_CTX_new());
    require(context != nullptr);
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> buffer;
  unsigned length = 0;
  require(EVP_DigestInit_ex2(context.get(), algorithm, nullptr) == 1);
  require(EVP_DigestUpdate(context.get(), first.data(), first.size()) == 1);
  if (!second.empty()) {
    require(EVP_DigestUpdate(context.get(), second.data(), second.size()) == 1);
  }
  require(EVP_DigestFinal_ex(context.get(), buffer.data(), &length) == 1);
  return std::string(reinterpret_cast<const char*>(buffer.data()), length);
}

std::string sha256_of(std::string_view first, std::string_view second) {
  static const EVP_MD* const algorithm = fetch("SHA256");
  thread_local Context context;
  return digest(context, algorithm, first, second);
}

}  // namespace

std::string sha256(std::string_view bytes) { return sha256_of(bytes, {}); }

std::string sha1(std::string_view bytes) {
  static const EVP_MD* const algorithm = fetch("SHA1");
  thread_local Context context;
  return digest(context, algorithm, bytes);
}

std::string md5(std::string_view bytes) {
  static const EVP_MD* const algorithm = fetch("MD5");
  thread_local Context context;
  return digest(context, algorithm, bytes);
}

// RFC 2104 by hand: EVP_MAC builds a new context, and parses parameters, for each new key, and a
// signature uses five keys once each. Two digests cost a fraction of that.
std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  constexpr std::size_t block = 64;
  std::string shortened;
  if (key.size() > block) {
    shortened = sha256(key);
    key = shortened;
  }
  std::array<char, block> inner;
  std::array<char, block> outer;
  for (std::size_t i = 0; i < block; ++i) {
    const char letter = i < key.size() ? key[i] : '\0';
    inner[i] = static_cast<char>(letter ^ 0x36);
    outer[i] = static_cast<char>(letter ^ 0x5c);
  }
  const std::string inside = sha256_of({inner.data(), block}, bytes);
  return sha256_of({outer.data(), block}, inside);
}

std::uint64_t stable_hash(std::string_view bytes, std::uint64_t seed) {
  std::uint64_t hash = 0xcbf29ce484222325ULL ^ split_mix(seed);
  for (const char byte : bytes) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;
  }
  return split_mix(hash);
}

}  // namespace godwit
