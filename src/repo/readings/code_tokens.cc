#include <algorithm>

#include "base/ascii.h"
#include "repo/readings/code.h"
#include "repo/readings/meaning.h"
#include "repo/readings/places.h"
#include "repo/readings/readers.h"

namespace godwit::repo {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool begins_name(char c) {
  return is_letter(c) || c == '_' || c == '$' || (static_cast<unsigned char>(c) & 0x80) != 0;
}
bool in_name(char c) { return begins_name(c) || is_digit(c); }
bool is_php(std::string_view path) { return path.ends_with(".php"); }

}  // namespace

Code::Code(const Maker& maker, Language language, std::string_view path)
    : maker_(maker), text_(maker.text()), language_(language) {
  const bool other = language == Language::program;
  hash_comments_ = language == Language::python || language == Language::terraform ||
                   (other && has_hash_comments(path));
  slash_comments_ = language != Language::python && !(hash_comments_ && other && !is_php(path));
  single_quotes_ = !other || has_single_quotes(path);
  triple_quotes_ =
      language == Language::python || language == Language::dart || (other && !hash_comments_);
  backticks_ = language == Language::javascript || path.ends_with(".go");
}

void Code::read() {
  frames_.emplace_back();
  if (text_.starts_with("#!")) {
    const std::size_t end = std::min(text_.find('\n'), text_.size());
    maker_.add({.begin = 0, .end = end, .use = Use::comment});
    at_ = end;
  }
  while (at_ < text_.size()) {
    const std::size_t before = at_;
    read_token();
    if (at_ <= before) at_ = before + 1;
  }
}

void Code::read_token() {
  if (frames_.back().around == Around::backtick) return read_backtick();
  const char c = text_[at_];
  if (c == '\n') return read_newline();
  if (is_blank(c)) {
    ++at_;
    return;
  }
  if (read_comment()) return;
  if (begins_name(c)) return read_name();
  if (is_digit(c)) return read_number();
  if (c == '"' || c == '\'') return read_quotes();
  if (c == '`' && backticks_) {
    if (frames_.size() < deepest) {
      Frame frame;
      frame.around = Around::backtick;
      frame.begin = at_ + 1;
      frame.before = last_text_;
      frame.after = last_;
      frames_.push_back(std::move(frame));
    }
    ++at_;
    return;
  }
  if (c == '/' && language_ == Language::javascript && read_regular_expression()) return;
  if (c == '<' && language_ == Language::terraform && read_here_document()) return;
  if (c == '\\') {
    at_ += at(at_ + 1) == '\r' ? 3 : 2;
    return;
  }
  read_mark();
}

bool Code::read_comment() {
  const char c = text_[at_];
  const char next = at(at_ + 1);
  if ((c == '#' && hash_comments_) || (c == '/' && next == '/' && slash_comments_)) {
    std::size_t end = std::min(text_.find('\n', at_), text_.size());
    std::size_t last = end;
    if (last > at_ && text_[last - 1] == '\r') --last;
    maker_.add({.begin = at_, .end = last, .use = Use::comment});
    at_ = end;
    return true;
  }
  if (c == '/' && next == '*' && slash_comments_) {
    const std::size_t close = text_.find("*/", at_ + 2);
    const std::size_t end = close == text_.npos ? text_.size() : close + 2;
    maker_.add({.begin = at_, .end = end, .use = Use::comment});
    at_ = end;
    return true;
  }
  return false;
}

// Looked for once a line: lines can be long.
std::size_t Code::line_end(std::size_t place) {
  if (place >= line_end_ || place < line_end_of_) {
    line_end_of_ = place;
    line_end_ = std::min(text_.find('\n', place), text_.size());
  }
  return line_end_;
}

char Code::next_character(std::size_t from) const {
  while (from < text_.size() && is_blank(text_[from])) ++from;
  return at(from);
}

std::string_view Code::next_two(std::size_t from) const {
  while (from < text_.size() && is_blank(text_[from])) ++from;
  return text_.substr(std::min(from, text_.size()), 2);
}

