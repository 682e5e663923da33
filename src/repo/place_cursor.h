// PlaceCursor: lines and columns of places in a text, asked for in order; each byte is looked at
// once. Columns count characters of UTF-8: bytes that do not continue one, as SourceText does.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "base/place.h"

namespace godwit::repo {

inline int characters_in(std::string_view text) {
  return static_cast<int>(std::ranges::count_if(
      text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

class PlaceCursor {
 public:
  explicit PlaceCursor(std::string_view text) : text_(text) {}

  // An offset before that of the last call starts from the beginning.
  Place at(std::size_t offset) {
    offset = std::min(offset, text_.size());
    if (offset < offset_) {
      offset_ = 0;
      place_ = {1, 1};
    }
    std::string_view between = text_.substr(offset_, offset - offset_);
    if (const auto last = between.rfind('\n'); last != std::string_view::npos) {
      place_.line += static_cast<int>(std::ranges::count(between.substr(0, last + 1), '\n'));
      place_.column = 1;
      between.remove_prefix(last + 1);
    }
    place_.column += characters_in(between);
    offset_ = offset;
    return place_;
  }

 private:
  std::string_view text_;
  std::size_t offset_ = 0;
  Place place_{1, 1};
};

}  // namespace godwit::repo
