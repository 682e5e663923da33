// Lines NAME=value: .env files, .ini, .properties, .tfvars are alike.
// https://www.npmjs.com/package/dotenv#rules; java.util.Properties.load()
#include <algorithm>

#include "base/text.h"
#include "repo/readings/readers.h"

namespace godwit::repo {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

class Lines {
 public:
  Lines(const Maker& maker, bool gives) : maker_(maker), text_(maker.text()), gives_(gives) {}

  void read() {
    std::size_t line = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    while (line < text_.size()) line = read_line(line);
  }

 private:
  // Where the next one begins.
  std::size_t read_line(std::size_t line) {
    const std::size_t end = std::min(text_.find('\n', line), text_.size());
    std::size_t at = line;
    while (at < end && is_blank(text_[at])) ++at;
    std::size_t last = end;
    while (last > at && (is_blank(text_[last - 1]) || text_[last - 1] == '\r')) --last;
    if (at == last) return end + 1;
    if (text_[at] == '#' || text_[at] == ';' || text_[at] == '!') {
      maker_.add({.begin = at, .end = last, .use = Use::comment});
      return end + 1;
    }
    if (text_[at] == '[' && text_[last - 1] == ']') {
      section_ = text_.substr(at + 1, last - at - 2);
      if (section_.size() > 100) section_.clear();
      return end + 1;
    }
    if (text_.substr(at).starts_with("export ")) at += 7;
    std::size_t separator = text_.substr(0, last).find('=', at);
    if (separator == text_.npos) separator = text_.substr(0, last).find(':', at);
    if (separator == text_.npos) return end + 1;
    const std::string_view name = trim(text_.substr(at, separator - at));
    if (name.empty() || name.size() > 200) return end + 1;
    std::size_t value = separator + 1;
    while (value < last && is_blank(text_[value])) ++value;
    return read_value(name, value, last, end);
  }

  std::size_t read_value(std::string_view name, std::size_t at, std::size_t last, std::size_t end) {
    Part part{.begin = at, .end = last, .use = Use::setting};
    part.name = join_names(section_, name);
    part.gives = gives_;
    const char quote = at < last ? text_[at] : '\0';
    std::size_t after = last;
    if (quote == '"' || quote == '\'' || quote == '`') {
      std::size_t close = closing(at, last);
      if (close == text_.npos && gives_) close = closing_on_later_lines(at);
      if (close != text_.npos) {
        part.begin = at + 1;
        part.end = close;
        part.quoting = quote == '"'    ? Quoting::double_
                       : quote == '\'' ? Quoting::single
                                       : Quoting::backtick;
        after = close + 1;
        if (after > end) {
          end = std::min(text_.find('\n', after), text_.size());
          last = end;
          while (last > after && (is_blank(text_[last - 1]) || text_[last - 1] == '\r')) --last;
        }
      }
    }
    // A comment behind the value.
    const std::size_t from = part.quoting == Quoting::none ? at : after;
    for (std::size_t place = from; place < last; ++place) {
      if (text_[place] != '#' || (place > from && !is_blank(text_[place - 1]))) continue;
      if (place == from && part.quoting == Quoting::none && !gives_) continue;
      maker_.add({.begin = place, .end = last, .use = Use::comment});
      if (part.quoting == Quoting::none) {
        part.end = place;
        while (part.end > part.begin && is_blank(text_[part.end - 1])) --part.end;
      }
      break;
    }
    maker_.add(part);
    maker_.add_interpolations(part.begin, part.end, part.name);
    return end + 1;
  }

  std::size_t closing(std::size_t quote, std::size_t last) const {
    for (std::size_t at = quote + 1; at < last; ++at) {
      if (text_[at] == '\\' && text_[quote] == '"') {
        ++at;
      } else if (text_[at] == text_[quote]) {
        return at;
      }
    }
    return text_.npos;
  }

  // A quoted value may have several lines. What never ends is looked for once.
  std::size_t closing_on_later_lines(std::size_t quote) {
    if (quote >= none_after_) return text_.npos;
    const std::size_t close = closing(quote, std::min(text_.size(), quote + 100'000));
    if (close == text_.npos) none_after_ = quote;
    return close;
  }

  const Maker& maker_;
  std::string_view text_;
  bool gives_;
  std::string section_;
  std::size_t none_after_ = std::string_view::npos;
};

}  // namespace

void read_dotenv(const Maker& maker, bool gives) { Lines(maker, gives).read(); }

}  // namespace godwit::repo
