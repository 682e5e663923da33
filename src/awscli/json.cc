#include "awscli/json.h"

#include <cctype>
#include <utility>

#include "base/ascii.h"

namespace godwit::awscli {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::expected<Value, SyntaxError> read() {
    Value value;
    skip_spaces();
    if (!read_value(value, 0)) return std::unexpected(std::move(error_));
    skip_spaces();
    if (at_ < text_.size()) {
      fail("nothing may follow the value");
      return std::unexpected(std::move(error_));
    }
    return value;
  }

 private:
  bool fail(std::string message) { return fail_at(at_, std::move(message)); }
  bool fail_at(std::size_t at, std::string message) {
    error_ = {at, std::move(message)};
    return false;
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  // "...": what is left is for people to imagine.
  bool is_cut_off() const {
    return text_.substr(at_).starts_with("...") || text_.substr(at_).starts_with("\u2026");
  }
  void skip_spaces() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
      ++at_;
    }
  }

  bool read_value(Value& value, int depth) {
    if (depth > deepest_value) return fail("it is nested too deeply");
    value.begin = at_;
    bool read = false;
    switch (peek()) {
      case '{':
        read = read_object(value, depth);
        break;
      case '[':
        read = read_list(value, depth);
        break;
      case '"':
        value.kind = Value::Kind::text;
        read = read_text(value.text);
        break;
      default:
        read = read_word(value);
    }
    value.end = at_;
    return read;
  }

  bool read_object(Value& value, int depth) {
    value.kind = Value::Kind::object;
    ++at_;
    skip_spaces();
    if (peek() == '}') return ++at_, true;
    while (true) {
      skip_spaces();
      Entry entry;
      entry.begin = at_;
      if (peek() != '"') {
        return fail(peek() == '}'  ? "a comma stands before the end of the object"
                    : is_cut_off() ? "the JSON is cut short here"
                                   : "a name in double quotes is expected here");
      }
      if (!read_text(entry.key)) return false;
      entry.end = at_;
      skip_spaces();
      if (peek() != ':') return fail("':' is expected here");
      ++at_;
      skip_spaces();
      if (!read_value(entry.value, depth + 1)) return false;
      value.entries.push_back(std::move(entry));
      skip_spaces();
      if (peek() == '}') return ++at_, true;
      if (is_cut_off()) return fail("the JSON is cut short here");
      if (peek() != ',') return fail("',' or '}' is expected here");
      ++at_;
    }
  }

  bool read_list(Value& value, int depth) {
    value.kind = Value::Kind::list;
    ++at_;
    skip_spaces();
    if (peek() == ']') return ++at_, true;
    while (true) {
      skip_spaces();
      if (peek() == ']') return fail("a comma stands before the end of the list");
      if (!read_value(value.items.emplace_back(), depth + 1)) return false;
      skip_spaces();
      if (peek() == ']') return ++at_, true;
      if (is_cut_off()) return fail("the JSON is cut short here");
      if (peek() != ',') return fail("',' or ']' is expected here");
      ++at_;
    }
  }

  bool read_text(std::string& text) {
    const std::size_t begin = at_++;
    while (at_ < text_.size()) {
      const char letter = text_[at_];
      if (letter == '"') return ++at_, true;
      if (static_cast<unsigned char>(letter) < 0x20) {
        return fail("a text may not run over the end of its line");
      }
      ++at_;
      if (letter != '\\') {
        text += letter;
      } else if (!read_escape(text)) {
        return false;
      }
    }
    return fail_at(begin, "the text that begins here never ends");
  }

  bool read_escape(std::string& text) {
    const char letter = peek();
    ++at_;
    switch (letter) {
      case '"':
      case '\\':
      case '/':
        text += letter;
        return true;
      case 'b':
      case 'f':
      case 'n':
      case 'r':
      case 't':
        text += ' ';
        return true;
      case 'u':
        for (int i = 0; i < 4; ++i, ++at_) {
          if (std::isxdigit(static_cast<unsigned char>(peek())) == 0) {
            return fail("four hexadecimal digits are expected here");
          }
        }
        text += '?';
        return true;
      default:
        return fail_at(at_ - 1, "there is no such escape");
    }
  }

  bool read_word(Value& value) {
    const std::size_t begin = at_;
    while (is_letter_or_digit(peek()) || peek() == '+' || peek() == '-' ||
           (peek() == '.' && at_ > begin)) {
      ++at_;
    }
    value.text = std::string(text_.substr(begin, at_ - begin));
    if (value.text == "null") {
      value.kind = Value::Kind::null;
    } else if (value.text == "true" || value.text == "false") {
      value.kind = Value::Kind::boolean;
    } else if (is_number(value.text)) {
      value.kind = Value::Kind::number;
    } else {
      at_ = begin;
      return fail(is_cut_off() ? "the JSON is cut short here" : "a value is expected here");
    }
    return true;
  }

  static bool is_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    if (text == "NaN" || text == "Infinity") return true;
    const auto digits = [&] {
      std::size_t count = 0;
      while (!text.empty() && is_digit(text[0])) {
        text.remove_prefix(1);
        ++count;
      }
      return count;
    };
    const bool zero = text.starts_with('0');
    const std::size_t whole = digits();
    if (whole == 0 || (zero && whole > 1)) return false;
    if (text.starts_with('.')) {
      text.remove_prefix(1);
      if (digits() == 0) return false;
    }
    if (text.starts_with('e') || text.starts_with('E')) {
      text.remove_prefix(1);
      if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
      if (digits() == 0) return false;
    }
    return text.empty();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  SyntaxError error_;
};

}  // namespace

std::expected<Value, SyntaxError> read_json(std::string_view text) { return Reader(text).read(); }

}  // namespace godwit::awscli
