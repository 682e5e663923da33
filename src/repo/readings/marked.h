// For tests: what a reading says of a text between « and ».
#pragma once

#include <string>
#include <string_view>

#include "repo/reading.h"

namespace godwit::repo {

// "default REGION <- AWS_REGION", "setting REGION, gives"; "nothing" where no part is around it,
// and "around it: ..." where the innermost part is longer.
inline std::string said_of(std::string_view path, std::string_view marked) {
  constexpr std::string_view open = "«";
  constexpr std::string_view closed = "»";
  const std::size_t begin = marked.find(open);
  const std::size_t close = marked.find(closed);
  if (begin == marked.npos || close == marked.npos) return "no marks";
  std::string text(marked.substr(0, begin));
  const std::size_t length = close - begin - open.size();
  text += marked.substr(begin + open.size(), length);
  text += marked.substr(close + closed.size());
  const Reading reading = read(path, text);
  const Part* part = reading.at(begin, begin + length);
  if (part == nullptr) return "nothing";
  std::string said;
  if (part->begin != begin || part->end != begin + length) {
    said = "around it: ";
    if (part->end - part->begin < 60)
      said += text.substr(part->begin, part->end - part->begin) + " ";
  }
  said += to_string(part->use);
  if (!part->name.empty()) said += " " + part->name;
  if (!part->overridden_by.empty()) said += " <- " + part->overridden_by;
  if (part->gives) said += ", gives";
  return said;
}

}  // namespace godwit::repo
