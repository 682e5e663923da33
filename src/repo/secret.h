// Secret: what nobody should have written into a file, or a file's name. Its place is told, never
// its text.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "repo/matcher.h"
#include "repo/vocabulary.h"

namespace godwit::repo {

struct Secret {
  std::size_t begin = 0;  // bytes of the text, or of the path, to before `end`
  std::size_t end = 0;
  std::string kind;  // "AWS access key", "private key", "JSON web token": for people

  bool operator==(const Secret&) const = default;
};

// The words of Word::Kind::secret, for a vocabulary.
std::vector<Word> secret_words();

// By place; none overlap. Placeholders and examples ("set-by-the-build", "${TOKEN}", AWS's own
// EXAMPLE keys) are none. Any bytes, in linear time.
std::vector<Secret> find_secrets(std::string_view text, std::span<const Match> matches,
                                 const Vocabulary& vocabulary);
// In a path: tokens in it, and names that keys have ("id_rsa", "*.pem" of a private key).
std::vector<Secret> find_secrets_in_path(std::string_view path);

}  // namespace godwit::repo
