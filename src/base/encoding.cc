#include "base/encoding.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace godwit {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view upper_hex_digits = "0123456789ABCDEF";
constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// What each byte is worth as a digit, or -1.
using DigitTable = std::array<std::int8_t, 256>;

constexpr DigitTable digit_table(std::string_view digits) {
  DigitTable table{};
  for (auto& value : table) value = -1;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    table[static_cast<unsigned char>(digits[i])] = static_cast<std::int8_t>(i);
  }
  return table;
}

constexpr DigitTable base64_values = digit_table(base64_digits);
constexpr DigitTable hex_values = [] {
  DigitTable table = digit_table(hex_digits);
  for (int i = 10; i < 16; ++i) table['A' + i - 10] = static_cast<std::int8_t>(i);
  return table;
}();

constexpr std::array<bool, 256> unreserved = [] {
  std::array<bool, 256> table{};
  for (const char letter : base64_digits) table[static_cast<unsigned char>(letter)] = true;
  table['+'] = table['/'] = false;
  table['-'] = table['.'] = table['_'] = table['~'] = true;
  return table;
}();

int hex_value(char letter) { return hex_values[static_cast<unsigned char>(letter)]; }
int base64_value(char letter) { return base64_values[static_cast<unsigned char>(letter)]; }

}  // namespace

std::string to_hex(std::string_view bytes) {
  std::string text(bytes.size() * 2, '\0');
  char* out = text.data();
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    *out++ = hex_digits[value >> 4];
    *out++ = hex_digits[value & 15];
  }
  return text;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes(text.size() / 2, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const int high = hex_value(text[2 * i]);
    const int low = hex_value(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes[i] = static_cast<char>(high << 4 | low);
  }
  return bytes;
}

std::string to_base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t taken = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group = group << 8 | (j < taken ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    }
    text += base64_digits[group >> 18];
    text += base64_digits[group >> 12 & 63];
    text += taken > 1 ? base64_digits[group >> 6 & 63] : '=';
    text += taken > 2 ? base64_digits[group & 63] : '=';
  }
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::string_view digits = text.substr(i, 4);
    if (i + 4 == text.size()) {
      if (digits.ends_with("==")) {
        digits.remove_suffix(2);
      } else if (digits.ends_with('=')) {
        digits.remove_suffix(1);
      }
    }
    std::uint32_t group = 0;
    for (const char digit : digits) {
      const int value = base64_value(digit);
      if (value < 0) return std::nullopt;
      group = group << 6 | static_cast<std::uint32_t>(value);
    }
    group <<= 6 * (4 - digits.size());
    const std::size_t made = digits.size() - 1;
    // Bits that belong to no byte must be zero, so that each content has one encoding only.
    if ((group & ((1U << (8 * (3 - made))) - 1)) != 0) return std::nullopt;
    for (std::size_t j = 0; j < made; ++j) bytes += static_cast<char>(group >> (16 - 8 * j) & 255);
  }
  return bytes;
}

void percent_encode_to(std::string& out, std::string_view bytes, bool keep_slash) {
  // Most bytes stand for themselves, and go in runs.
  const auto is_plain = [keep_slash](char byte) {
    return unreserved[static_cast<unsigned char>(byte)] || (keep_slash && byte == '/');
  };
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::size_t start = i;
    while (i < bytes.size() && is_plain(bytes[i])) ++i;
    out += bytes.substr(start, i - start);
    if (i == bytes.size()) return;
    const auto value = static_cast<unsigned char>(bytes[i]);
    out += '%';
    out += upper_hex_digits[value >> 4];
    out += upper_hex_digits[value & 15];
  }
}

std::string percent_encode(std::string_view bytes, bool keep_slash) {
  std::string text;
  text.reserve(bytes.size());
  percent_encode_to(text, bytes, keep_slash);
  return text;
}

bool is_encoded(std::string_view text) {
  return std::ranges::any_of(text, [](char letter) { return letter == '%' || letter == '+'; });
}

std::string percent_decode(std::string_view text, bool plus_is_space) {
  if (!is_encoded(text)) return std::string(text);
  std::string bytes;
  bytes.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
        hex_value(text[i + 2]) >= 0) {
      bytes += static_cast<char>(hex_value(text[i + 1]) << 4 | hex_value(text[i + 2]));
      i += 2;
    } else {
      bytes += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return bytes;
}

}  // namespace godwit
