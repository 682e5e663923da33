#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "shell/reader.h"

namespace godwit::shell {
namespace {

constexpr std::string_view special_names = "@*#?-$!";

bool is_special(char c) { return c != '\0' && special_names.find(c) != std::string_view::npos; }

}  // namespace

void Reader::read_dollar(std::vector<Part>& parts, Quotes quotes) {
  const std::size_t begin = at_;
  const bool quoted = quotes != Quotes::none;
  const char next = peek(1);
  if (next == '(' && peek(2) == '(' && rereads_ < most_rereads) {
    const Mark before = mark();
    Part part;
    part.kind = Part::Kind::arithmetic;
    part.quoted = quoted;
    at_ += 3;
    if (read_arithmetic(part) || given_up_) {
      part.extent = extent(begin, at_);
      parts.push_back(std::move(part));
      return;
    }
    ++rereads_;
    unclosed_ = false;
    back_to(before);
  }
  if (next == '(') return read_substitution(parts, quoted);
  if (next == '{') return read_braces(parts, quotes);
  if (next == '\'' && !quoted) return read_escaped_quotes(parts);
  if (next == '"' && !quoted) {
    ++at_;
    return read_double_quotes(parts);
  }
  if (!begins_name(next) && !is_digit(next) && !is_special(next)) {
    ++at_;
    return add(parts, "$", quoted, begin);
  }
  at_ += 2;
  if (begins_name(next)) {
    while (!at_end() && in_name(text_[at_])) ++at_;
  }
  Part& part = parts.emplace_back();
  part.kind = Part::Kind::variable;
  part.quoted = quoted;
  part.text = text_.substr(begin + 1, at_ - begin - 1);
  part.extent = extent(begin, at_);
}

void Reader::read_braces(std::vector<Part>& parts, Quotes quotes) {
  const std::size_t begin = at_;
  Part part;
  part.kind = Part::Kind::variable;
  part.quoted = quotes != Quotes::none;
  const Deeper level(*this);
  if (!level.inside) return;
  at_ += 2;
  if (peek() == '#' && (in_name(peek(1)) || peek(1) == '@' || peek(1) == '*')) {
    part.operation = "length";
    ++at_;
  } else if (peek() == '!' && begins_name(peek(1))) {
    part.operation = "indirect";
    ++at_;
  }
  const std::size_t name = at_;
  if (begins_name(peek())) {
    while (!at_end() && in_name(text_[at_])) ++at_;
  } else if (is_digit(peek())) {
    while (!at_end() && is_digit(text_[at_])) ++at_;
  } else if (is_special(peek())) {
    ++at_;
  }
  part.text = text_.substr(name, at_ - name);
  if (peek() == '[' && !part.text.empty()) {
    const std::size_t close = std::min(text_.find(']', at_), line_end(at_));
    part.subscript = text_.substr(at_ + 1, close - at_ - 1);
    at_ = std::min(close + 1, end_);
  }
  static constexpr std::string_view operations[] = {":-", ":=", ":?", ":+", "##", "#", "%%", "%",
                                                    "//", "/#", "/%", "/",  "^^", "^", ",,", ",",
                                                    "@",  ":",  "-",  "=",  "?",  "+"};
  const bool named = !part.text.empty();
  if (named && peek() != '}') {
    const auto found =
        std::ranges::find_if(operations, [&](std::string_view each) { return ahead(each); });
    if (found != std::end(operations)) {
      part.operation = *found;
      at_ += found->size();
    }
    // What no shell expands is told when it runs, not when it is read: zsh has more of them.
  }
  // Of patterns, single quotes quote even within double ones.
  const char first = part.operation.empty() ? '\0' : part.operation[0];
  const bool pattern = first == '#' || first == '%' || first == '/';
  read_parts(part.operand, pattern ? Quotes::none : quotes, '}');
  if (at_end()) {
    never_ends(begin, "${");
  } else {
    ++at_;
  }
  part.extent = extent(begin, at_);
  parts.push_back(std::move(part));
}

bool Reader::read_arithmetic(Part& part) {
  const Deeper level(*this);
  if (!level.inside) return false;
  const std::size_t begin = at_;
  int open = 0;
  while (!at_end()) {
    const std::size_t from = at_;
    const char c = text_[at_];
    if (c == '$') {
      read_dollar(part.operand, Quotes::doubled);
    } else if (c == '`') {
      read_backticks(part.operand, Quotes::doubled);
    } else if (c == ')' && open == 0) {
      if (peek(1) != ')') return false;
      part.text = text_.substr(begin, at_ - begin);
      at_ += 2;
      return true;
    } else {
      if (c == '(') ++open;
      if (c == ')') --open;
      ++at_;
      if (c == '(' || c == ')') {
        add(part.operand, text_.substr(from, 1), true, from);
        continue;
      }
      while (!at_end() && std::string_view("$`()").find(text_[at_]) == std::string_view::npos) {
        ++at_;
      }
      add(part.operand, text_.substr(from, at_ - from), true, from);
    }
  }
  return false;
}

void Reader::read_substitution(std::vector<Part>& parts, bool quoted) {
  const std::size_t begin = at_;
  Part part;
  part.kind = Part::Kind::command;
  part.quoted = quoted;
  at_ += 2;
  {
    const Awaiting nothing(*this, 0, true);
    part.commands = std::make_shared<Script>(read_list(paren));
  }
  if (peek() == ')' && !at_end()) {
    ++at_;
  } else {
    problem(begin, begin + 2,
            "the " + std::string(text_.substr(begin, 2)) + " that begins here never ends");
  }
  part.extent = extent(begin, at_);
  parts.push_back(std::move(part));
}

void Reader::read_backticks(std::vector<Part>& parts, Quotes quotes) {
  const std::size_t begin = at_++;
  std::size_t close = at_;
  bool escaped = false;
  while (close < end_ && text_[close] != '`') {
    if (text_[close] == '\\' && close + 1 < end_) {
      const char c = text_[close + 1];
      escaped |= c == '`' || c == '\\' || c == '$' || (c == '"' && quotes == Quotes::doubled);
      ++close;
    }
    ++close;
  }
  const bool closed = close < end_;
  Part part;
  part.kind = Part::Kind::command;
  part.quoted = quotes != Quotes::none;
  if (escaped) {
    read_unescaped(part, close, quotes);
  } else {
    const Range range(*this, close);
    const Awaiting nothing(*this, 0, true);
    part.commands = std::make_shared<Script>(read_list(0));
  }
  if (given_up_) return;
  at_ = close;
  if (closed) {
    ++at_;
  } else {
    never_ends(begin, "`");
  }
  part.extent = extent(begin, at_);
  parts.push_back(std::move(part));
}

// Within backticks, a backslash before '`', '$' or another one is taken off before anything is
// read.
void Reader::read_unescaped(Part& part, std::size_t end, Quotes quotes) {
  const Deeper level(*this);
  if (!level.inside) return;
  std::string content;
  std::vector<std::size_t> places;
  for (std::size_t at = at_; at < end; ++at) {
    if (text_[at] == '\\' && at + 1 < end) {
      const char c = text_[at + 1];
      if (c == '`' || c == '\\' || c == '$' || (c == '"' && quotes == Quotes::doubled)) ++at;
    }
    content += text_[at];
    places.push_back(extent(at, at).begin);
  }
  places.push_back(extent(end, end).begin);
  Reader inner(content, manner_);
  inner.places_ = &places;
  inner.depth_ = depth_;
  inner.rereads_ = most_rereads;
  Parsed parsed = inner.read();
  part.commands = std::make_shared<Script>(std::move(parsed.script));
  parsed_.comments.insert(parsed_.comments.end(), parsed.comments.begin(), parsed.comments.end());
  for (Problem& each : parsed.problems) {
    // Its extents are those of the text already.
    if (parsed_.problems.size() < most_problems) parsed_.problems.push_back(std::move(each));
  }
}

}  // namespace godwit::shell