// Where a line's end ends a statement.
void Code::read_newline() {
  ++at_;
  const Around around = frames_.back().around;
  const bool complete = last_ == Token::name || last_ == Token::text || last_ == Token::number ||
                        last_ == Token::close;
  if (language_ == Language::python) {
    if (around != Around::block) return;
    end_of_expression();
    return remember(Token::newline, "");
  }
  if (language_ == Language::terraform) {
    if (around != Around::block && around != Around::object) return;
    if (!complete) return;
    end_of_expression();
    return remember(Token::newline, "");
  }
  const bool lines = language_ == Language::javascript || language_ == Language::program;
  if (lines && around == Around::block && complete) {
    const char next = next_character(at_);
    if (begins_name(next) || next == '"' || next == '\'' || next == '`' || next == '}') {
      end_of_expression();
      remember(Token::newline, "");
    }
  }
}

void Code::read_name() {
  const std::size_t begin = at_;
  while (at_ < text_.size() &&
         (in_name(text_[at_]) ||
          (text_[at_] == '-' && language_ == Language::terraform && in_name(at(at_ + 1))))) {
    ++at_;
  }
  const std::string_view name = text_.substr(begin, at_ - begin);
  // r'..', f"..", b'..': the prefix of a text.
  const char next = at(at_);
  if ((next == '"' || next == '\'') && name.size() <= 2 &&
      (language_ == Language::python || language_ == Language::dart)) {
    return;
  }
  on_name(name, begin);
}

void Code::read_number() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && (in_name(text_[at_]) || text_[at_] == '.')) ++at_;
  const std::string_view number = text_.substr(begin, at_ - begin);
  if (number.size() >= 12) add_value(begin, at_, Quoting::none, last_text_);
  remember(Token::number, "0");
}

// "${...}" may have quotes of its own.
std::size_t Code::after_interpolation(std::size_t at, std::size_t end) const {
  int open = 0;
  for (; at < end; ++at) {
    if (text_[at] == '{') ++open;
    if (text_[at] == '}' && --open == 0) return at + 1;
  }
  return text_.npos;
}

// Of the quote at a place, in its line; npos: none.
std::size_t Code::closing(std::size_t quote) {
  std::size_t end = line_end(quote);
  bool interpolates = language_ == Language::dart || language_ == Language::terraform;
  const bool raw = language_ == Language::dart && quote > 0 && text_[quote - 1] == 'r' &&
                   (quote < 2 || !in_name(text_[quote - 2]));
  for (std::size_t place = quote + 1; place < end; ++place) {
    const char c = text_[place];
    if (c == '\\' && !raw) {
      ++place;
      if (place < text_.size() && text_[place] == '\r' && at(place + 1) == '\n') ++place;
      // A backslash before a line's end: the text goes on.
      if (place < text_.size() && place >= end) end = line_end(place + 1);
    } else if (c == text_[quote]) {
      return place;
    } else if (interpolates && c == '$' && at(place + 1) == '{') {
      const std::size_t after = after_interpolation(place + 1, end);
      interpolates = after != text_.npos;
      if (interpolates) place = after - 1;
    }
  }
  std::size_t& hopeless = text_[quote] == '"' ? hopeless_double_ : hopeless_single_;
  hopeless = std::max(end, quote + 1);
  return text_.npos;
}

void Code::read_quotes() {
  const std::size_t quote = at_;
  const char c = text_[quote];
  const Quoting quoting = c == '"' ? Quoting::double_ : Quoting::single;
  if (triple_quotes_ && at(quote + 1) == c && at(quote + 2) == c) {
    const std::size_t close = text_.find(text_.substr(quote, 3), quote + 3);
    const std::size_t end = close == text_.npos ? text_.size() : close;
    at_ = std::min(end + 3, text_.size());
    // Alone it is a description of what it stands in.
    if (language_ == Language::python &&
        (last_ == Token::newline || last_ == Token::start || last_text_ == ":") &&
        frames_.back().around == Around::block) {
      maker_.add(
          {.begin = quote + 3, .end = end, .use = Use::documentation, .quoting = Quoting::block});
      return remember(Token::text, "text");
    }
    return on_text(quote + 3, end, Quoting::block);
  }
  const std::size_t hopeless = c == '"' ? hopeless_double_ : hopeless_single_;
  const std::size_t close = quote < hopeless ? text_.npos : closing(quote);
  if (close == text_.npos) {
    ++at_;
    return;
  }
  if (c == '\'' && !single_quotes_) {  // a character, or a lifetime of Rust
    at_ = close - quote <= 3 || text_[quote + 1] == '\\' ? close + 1 : quote + 1;
    return;
  }
  at_ = close + 1;
  on_text(quote + 1, close, quoting);
}

