#include "report/terminal_text.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.h"

namespace godwit::report {

namespace {

struct Block {
  std::uint32_t first;
  std::uint32_t last;
};

// After Unicode 15's East Asian Width and general categories, to the block.
constexpr std::array<Block, 6> without_width = {{{0x0300, 0x036F},
                                                 {0x200B, 0x200F},
                                                 {0x20D0, 0x20FF},
                                                 {0xFE00, 0xFE0F},
                                                 {0xFE20, 0xFE2F},
                                                 {0xFEFF, 0xFEFF}}};
constexpr std::array<Block, 13> wide = {{{0x1100, 0x115F},
                                         {0x2E80, 0x303E},
                                         {0x3041, 0x33FF},
                                         {0x3400, 0x4DBF},
                                         {0x4E00, 0xA4CF},
                                         {0xAC00, 0xD7A3},
                                         {0xF900, 0xFAFF},
                                         {0xFE30, 0xFE6F},
                                         {0xFF00, 0xFF60},
                                         {0xFFE0, 0xFFE6},
                                         {0x1F300, 0x1F64F},
                                         {0x1F900, 0x1F9FF},
                                         {0x20000, 0x3FFFD}}};

template <class Blocks>
bool within(const Blocks& blocks, std::uint32_t character) {
  return std::ranges::any_of(blocks, [character](const Block& block) {
    return character >= block.first && character <= block.last;
  });
}

// Takes one character off the front and gives its width. A byte that is not UTF-8 is one column.
int take_character(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (first >= 0x80 && first < 0xC0) length = 1;
  length = std::min(length, text.size());
  std::uint32_t character = length == 1 ? first : first & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    character = character << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
  }
  text.remove_prefix(length);
  if (within(without_width, character)) return 0;
  return within(wide, character) ? 2 : 1;
}

std::string spaces(int count) {
  return std::string(static_cast<std::size_t>(std::max(count, 0)), ' ');
}

}  // namespace

int display_width(std::string_view text) {
  // Most texts are ASCII.
  if (std::ranges::all_of(text,
                          [](char letter) { return static_cast<unsigned char>(letter) < 0x80; })) {
    return static_cast<int>(text.size());
  }
  int width = 0;
  while (!text.empty()) width += take_character(text);
  return width;
}

std::string printable(std::string_view text) {
  std::string result(text);
  std::ranges::replace_if(
      result,
      [](char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F; }, ' ');
  return result;
}

std::string cut(std::string_view text, int width) {
  if (display_width(text) <= width) return std::string(text);
  constexpr std::string_view dots = "...";
  const int room = width - static_cast<int>(dots.size());
  if (room < 1) return std::string(dots.substr(0, static_cast<std::size_t>(std::max(width, 0))));
  std::string_view rest = text;
  int taken = 0;
  for (;;) {
    std::string_view next = rest;
    taken += take_character(next);
    if (taken > room) break;
    rest = next;
  }
  return std::string(text.substr(0, text.size() - rest.size())) + std::string(dots);
}

std::vector<std::string> wrap(std::string_view text, int width) {
  std::vector<std::string> lines = {""};
  int used = 0;
  for (const std::string_view word : split(text, ' ')) {
    if (word.empty()) continue;
    const int wanted = display_width(word);
    if (used > 0 && used + 1 + wanted > width) {
      lines.emplace_back();
      used = 0;
    }
    if (used > 0) {
      lines.back() += ' ';
      ++used;
    }
    lines.back() += word;
    used += wanted;
  }
  return lines;
}

std::string pad_right(std::string_view text, int width) {
  return std::string(text) + spaces(width - display_width(text));
}

std::string pad_left(std::string_view text, int width) {
  return spaces(width - display_width(text)) + std::string(text);
}

}  // namespace godwit::report
