#include "repo/utf16.h"

#include <algorithm>
#include <cstdint>

namespace godwit::repo {
namespace {

constexpr std::size_t unit = 2;  // bytes

bool is_first_half(std::uint32_t value) { return value >= 0xD800 && value < 0xDC00; }
bool is_second_half(std::uint32_t value) { return value >= 0xDC00 && value < 0xE000; }

void append(std::string& text, std::uint32_t character) {
  const auto byte = [&](std::uint32_t value) { text += static_cast<char>(value); };
  if (character < 0x80) {
    byte(character);
  } else if (character < 0x800) {
    byte(0xC0 | character >> 6);
    byte(0x80 | (character & 0x3F));
  } else if (character < 0x10000) {
    byte(0xE0 | character >> 12);
    byte(0x80 | (character >> 6 & 0x3F));
    byte(0x80 | (character & 0x3F));
  } else {
    byte(0xF0 | character >> 18);
    byte(0x80 | (character >> 12 & 0x3F));
    byte(0x80 | (character >> 6 & 0x3F));
    byte(0x80 | (character & 0x3F));
  }
}

}  // namespace

std::optional<Utf16Text> Utf16Text::decode(std::string_view bytes) {
  if (bytes.size() < unit || bytes.size() > most_bytes) return std::nullopt;
  const bool big = bytes.starts_with("\xFE\xFF");
  if (!big && !bytes.starts_with("\xFF\xFE")) return std::nullopt;
  const auto unit_at = [&](std::size_t at) -> std::uint32_t {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return big ? std::uint32_t{first} << 8 | second : std::uint32_t{second} << 8 | first;
  };
  Utf16Text decoded;
  decoded.size_ = bytes.size();
  for (std::size_t at = unit; at + unit <= bytes.size();) {
    const std::size_t from = at;
    std::uint32_t character = unit_at(at);
    at += unit;
    if (is_first_half(character) && at + unit <= bytes.size() && is_second_half(unit_at(at))) {
      character = 0x10000 + ((character - 0xD800) << 10) + (unit_at(at) - 0xDC00);
      at += unit;
    } else if (is_first_half(character) || is_second_half(character)) {
      character = 0xFFFD;
    }
    const std::size_t before = decoded.text_.size();
    append(decoded.text_, character);
    const std::size_t width = decoded.text_.size() - before;
    if (decoded.runs_.empty() || decoded.runs_.back().width != width) {
      decoded.runs_.push_back({before, from, width});
    }
  }
  return decoded;
}

std::size_t Utf16Text::original(std::size_t at) const {
  if (runs_.empty() || at >= text_.size()) return size_;
  const auto after = std::ranges::upper_bound(runs_, at, {}, &Run::at);
  const Run& run = *(after - 1);
  // What takes four bytes in UTF-8 takes four in UTF-16, everything else two.
  const std::size_t bytes = run.width == 4 ? 2 * unit : unit;
  return run.from + (at - run.at) / run.width * bytes;
}

}  // namespace godwit::repo