void Code::read_backtick() {
  const std::size_t begin = frames_.back().begin;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '\\' && language_ == Language::javascript) {
      at_ += 2;
    } else if (c == '`') {
      last_text_ = frames_.back().before;
      last_ = frames_.back().after;
      frames_.pop_back();
      const std::size_t end = at_++;
      return on_text(begin, end, Quoting::backtick);
    } else if (c == '$' && at(at_ + 1) == '{' && frames_.size() < deepest &&
               language_ == Language::javascript) {
      at_ += 2;
      Frame frame;
      frame.around = Around::interpolation;
      frames_.push_back(std::move(frame));
      return remember(Token::open, "{");
    } else {
      ++at_;
    }
  }
}

bool Code::read_regular_expression() {
  if (at_ < hopeless_slash_) return false;
  const bool may_be = last_ == Token::start || last_ == Token::open || last_ == Token::newline ||
                      (last_ == Token::mark && last_text_ != ".") || last_text_ == "return" ||
                      last_text_ == "typeof" || last_text_ == "case";
  if (!may_be) return false;
  bool in_class = false;
  for (std::size_t place = at_ + 1; place < text_.size() && text_[place] != '\n'; ++place) {
    const char c = text_[place];
    if (c == '\\') {
      ++place;
    } else if (c == '[') {
      in_class = true;
    } else if (c == ']') {
      in_class = false;
    } else if (c == '/' && !in_class) {
      maker_.add({.begin = at_ + 1, .end = place, .use = Use::code}, true);
      at_ = place + 1;
      remember(Token::text, "text");
      return true;
    }
  }
  hopeless_slash_ = line_end(at_);
  return false;
}

// "<<EOF", "<<-EOF": up to a line with nothing but the word.
bool Code::read_here_document() {
  if (at(at_ + 1) != '<') return false;
  std::size_t begin = at_ + 2;
  if (at(begin) == '-') ++begin;
  std::size_t end = begin;
  while (end < text_.size() && in_name(text_[end])) ++end;
  if (end == begin || !begins_name(text_[begin])) return false;
  const std::string_view word = text_.substr(begin, end - begin);
  const std::size_t content = std::min(text_.find('\n', end), text_.size());
  std::size_t line = std::min(content + 1, text_.size());
  const std::size_t first = line;
  while (line < text_.size()) {
    const std::size_t line_end = std::min(text_.find('\n', line), text_.size());
    std::string_view text = text_.substr(line, line_end - line);
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    if (text == word) {
      on_text(first, line, Quoting::block);
      at_ = line_end;
      return true;
    }
    line = line_end + 1;
  }
  on_text(first, text_.size(), Quoting::block);
  at_ = text_.size();
  return true;
}

void Code::read_mark() {
  static constexpr std::string_view marks[] = {"...", "===", "!==", "||=", "?\?=", "&&=", "=>",
                                               "==",  "!=",  "<=",  ">=",  "||",   "&&",  "??",
                                               "?:",  "?.",  "->",  "+=",  ":=",   "::",  "!."};
  const std::string_view rest = text_.substr(at_);
  const bool longer = rest.size() > 1 && std::string_view("=|&?.:>").find(rest[1]) != rest.npos;
  for (const std::string_view mark : marks) {
    if (!longer) break;
    if (!rest.starts_with(mark)) continue;
    at_ += mark.size();
    return on_mark(mark);
  }
  const char c = rest.front();
  ++at_;
  if (c == '(' || c == '[' || c == '{') return open(c);
  if (c == ')' || c == ']' || c == '}') return close(c);
  on_mark(rest.substr(0, 1));
}

}  // namespace godwit::repo
