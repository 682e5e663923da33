// Sealed: a text that only the holder of a key can read, for what a journal must keep and must not
// tell: values that were there before. AES-256-GCM with a random nonce (NIST SP 800-38D).
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "env/disk.h"
#include "env/random.h"

namespace godwit::consumer {

class SealingKey {
 public:
  // From its file; made there, with mode 0600, where it is missing. Errors: the disk's; invalid,
  // where the file is no key.
  static Result<SealingKey> load_or_make(Disk& disk, const std::string& path, Random& random);
  static Result<SealingKey> load(Disk& disk, const std::string& path);

  // `about` is not secret and is bound to the text: what was sealed for one thing opens for no
  // other. The result is printable.
  std::string seal(std::string_view text, std::string_view about, Random& random) const;
  // Errors: invalid, where it was sealed with another key, for something else, or changed.
  Result<std::string> open(std::string_view sealed, std::string_view about) const;

  // The first characters of the key's SHA-256, to say which key it takes.
  std::string name() const;

 private:
  explicit SealingKey(std::string bytes) : bytes_(std::move(bytes)) {}
  std::string bytes_;
};

}  // namespace godwit::consumer
