#include "lab/identifiers.h"

#include "base/digest.h"
#include "base/split_mix.h"

namespace godwit::lab {

std::string derived_text(std::uint64_t secret, std::string_view name, std::size_t count,
                         std::string_view alphabet) {
  // One hash of the name, then as many mixed words as are needed: ten characters from each.
  const std::uint64_t base = stable_hash(name, secret);
  std::string text(count, ' ');
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (i % 10 == 0) word = split_mix_at(base, i / 10);
    text[i] = alphabet[(word & 63) % alphabet.size()];
    word >>= 6;
  }
  return text;
}

std::string derived_hex(std::uint64_t secret, std::string_view name, std::size_t count) {
  return derived_text(secret, name, count, "0123456789abcdef");
}

std::string derived_uuid(std::uint64_t secret, std::string_view name) {
  std::string uuid = derived_hex(secret, name, 36);
  for (const std::size_t dash : {8, 13, 18, 23}) uuid[dash] = '-';
  uuid[14] = '4';                          // RFC 9562: the version ...
  uuid[19] = "89ab"[(uuid[19] >> 1) & 3];  // ... and the variant
  return uuid;
}

}  // namespace godwit::lab
