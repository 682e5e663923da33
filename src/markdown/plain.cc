#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "markdown/document.h"

namespace godwit::markdown {
namespace {

bool is_word(char c) { return is_letter_or_digit(c) || static_cast<unsigned char>(c) >= 0x80; }
bool is_punctuation(char c) { return std::ispunct(static_cast<unsigned char>(c)) != 0; }

// Code stays as it is: "`a*b*c`" -> "a*b*c".
class Plain {
 public:
  explicit Plain(std::string_view text) : text_(text) {}

  std::string take() {
    while (at_ < text_.size()) step();
    return std::move(out_);
  }

 private:
  void step() {
    const char c = text_[at_];
    if (c == '\\' && at_ + 1 < text_.size() && is_punctuation(text_[at_ + 1])) {
      out_ += text_[at_ + 1];
      at_ += 2;
    } else if (c == '`') {
      code();
    } else if (c == '*' || c == '~' || (c == '_' && !within_word())) {
      emphasis(c);
    } else if (c == '[' || (c == '!' && text_.substr(at_).starts_with("!["))) {
      at_ += c == '!' ? 2 : 1;
      ++open_;
    } else if (c == ']' && open_ > 0) {
      --open_;
      ++at_;
      target();
    } else if (c == '<' && tag()) {
    } else {
      out_ += c;
      ++at_;
    }
  }

  // A "_" within a word marks nothing, a "*" and a "~" between spaces neither.
  bool within_word() const {
    const bool before = at_ > 0 && is_word(text_[at_ - 1]);
    std::size_t after = at_;
    while (after < text_.size() && text_[after] == '_') ++after;
    return before && after < text_.size() && is_word(text_[after]);
  }

  void emphasis(char mark) {
    std::size_t end = at_;
    while (end < text_.size() && text_[end] == mark) ++end;
    const auto space = [&](std::size_t at) {
      return at >= text_.size() || std::isspace(static_cast<unsigned char>(text_[at])) != 0;
    };
    // "2 * 3" and "~20%" are no marks.
    const bool alone = (at_ == 0 || space(at_ - 1)) && space(end);
    if (alone || (mark == '~' && end - at_ != 2)) out_ += text_.substr(at_, end - at_);
    at_ = end;
  }

  void code() {
    std::size_t begin = at_;
    while (begin < text_.size() && text_[begin] == '`') ++begin;
    const std::size_t ticks = begin - at_;
    // Looked for only so far: a text of ticks alone must not take its time.
    const std::size_t most = std::min(text_.size(), begin + 2000);
    for (std::size_t end = begin; end < most;) {
      if (text_[end] != '`') {
        ++end;
        continue;
      }
      std::size_t after = end;
      while (after < text_.size() && text_[after] == '`') ++after;
      if (after - end == ticks) {
        std::string_view inside = text_.substr(begin, end - begin);
        if (inside.size() > 2 && inside.front() == ' ' && inside.back() == ' ') {
          inside = inside.substr(1, inside.size() - 2);
        }
        out_ += inside;
        at_ = after;
        return;
      }
      end = after;
    }
    out_ += text_.substr(at_, ticks);
    at_ = begin;
  }

  // "(https://...)" or "[name]" after a link's text.
  void target() {
    if (at_ >= text_.size() || (text_[at_] != '(' && text_[at_] != '[')) return;
    const std::size_t end = text_.substr(0, at_ + 2000).find(text_[at_] == '(' ? ')' : ']', at_);
    if (end != std::string_view::npos) at_ = end + 1;
  }

  // "<br>", "</b>", "<!-- ... -->" are left out; "<https://...>" is its address.
  bool tag() {
    if (text_.substr(at_).starts_with("<!--")) {
      const std::size_t end = text_.substr(0, at_ + 2000).find("-->", at_);
      if (end == std::string_view::npos) return false;
      at_ = end + 3;
      return true;
    }
    const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : ' ';
    if (next != '/' && !is_letter(next)) return false;
    const std::size_t end = text_.substr(0, at_ + 500).find_first_of("<>\n", at_ + 1);
    if (end == std::string_view::npos || text_[end] != '>') return false;
    const std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
    // "<bucket>" is a name to fill in; HTML's own are few.
    static constexpr std::string_view known[] = {
        "a",   "b", "br",   "code",   "details", "div",     "em",  "i",  "img",
        "kbd", "p", "span", "strong", "sub",     "summary", "sup", "td", "u"};
    std::string_view name = inside.substr(inside.starts_with('/') ? 1 : 0);
    name = name.substr(0, name.find_first_of(" /"));
    if (inside.find("://") != std::string_view::npos) {
      out_ += inside;
    } else if (std::ranges::find(known, name) == std::end(known)) {
      return false;
    }
    at_ = end + 1;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int open_ = 0;
  std::string out_;
};

}  // namespace

std::string plain(std::string_view markdown) { return Plain(markdown).take(); }

}  // namespace godwit::markdown
