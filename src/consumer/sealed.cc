#include "consumer/sealed.h"

#include <fmt/format.h>

#include "base/digest.h"
#include "base/encoding.h"
#include "base/gcm.h"
#include "base/text.h"

namespace godwit::consumer {
namespace {

// docs/sealing.md
constexpr std::string_view file_mark = "godwit-sealing-key-1:";
constexpr std::string_view text_mark = "sealed-1:";
constexpr std::size_t name_size = 16;  // digits of the key's digest
constexpr std::uint64_t longest_file = 4096;

std::unexpected<Error> wrong_key(const std::string& path, std::string cause) {
  return fail(
      {.kind = ErrorKind::invalid,
       .operation = "read the sealing key",
       .subject = path,
       .cause = std::move(cause),
       .remedy =
           "name another file under sealing_key in the plan; docs/sealing.md says what is in it",
       .code = {},
       .where = {}});
}

std::unexpected<Error> not_opened(std::string cause, std::string remedy) {
  return fail({.kind = ErrorKind::invalid,
               .operation = "open a sealed value",
               .subject = {},
               .cause = std::move(cause),
               .remedy = std::move(remedy),
               .code = {},
               .where = {}});
}

// Never the same for two texts, nor for one text that is sealed for two things, even from a source
// of chance that repeats itself. A nonce that came twice with one key would give both texts away
// (A. Joux, "Authentication Failures in NIST version of GCM", 2006).
std::string nonce_for(std::string_view key, std::string_view text, std::string_view about,
                      Random& random) {
  const std::string own = hmac_sha256(key, "nonces");
  std::string drawn;
  for (int i = 0; i < 4; ++i) drawn += fmt::format("{:016x}", random.next());
  return hmac_sha256(own, drawn + sha256(about) + sha256(text)).substr(0, gcm_nonce_size);
}

}  // namespace

Result<SealingKey> SealingKey::load(Disk& disk, const std::string& path) {
  const std::string text = TRY(read_file(disk, path, longest_file));
  const std::string_view line = trim(text);
  if (!line.starts_with(file_mark)) return wrong_key(path, "it is no key");
  const auto bytes = from_hex(line.substr(file_mark.size()));
  if (!bytes || bytes->size() != gcm_key_size) {
    return wrong_key(path, "it is no whole key: 64 hexadecimal digits");
  }
  return SealingKey(*bytes);
}

Result<SealingKey> SealingKey::load_or_make(Disk& disk, const std::string& path, Random& random) {
  if (!TRY(disk.exists(path))) {
    std::string text(file_mark);
    for (std::size_t made = 0; made < gcm_key_size; made += 8) {
      text += fmt::format("{:016x}", random.next());
    }
    TRY_VOID(write_file(disk, path, text + "\n"));
  }
  // As it lies there, whoever wrote it: what is sealed from here on opens with that file.
  return load(disk, path);
}

std::string SealingKey::name() const { return to_hex(sha256(bytes_)).substr(0, name_size); }

std::string SealingKey::seal(std::string_view text, std::string_view about, Random& random) const {
  const std::string nonce = nonce_for(bytes_, text, about, random);
  return fmt::format("{}{}:{}", text_mark, name(),
                     to_base64(nonce + gcm_seal(bytes_, nonce, about, text)));
}

Result<std::string> SealingKey::open(std::string_view sealed, std::string_view about) const {
  const std::string another = "find the value where else it is kept; nothing was changed";
  if (!sealed.starts_with(text_mark)) return not_opened("it is none", another);
  sealed.remove_prefix(text_mark.size());
  const std::size_t colon = sealed.find(':');
  if (colon != name_size) return not_opened("it is cut off or changed", another);
  const std::string_view its = sealed.substr(0, colon);
  if (its != name()) {
    return not_opened(fmt::format("it was sealed with the key {}, and this is {}", its, name()),
                      "name that key's file under sealing_key in the plan");
  }
  const auto bytes = from_base64(sealed.substr(colon + 1));
  if (!bytes || bytes->size() < gcm_nonce_size) {
    return not_opened("it is cut off or changed", another);
  }
  const std::string_view all = *bytes;
  auto text = gcm_open(bytes_, all.substr(0, gcm_nonce_size), about, all.substr(gcm_nonce_size));
  if (!text) return not_opened("it was sealed for something else, or changed", another);
  return *std::move(text);
}

}  // namespace godwit::consumer
