#include <algorithm>
#include <cstdint>

#include "shell/reader.h"

namespace godwit::shell {
namespace {

// In UTF-8.
void append_character(std::string& text, std::uint32_t code) {
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else if (code < 0x800) {
    text += static_cast<char>(0xC0 | (code >> 6));
    text += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    text += static_cast<char>(0xE0 | (code >> 12));
    text += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    text += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x110000) {
    text += static_cast<char>(0xF0 | (code >> 18));
    text += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    text += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    text += static_cast<char>(0x80 | (code & 0x3F));
  }
}

int digit(char c, int base) {
  int value = -1;
  if (c >= '0' && c <= '9') value = c - '0';
  if (c >= 'a' && c <= 'f') value = c - 'a' + 10;
  if (c >= 'A' && c <= 'F') value = c - 'A' + 10;
  return value < base ? value : -1;
}

}  // namespace

bool Reader::at_word() const {
  if (at_end()) return false;
  const char c = text_[at_];
  if (!ends_word(c)) return true;
  if ((c == '<' || c == '>') && peek(1) == '(') return true;
  return c == '<' && placeholder() > 0;
}

// "<name>", "<your bucket>", "<12-digit-id>", "<...>" in a document, in any language.
// "sort <in>out" is none.
std::size_t Reader::placeholder() const {
  constexpr std::size_t longest = 80;
  const auto of_word = [](char c) { return in_name(c) || (static_cast<unsigned char>(c) & 0x80); };
  if (manner_ != Manner::document || peek() != '<') return 0;
  if (!of_word(peek(1)) && !(peek(1) == '.' && peek(2) == '.')) return 0;
  for (std::size_t length = 2; length < longest && at_ + length < end_; ++length) {
    const char c = text_[at_ + length];
    if (c == '>') {
      const char last = text_[at_ + length - 1];
      const char next = peek(length + 1);
      const bool redirection = last == ' ' || in_name(next) || next == '&' || next == '>';
      return redirection ? 0 : length + 1;
    }
    if (!of_word(c) && std::string_view(" -.:/|").find(c) == std::string_view::npos) return 0;
  }
  return 0;
}

Word Reader::read_word() {
  Word word;
  const std::size_t begin = at_;
  read_parts(word.parts, Quotes::none, '\0');
  word.extent = extent(begin, at_);
  return word;
}

// Pieces stay apart where a backslash or a quote is between them, so that a part either has the
// length of its extent, or is short.
void Reader::add(std::vector<Part>& parts, std::string_view text, bool quoted, std::size_t begin) {
  if (text.empty()) return;
  const Extent here = extent(begin, at_ > begin ? at_ : begin + text.size());
  if (!parts.empty()) {
    Part& last = parts.back();
    if (last.kind == Part::Kind::literal && last.quoted == quoted &&
        last.extent.end == here.begin && last.text.size() == last.extent.end - last.extent.begin &&
        text.size() == here.end - here.begin) {
      last.text += text;
      last.extent.end = here.end;
      return;
    }
  }
  Part& part = parts.emplace_back();
  part.text = text;
  part.quoted = quoted;
  part.extent = here;
}

void Reader::read_parts(std::vector<Part>& parts, Quotes quotes, char until) {
  const bool quoted = quotes != Quotes::none;
  const auto stops = [&](char c) {
    if (c == '$' || c == '`' || c == '\\') return true;
    if (until == '}' && c == '}') return true;
    if (c == '"') return quotes != Quotes::here || until != '\0';
    if (quotes != Quotes::none) return false;
    if (c == '\'') return true;
    if (until == ' ') return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    return until == '\0' && ends_word(c);
  };
  while (!at_end()) {
    const std::size_t begin = at_;
    const char c = text_[at_];
    if (!stops(c)) {
      while (!at_end() && !stops(text_[at_])) ++at_;
      add(parts, text_.substr(begin, at_ - begin), quoted, begin);
    } else if (c == '$') {
      read_dollar(parts, quotes);
    } else if (c == '`') {
      read_backticks(parts, quotes);
    } else if (c == '\\') {
      read_backslash(parts, quotes);
    } else if (c == '"') {
      if (quotes == Quotes::doubled && until == '\0') return;
      read_double_quotes(parts);
    } else if (c == '\'') {
      read_single_quotes(parts);
    } else if (until != '\0') {
      return;
    } else if ((c == '<' || c == '>') && peek(1) == '(') {
      read_substitution(parts, quoted);
    } else if (const std::size_t length = placeholder(); length > 0) {
      at_ += length;
      add(parts, text_.substr(begin, length), false, begin);
    } else if (c == '(' && !parts.empty() && begin > 0 &&
               std::string_view("@?*+!").find(text_[begin - 1]) != std::string_view::npos &&
               parts.back().kind == Part::Kind::literal && !parts.back().quoted) {
      // An extended pattern: @(a|b). On one line, as they are.
      const std::size_t close = text_.substr(0, line_end(begin)).find(')', begin);
      if (close == std::string_view::npos) return;
      at_ = close + 1;
      add(parts, text_.substr(begin, at_ - begin), false, begin);
    } else {
      return;
    }
    if (at_ == begin) return;
  }
}

void Reader::read_single_quotes(std::vector<Part>& parts) {
  const std::size_t begin = at_++;
  const std::size_t close = std::min(text_.find('\'', at_), end_);
  const std::size_t content = at_;
  at_ = close;
  add(parts, text_.substr(content, close - content), true, content);
  if (at_end()) {
    never_ends(begin, "'");
  } else {
    ++at_;
  }
}

void Reader::read_double_quotes(std::vector<Part>& parts) {
  const std::size_t begin = at_++;
  const std::size_t before = parts.size();
  read_parts(parts, Quotes::doubled, '\0');
  // What never splits is to be told from what does: "" between two expansions is nothing.
  for (std::size_t index = before; index < parts.size(); ++index) parts[index].quoted = true;
  if (at_end()) {
    never_ends(begin, "\"");
  } else {
    ++at_;
  }
}

void Reader::read_backslash(std::vector<Part>& parts, Quotes quotes) {
  const std::size_t begin = at_++;
  if (at_end()) return add(parts, "\\", quotes != Quotes::none, begin);
  if (peek() == '\r' && peek(1) == '\n') ++at_;
  const char c = text_[at_];
  if (c == '\n') {
    ++at_;
    return;
  }
  const bool escapes = quotes == Quotes::none || c == '$' || c == '`' || c == '\\' ||
                       (c == '"' && quotes == Quotes::doubled);
  if (!escapes) return add(parts, "\\", true, begin);
  ++at_;
  add(parts, text_.substr(at_ - 1, 1), true, begin);
}

void Reader::read_escaped_quotes(std::vector<Part>& parts) {
  const std::size_t begin = at_;
  at_ += 2;
  std::string value;
  const std::size_t content = at_;
  while (!at_end() && peek() != '\'') {
    if (peek() != '\\' || at_ + 1 >= end_) {
      value += text_[at_++];
      continue;
    }
    const char c = peek(1);
    at_ += 2;
    const auto number = [&](int base, int most) {
      std::uint32_t code = 0;
      for (int count = 0; count < most && !at_end() && digit(peek(), base) >= 0; ++count) {
        code = code * static_cast<std::uint32_t>(base) +
               static_cast<std::uint32_t>(digit(text_[at_++], base));
      }
      return code;
    };
    constexpr std::string_view letters = "abefnrtvE";
    constexpr std::string_view controls = "\a\b\x1b\f\n\r\t\v\x1b";
    if (const std::size_t known = letters.find(c); known != std::string_view::npos) {
      value += controls[known];
    } else if (c == 'x') {
      value += static_cast<char>(number(16, 2));
    } else if (c == 'u' || c == 'U') {
      append_character(value, number(16, c == 'u' ? 4 : 8));
    } else if (digit(c, 8) >= 0) {
      --at_;
      value += static_cast<char>(number(8, 3));
    } else {
      value += c;
    }
  }
  add(parts, value, true, content);
  if (at_end()) {
    never_ends(begin, "$'");
  } else {
    ++at_;
  }
}

}  // namespace godwit::shell
