#include "awscli/shorthand.h"

#include <cctype>
#include <set>
#include <string>
#include <utility>

#include "base/ascii.h"

namespace godwit::awscli {
namespace {

bool is_key_letter(char letter) {
  return is_letter_or_digit(letter) ||
         std::string_view("-_.#/:").find(letter) != std::string_view::npos;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::expected<Value, SyntaxError> read() {
    Value value{.kind = Value::Kind::object, .shorthand = true};
    while (true) {
      if (!read_pair(value)) return std::unexpected(std::move(error_));
      if (at_ >= text_.size()) break;
      if (!expect(',')) return std::unexpected(std::move(error_));
    }
    value.end = at_;
    return value;
  }

 private:
  bool fail(std::size_t at, std::string message) {
    error_ = {at, std::move(message)};
    return false;
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool at_end() const { return at_ >= text_.size(); }
  void skip_spaces() {
    while (!at_end() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }
  bool expect(char letter) {
    skip_spaces();
    if (peek() != letter) return fail(at_, std::string("'") + letter + "' is expected here");
    ++at_;
    skip_spaces();
    return true;
  }

  // key "=" [values], at the outermost level, where a list needs no brackets.
  bool read_pair(Value& object) {
    Entry entry;
    if (!read_key(entry)) return false;
    if (peek() == '[' || peek() == '{') {
      if (!read_nested(entry.value, 1)) return false;
      skip_spaces();
    } else if (!read_list_without_brackets(entry.value)) {
      return false;
    }
    if (!keys_.insert(entry.key).second) {
      return fail(entry.begin, "'" + entry.key +
                                   "' is given twice; several structures are apart by spaces, not "
                                   "by commas");
    }
    object.entries.push_back(std::move(entry));
    return true;
  }

  bool read_key(Entry& entry) {
    entry.begin = at_;
    while (is_key_letter(peek())) ++at_;
    entry.key = std::string(text_.substr(entry.begin, at_ - entry.begin));
    entry.end = at_;
    if (peek() == '@') ++at_;  // Key@=file://x
    return expect('=');
  }

  // a,b,c: up to the ',' before the next KEY=.
  bool read_list_without_brackets(Value& value) {
    Value first;
    if (!read_scalar(first, true)) return false;
    skip_spaces();
    if (peek() != ',') {
      value = std::move(first);
      return true;
    }
    Value list{.kind = Value::Kind::list, .begin = first.begin, .shorthand = true};
    list.items.push_back(std::move(first));
    while (peek() == ',') {
      const std::size_t comma = at_;
      ++at_;
      skip_spaces();
      Value next;
      if (!read_scalar(next, false)) return false;
      skip_spaces();
      if (next.begin == next.end || (!at_end() && peek() != ',')) {  // it is the next key
        at_ = comma;
        if (next.begin == next.end && at_ + 1 >= text_.size()) {
          return fail(comma, "nothing follows this comma");
        }
        break;
      }
      list.items.push_back(std::move(next));
    }
    list.end = at_;
    value = list.items.size() == 1 ? std::move(list.items[0]) : std::move(list);
    return true;
  }

  bool read_nested(Value& value, int depth) {
    if (depth > deepest_value) return fail(at_, "it is nested too deeply");
    value.shorthand = true;
    value.begin = at_;
    if (peek() == '[') {
      value.kind = Value::Kind::list;
      ++at_;
      skip_spaces();
      while (peek() != ']') {
        if (at_end()) return fail(value.begin, "the list that begins here never ends");
        if (!read_nested(value.items.emplace_back(), depth + 1)) return false;
        skip_spaces();
        if (peek() != ']' && !expect(',')) return false;
      }
      ++at_;
    } else if (peek() == '{') {
      value.kind = Value::Kind::object;
      ++at_;
      skip_spaces();
      while (peek() != '}') {
        if (at_end()) return fail(value.begin, "the structure that begins here never ends");
        Entry entry;
        if (!read_key(entry) || !read_nested(entry.value, depth + 1)) return false;
        value.entries.push_back(std::move(entry));
        skip_spaces();
        if (peek() != '}' && !expect(',')) return false;
      }
      ++at_;
    } else {
      if (!read_scalar(value, true)) return false;
    }
    value.end = at_;
    return true;
  }

  // Quoted, or up to ',' (and to the brackets' ends; of later elements of a list, to '=').
  bool read_scalar(Value& value, bool first) {
    value.kind = Value::Kind::text;
    value.shorthand = true;
    value.begin = at_;
    const char quote = peek();
    if (quote == '"' || quote == '\'') {
      ++at_;
      while (!at_end() && peek() != quote) {
        if (peek() == '\\' && at_ + 1 < text_.size() &&
            (text_[at_ + 1] == quote || text_[at_ + 1] == '\\')) {
          ++at_;
        }
        value.text += text_[at_++];
      }
      if (at_end()) return fail(value.begin, "the quote that begins here never ends");
      ++at_;
      value.end = at_;
      return true;
    }
    while (!at_end()) {
      const char letter = peek();
      if (letter == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] == ',') {
        value.text += ',';
        at_ += 2;
        continue;
      }
      if (letter == ',' || letter == ']' || letter == '}') break;
      if (!first && letter == '=') break;
      if ((letter == '"' || letter == '\'') && at_ == value.begin) break;
      value.text += letter;
      ++at_;
    }
    while (!value.text.empty() &&
           std::isspace(static_cast<unsigned char>(value.text.back())) != 0) {
      value.text.pop_back();
    }
    value.end = at_;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::set<std::string> keys_;  // at the outermost level
  SyntaxError error_;
};

}  // namespace

std::expected<Value, SyntaxError> read_shorthand(std::string_view text) {
  return Reader(text).read();
}

}  // namespace godwit::awscli
