// Sentences: the parts of a passage that say one thing each: between full stops, and at ends of
// lines where the next line begins something of its own.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace godwit::check {

struct Sentence {
  std::size_t begin = 0;  // bytes of the text
  std::size_t end = 0;

  std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
};

std::vector<Sentence> sentences(std::string_view text);

}  // namespace godwit::check
