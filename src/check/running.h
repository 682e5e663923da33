// Running: which program a command line runs in the end: behind `sudo`, `time`, `env`; in the text
// that `sh -c` or `watch` is given; with the words that `xargs` or `find -exec` brings.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "awscli/invocation.h"

namespace godwit::check {

struct Running {
  std::size_t first = 0;  // index of the word that is the program; as many as there are: none
  std::vector<std::size_t> environment;  // words before it that are NAME=value
  std::optional<std::size_t> quoted;     // the word that is a script of its own
  // Words that are a command which the program runs; `fed`: with more words that nobody knows,
  // in place of `stands_for`, or at the end.
  std::size_t inner_begin = 0;
  std::size_t inner_end = 0;
  bool fed = false;
  std::string stands_for;
};
Running running(const std::vector<awscli::Argument>& words);

// "/usr/bin/aws" -> "aws"
std::string_view program_name(std::string_view word);

}  // namespace godwit::check
