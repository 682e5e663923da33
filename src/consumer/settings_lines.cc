// Settings in lines NAME=value. Readers of such files differ in what they make of quotes and
// escapes (a shell, npm's dotenv, Docker, java.util.Properties): values are only written where all
// of them read the same.
// https://www.npmjs.com/package/dotenv#rules;
// https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/
#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "consumer/settings_format.h"
#include "yaml/problems.h"

namespace godwit::consumer {
namespace {

bool is_quote(char letter) { return letter == '"' || letter == '\'' || letter == '`'; }

bool is_plain(std::string_view value) {
  return std::ranges::all_of(value, [](char letter) {
    return is_letter_or_digit(letter) || std::string_view("_./:@%+,=-").contains(letter);
  });
}
// Between such quotes nothing stands for anything else.
bool fits(std::string_view value, char quote) {
  if (std::ranges::any_of(value, [](char letter) {
        return static_cast<unsigned char>(letter) < ' ' && letter != '\t';
      })) {
    return false;
  }
  return quote == '"' ? value.find_first_of("\"\\$`") == value.npos
                      : !value.contains(quote) && !value.contains('\\');
}

class LineSettings : public SettingsFile::Format {
 public:
  LineSettings(std::string path, std::string content, Reading reading)
      : path_(std::move(path)), content_(std::move(content)), reading_(std::move(reading)) {
    const auto is_kind = [this](std::string_view ending) { return path_.ends_with(ending); };
    // There a quote is a letter like any other.
    quotes_count_ = !is_kind(".properties") && !is_kind(".ini");
  }

  Whole whole() const override {
    Whole all;
    std::size_t end = 0;
    for (const Part& part : reading_.parts) {
      if (part.name.empty() || part.use == repo::Use::comment || part.begin < end) continue;
      end = part.end;
      // Of a name that is there twice both count.
      all[part.name] += content_.substr(part.begin, part.end - part.begin) + '\n';
    }
    return all;
  }

  std::string value_of(const std::string& token) const override {
    const bool quoted = quotes_count_ && token.size() >= 2 && is_quote(token.front()) &&
                        token.front() == token.back();
    return quoted ? token.substr(1, token.size() - 2) : token;
  }
  std::string exact(const std::string& token) const override {
    const bool quoted =
        token.size() >= 2 && is_quote(token.front()) && token.front() == token.back();
    return (quoted ? token.substr(1, token.size() - 2) : token) + '\n';
  }

  Result<std::optional<Span>> place_of(const std::string& name) const override {
    return place_in(reading_, name, path_);
  }

  Result<std::string> written(const std::string& value,
                              const std::string& instead_of) const override {
    const char quote = instead_of.empty() ? '\0' : instead_of.front();
    if (quotes_count_) {
      if (is_quote(quote) && fits(value, quote)) return quote + value + quote;
      if (value.empty()) return std::string("\"\"");  // before a comment nothing is no value
      if (is_plain(value)) return value;
      if (fits(value, '\'')) return '\'' + value + '\'';
      if (fits(value, '"')) return '"' + value + '"';
    } else if (fits(value, '\0') && value.find_first_of("\\#;!") == value.npos &&
               (value.empty() ||
                (!is_quote(value.front()) && value.front() != ' ' && value.back() != ' '))) {
      return value;
    }
    return no_settings(path_, ErrorKind::invalid,
                       "a value has letters that readers of such files understand differently",
                       "give it one without quotes, '\\', '$' and line ends, or use JSON");
  }

  // As a line of its own at the end.
  Result<Replacement> adding(const std::string& name, const std::string& token) const override {
    const bool is_name = !name.empty() && std::ranges::all_of(name, [](char letter) {
      return is_letter_or_digit(letter) || letter == '_' || (letter == '.');
    });
    if (!is_name || (quotes_count_ && name.contains('.'))) {
      return no_settings(
          path_, ErrorKind::invalid,
          fmt::format("{} is not there, and is no name that could be added", yaml::in_quotes(name)),
          "names are letters, digits and '_'; add it by hand");
    }
    const std::string line_end = content_.contains("\r\n") ? "\r\n" : "\n";
    if (content_.ends_with('\r')) {
      return no_settings(path_, ErrorKind::invalid, "its last line ends in half a line end",
                         "end it as the others do");
    }
    const bool ended = content_.empty() || content_.ends_with('\n');
    return Replacement{{content_.size(), content_.size()},
                       (ended ? "" : line_end) + name + "=" + token + (ended ? line_end : "")};
  }

  Result<Replacement> removing(Span token) const override {
    const std::size_t previous =
        token.begin == 0 ? std::string::npos : content_.rfind('\n', token.begin - 1);
    std::size_t begin = previous == std::string::npos ? 0 : previous + 1;
    const std::size_t line_end = content_.find('\n', token.end);
    if (line_end != std::string::npos) return Replacement{{begin, line_end + 1}, {}};
    // The last line, without an end: the one before it has none then either.
    if (begin > 0) --begin;
    if (begin > 0 && content_[begin - 1] == '\r') --begin;
    return Replacement{{begin, content_.size()}, {}};
  }

 private:
  std::string path_;
  std::string content_;
  Reading reading_;
  bool quotes_count_ = true;
};

}  // namespace

Result<std::unique_ptr<SettingsFile::Format>> read_line_settings(const std::string& path,
                                                                 const std::string& content,
                                                                 Reading reading) {
  return std::make_unique<LineSettings>(path, content, std::move(reading));
}

}  // namespace godwit::consumer
