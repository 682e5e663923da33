// Block collections of YAML, line by line.
#include <algorithm>

#include "base/text.h"
#include "repo/readings/readers.h"
#include "repo/readings/structure.h"

namespace godwit::repo {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_space(char c) { return is_blank(c) || c == '\r' || c == '\n'; }

}  // namespace

void Structure::read_blocks() {
  while (at_ < text_.size()) {
    const std::size_t before = at_;
    read_line();
    if (at_ <= before) at_ = line_end(before) + 1;
  }
  while (!frames_.empty()) close();
}

void Structure::read_line() {
  const std::size_t line = at_;
  line_ = line;
  const std::size_t end = line_end(line);
  std::size_t at = line;
  while (at < end && is_blank(text_[at])) ++at;
  at_ = end + 1;
  if (at >= end || text_[at] == '\r') return;
  if (text_[at] == '#') return comment(at, end);
  const std::string_view rest = text_.substr(at, end - at);
  if (at == line && (rest.starts_with("---") || rest.starts_with("...") || rest.front() == '%')) {
    while (!frames_.empty()) close();
    path_.clear();
    if (rest.starts_with("--- ")) read_value(at + 4, 0);
    return;
  }
  // "? key" on one line, ": value" on another.
  const bool marked = rest.size() == 1 || is_space(rest[1]);
  if (rest.front() == '?' && marked) return read_marked_key(at + 1, at - line);
  if (rest.front() == ':' && marked) {
    pop_to(at - line, false);
    return read_value(at + 1, at - line);
  }
  // A statement of a template around the YAML: of Helm, of Jinja.
  if (rest.starts_with("{{") || rest.starts_with("{%")) return;
  std::size_t column = at - line;
  bool entered = false;
  while (read_entry(column)) {
    entered = true;
    at = line + column;
    while (at < end && is_blank(text_[at])) ++at;
    column = at - line;
    if (at >= end || text_[at] == '\r') return;
    if (text_[at] == '#') return comment(at, end);
  }
  at = line + column;
  std::size_t after = at;
  if (read_key(after)) return read_value(after, column);
  if (!entered) {
    pop_to(column, true);
    // Text that belongs to nothing that is known.
    if (frames_.empty()) return read_value(at, 0);
    return read_value(at, frames_.back().indent);
  }
  read_value(at, frames_.empty() ? 0 : frames_.back().indent);
}

// The frames that are further in than this column are done.
void Structure::pop_to(std::size_t indent, bool keep_sequence) {
  while (!frames_.empty()) {
    const Frame& frame = frames_.back();
    if (frame.indent < indent) break;
    if (frame.indent == indent && (keep_sequence || !frame.sequence)) break;
    close();
  }
}

bool Structure::read_entry(std::size_t& column) {
  const std::size_t at = line_ + column;
  if (this->at(at) != '-' || !(at + 1 >= text_.size() || is_space(text_[at + 1]))) return false;
  pop_to(column, true);
  // Of a map, an entry in the column of its keys is of its last key's sequence.
  if (frames_.empty() || frames_.back().indent < column || !frames_.back().sequence) {
    if (frames_.size() >= deepest) return false;
    open(column, true);
  }
  next_entry();
  ++column;
  return true;
}

bool Structure::read_key(std::size_t& at) {
  const std::size_t begin = at;
  const std::size_t end = line_end(begin);
  std::size_t key_begin = begin;
  std::size_t key_end = begin;
  std::size_t place = begin;
  const char c = this->at(begin);
  if (c == '{' || c == '[' || c == '!' || c == '&' || c == '*' || c == '|' || c == '>') {
    return false;
  }
  if (c == '"' || c == '\'') {
    place = begin + 1;
    while (place < end && text_[place] != c) place += text_[place] == '\\' && c == '"' ? 2 : 1;
    if (place >= end) return false;
    key_begin = begin + 1;
    key_end = place++;
    while (place < end && is_blank(text_[place])) ++place;
    if (this->at(place) != ':') return false;
  } else {
    while (place < end) {
      if (text_[place] == ':' && (place + 1 >= end || is_space(text_[place + 1]))) break;
      if (text_[place] == '#' && place > begin && is_blank(text_[place - 1])) return false;
      ++place;
    }
    if (place >= end) return false;
    key_end = place;
    while (key_end > key_begin && is_blank(text_[key_end - 1])) --key_end;
  }
  if (!open_map(begin - line_)) return false;
  set_key(text_.substr(key_begin, key_end - key_begin), key_begin);
  at = place + 1;
  return true;
}

void Structure::read_marked_key(std::size_t at, std::size_t column) {
  const std::size_t end = line_end(at);
  std::string_view key = trim(text_.substr(at, end - at));
  if (key.size() >= 2 && key.front() == key.back() && (key.front() == '"' || key.front() == '\'')) {
    key = key.substr(1, key.size() - 2);
  }
  if (!open_map(column)) return;
  set_key(key, static_cast<std::size_t>(key.data() - text_.data()));
}

