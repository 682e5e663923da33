#include "aws/client/config_file.h"

#include "base/text.h"

namespace godwit::aws {

namespace {

bool is_space(char letter) { return letter == ' ' || letter == '\t'; }

class Parser {
 public:
  Parser(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  Result<ConfigFile> parse() {
    for (std::string_view line : split(text_, '\n')) {
      ++number_;
      if (line.ends_with('\r')) line.remove_suffix(1);
      const std::string_view content = trim(line);
      if (content.empty() || content.starts_with('#') || content.starts_with(';')) continue;
      if (is_space(line.front())) {
        TRY_VOID(indented(content));
      } else if (content.starts_with('[')) {
        TRY_VOID(heading(content));
      } else {
        TRY_VOID(property(content));
      }
    }
    return std::move(sections_);
  }

 private:
  std::unexpected<Error> wrong(std::string cause, std::string remedy = {}) const {
    return fail({.kind = ErrorKind::invalid,
                 .operation = "read AWS's configuration",
                 .subject = {},
                 .cause = std::move(cause),
                 .remedy = std::move(remedy),
                 .code = {},
                 .where = Location{file_, number_, 0}});
  }

  Result<void> heading(std::string_view content) {
    const std::size_t end = content.find(']');
    const std::string_view after =
        end == std::string_view::npos ? "x" : trim(content.substr(end + 1));
    if (!after.empty() && !after.starts_with('#') && !after.starts_with(';')) {
      return wrong("a section's heading ends in ']'");
    }
    const std::string name(trim(content.substr(1, end - 1)));
    if (name.empty()) return wrong("a section needs a name");
    const auto [at, is_new] = sections_.emplace(name, ConfigSection{});
    if (!is_new) {
      return wrong("the section [" + name + "] is there twice",
                   "the other is in line " + std::to_string(at->second.where.line));
    }
    section_ = &at->second;
    section_->where = {file_, number_, 0};
    property_.clear();
    return {};
  }

  // Names and values are not shown: a value may be a secret, and where '=' is missing nobody knows
  // which is which.
  Result<std::pair<std::string, std::string>> name_and_value(std::string_view content) const {
    const std::size_t equals = content.find('=');
    if (equals == std::string_view::npos || trim(content.substr(0, equals)).empty()) {
      return wrong("expected 'name = value'");
    }
    return std::pair(to_lower(trim(content.substr(0, equals))),
                     std::string(trim(content.substr(equals + 1))));
  }

  Result<void> property(std::string_view content) {
    if (section_ == nullptr) return wrong("a property must stand below a section's heading");
    auto [name, value] = TRY(name_and_value(content));
    if (!section_->values.emplace(name, value).second) {
      return wrong("'" + name + "' is in the section twice");
    }
    property_ = name;
    nests_ = value.empty();
    return {};
  }

  Result<void> indented(std::string_view content) {
    if (property_.empty()) return wrong("an indented line continues a property, and there is none");
    if (!nests_) {
      section_->values[property_] += "\n" + std::string(content);
      return {};
    }
    auto [name, value] = TRY(name_and_value(content));
    section_->nested[property_].insert_or_assign(std::move(name), std::move(value));
    return {};
  }

  std::string_view text_;
  const std::string& file_;
  ConfigFile sections_;
  ConfigSection* section_ = nullptr;
  std::string property_;  // the last one in the section
  bool nests_ = false;    // it has nothing behind its '='
  int number_ = 0;
};

}  // namespace

std::string ConfigSection::get(std::string_view name) const {
  const auto found = values.find(name);
  return found == values.end() ? std::string() : found->second;
}

Result<ConfigFile> parse_config_file(std::string_view text, const std::string& file) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // editors' byte order mark
  return Parser(text, file).parse();
}

}  // namespace godwit::aws
