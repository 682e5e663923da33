// Text in UTF-16, as editors of Windows write it: read as UTF-8, with the way back to its bytes.
// RFC 2781; without a byte order mark nobody can tell such a text from a binary.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace godwit::repo {

class Utf16Text {
 public:
  // Nothing where the bytes do not begin with a byte order mark, or are more than `most_bytes`.
  static std::optional<Utf16Text> decode(std::string_view bytes);
  static constexpr std::size_t most_bytes = 16'000'000;

  const std::string& text() const { return text_; }  // UTF-8, without the mark
  // Where the character of this byte of text() begins, in the bytes; of its end, their end.
  std::size_t original(std::size_t at) const;

 private:
  // Characters that take as many bytes each, in both.
  struct Run {
    std::size_t at = 0;    // of text()
    std::size_t from = 0;  // of the bytes
    std::size_t width = 0;
  };

  std::string text_;
  std::vector<Run> runs_;
  std::size_t size_ = 0;
};

}  // namespace godwit::repo