// The map whose keys are in this column; false where that is too deep.
bool Structure::open_map(std::size_t column) {
  pop_to(column, false);
  if (!frames_.empty() && frames_.back().indent >= column) return true;
  if (frames_.size() >= deepest) return false;
  open(column, false);
  return true;
}

std::size_t Structure::after_properties(std::size_t at) const {
  const std::size_t end = line_end(at);
  while (at < end) {
    while (at < end && is_blank(text_[at])) ++at;
    if (at >= end || (text_[at] != '!' && text_[at] != '&')) break;
    while (at < end && !is_space(text_[at])) ++at;
  }
  return at;
}

void Structure::rest_of_line(std::size_t at) {
  const std::size_t end = line_end(at);
  const std::size_t hash = text_.substr(0, end).find('#', at);
  if (hash != text_.npos) comment(hash, end);
  at_ = end + 1;
}

// A value that begins on this line; `indent` is of the collection that it belongs to.
void Structure::read_value(std::size_t at, std::size_t indent) {
  const std::size_t end = line_end(at);
  at = after_properties(at);
  at_ = end + 1;
  if (at >= end || text_[at] == '\r') return;
  const char c = text_[at];
  if (c == '#') return comment(at, end);
  if (c == '|' || c == '>') return read_block_scalar(at, indent);
  if (c == '"' || c == '\'') {
    const std::size_t close = closing_quote(at);
    if (close != text_.npos) {
      scalar(at + 1, close, c == '"' ? Quoting::double_ : Quoting::single);
      return rest_of_line(close + 1);
    }
  }
  if ((c == '{' && this->at(at + 1) != '{' && this->at(at + 1) != '%') || c == '[') {
    return rest_of_line(read_flow(at));
  }
  if (c == '*') return rest_of_line(at);
  read_plain(at, indent);
}

void Structure::read_block_scalar(std::size_t at, std::size_t indent) {
  const std::size_t header_end = line_end(at);
  std::size_t explicit_indent = 0;
  std::size_t place = at + 1;
  while (place < header_end && (text_[place] == '-' || text_[place] == '+' ||
                                (text_[place] >= '1' && text_[place] <= '9'))) {
    if (text_[place] != '-' && text_[place] != '+') {
      explicit_indent = indent + static_cast<std::size_t>(text_[place] - '0');
    }
    ++place;
  }
  rest_of_line(place);
  const bool at_root = frames_.empty();
  const std::size_t begin = std::min(header_end + 1, text_.size());
  std::size_t end = begin;
  std::size_t line = begin;
  while (line < text_.size()) {
    const std::size_t ends = line_end(line);
    std::size_t content = line;
    while (content < ends && is_blank(text_[content])) ++content;
    const bool blank = content >= ends || text_[content] == '\r';
    if (!blank) {
      const std::size_t column = content - line;
      if (explicit_indent > 0 ? column < explicit_indent : column <= indent && !at_root) break;
      end = ends;
    }
    line = ends + 1;
  }
  at_ = std::min(line, text_.size());
  if (at_ <= begin) at_ = begin;
  if (end > begin && text_[end - 1] == '\r') --end;
  // From the first line's text on.
  std::size_t first = begin;
  while (first < end && is_space(text_[first])) ++first;
  if (first >= end) return;
  std::size_t start = first;
  while (start > begin && text_[start - 1] != '\n') --start;
  scalar(start, end, Quoting::block);
}

void Structure::read_plain(std::size_t at, std::size_t indent) {
  const auto ends_at = [&](std::size_t from, std::size_t line) {
    for (std::size_t place = from; place < line; ++place) {
      if (text_[place] == '#' && place > from && is_blank(text_[place - 1])) return place;
    }
    return line;
  };
  const auto trimmed = [&](std::size_t from, std::size_t to) {
    while (to > from && is_space(text_[to - 1])) --to;
    return to;
  };
  std::size_t line = line_end(at);
  std::size_t stop = ends_at(at, line);
  std::size_t end = trimmed(at, stop);
  // A text goes on over lines that are further in.
  while (stop == line && line + 1 < text_.size() && !frames_.empty()) {
    const std::size_t next = line + 1;
    const std::size_t next_end = line_end(next);
    std::size_t content = next;
    while (content < next_end && is_blank(text_[content])) ++content;
    if (content >= next_end || text_[content] == '\r' || text_[content] == '#') break;
    if (content - next <= indent) break;
    // What is no YAML at all: another key, further in than it may be.
    if (text_.substr(content, next_end - content).find(": ") != text_.npos) break;
    line = next_end;
    stop = ends_at(content, line);
    end = trimmed(content, stop);
  }
  scalar(at, end, Quoting::none);
  if (stop < line) comment(stop, line);
  at_ = line + 1;
}

}  // namespace godwit::repo
