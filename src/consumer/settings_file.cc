#include "consumer/settings_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "consumer/settings_format.h"
#include "repo/reading.h"
#include "yaml/problems.h"

namespace godwit::consumer {
namespace {

constexpr std::size_t longest_file = 1 << 20;

}  // namespace

std::unexpected<Error> no_settings(const std::string& path, ErrorKind kind, std::string cause,
                                   std::string remedy) {
  return fail({.kind = kind,
               .operation = "read the settings of",
               .subject = path,
               .cause = std::move(cause),
               .remedy = std::move(remedy),
               .code = {},
               .where = {}});
}

Result<std::optional<Span>> place_in(const Reading& reading, const std::string& name,
                                     const std::string& path) {
  std::optional<Span> found;
  std::size_t text_end = 0;  // of the text between quotes that is being passed
  for (const Part& part : reading.parts) {
    // What is within a text, such as a record's own settings, is none of the file's.
    if (part.begin < text_end) continue;
    const bool quoted = part.quoting != repo::Quoting::none;
    if (quoted) text_end = part.end;
    if (part.name != name || part.use == repo::Use::comment) continue;
    const std::size_t quotes = quoted ? 1 : 0;
    const Span span{part.begin - std::min(part.begin, quotes), part.end + quotes};
    // The same value, told once more as what it is otherwise.
    if (found && span.begin >= found->begin && span.end <= found->end) continue;
    if (found) {
      return no_settings(path, ErrorKind::conflict,
                         fmt::format("{} is there twice", yaml::in_quotes(name)),
                         "leave one of them: which one counts depends on the reader");
    }
    found = span;
  }
  return found;
}

Result<SettingsFile> SettingsFile::read(const std::string& path, std::string content) {
  if (content.size() > longest_file) {
    return no_settings(path, ErrorKind::invalid, "it is larger than a mebibyte",
                       "keep the settings in a file of their own");
  }
  SettingsFile file(path, std::move(content), nullptr);
  const repo::Language language = repo::language_of(path, file.content_);
  if (language == repo::Language::json) {
    file.format_ = TRY(read_json_settings(path, file.content_, repo::read(path, file.content_)));
  } else if (language == repo::Language::dotenv) {
    file.format_ = TRY(read_line_settings(path, file.content_, repo::read(path, file.content_)));
  } else {
    return no_settings(path, ErrorKind::invalid, "it is neither JSON nor lines NAME=value",
                       "name a .json or .env file, or use a consumer of kind command");
  }
  return file;
}

SettingsFile::SettingsFile(std::string path, std::string content, std::unique_ptr<Format> format)
    : path_(std::move(path)), content_(std::move(content)), format_(std::move(format)) {}
SettingsFile::SettingsFile(SettingsFile&&) noexcept = default;
SettingsFile& SettingsFile::operator=(SettingsFile&&) noexcept = default;
SettingsFile::~SettingsFile() = default;

Result<std::optional<SettingsFile::Entry>> SettingsFile::find(const std::string& name) const {
  const std::optional<Span> place = TRY(format_->place_of(name));
  if (!place) return std::optional<Entry>();
  std::string token = content_.substr(place->begin, place->end - place->begin);
  std::string value = format_->value_of(token);
  return std::optional<Entry>({std::move(value), std::move(token)});
}

namespace {

std::string replaced(const std::string& content, const Replacement& change) {
  std::string text = content;
  return text.replace(change.span.begin, change.span.end - change.span.begin, change.bytes);
}

// The change is made; does anybody read anything else than before, but for this?
Result<std::string> checked(const std::string& path, std::string content,
                            SettingsFile::Format::Whole expected,
                            const SettingsFile::Format::Whole& now) {
  if (now == expected) return content;
  return no_settings(path, ErrorKind::invalid, "the change would have changed something else too",
                     "make it by hand: its layout is an unusual one");
}

}  // namespace

Result<std::string> SettingsFile::with(const std::string& name, const std::string& value) const {
  const std::optional<Entry> there = TRY(find(name));
  std::string changed =
      TRY(with_token(name, TRY(format_->written(value, there ? there->token : std::string()))));
  // Nothing is changed that could not be put back, letter by letter.
  const SettingsFile after = TRY(read(path_, changed));
  const auto back = there ? after.with_token(name, there->token) : after.without(name);
  if (back && *back == content_) return changed;
  return no_settings(path_, ErrorKind::invalid, "the change could not be taken back exactly",
                     "make it by hand: its layout is an unusual one");
}

Result<std::string> SettingsFile::with_token(const std::string& name,
                                             const std::string& token) const {
  const std::optional<Span> place = TRY(format_->place_of(name));
  const Replacement change = place ? Replacement{*place, token} : TRY(format_->adding(name, token));
  const SettingsFile after = TRY(read(path_, replaced(content_, change)));
  const std::optional<Entry> written = TRY(after.find(name));
  Format::Whole expected = format_->whole();
  if (written && written->token == token) expected[name] = format_->exact(token);
  return checked(path_, after.content_, std::move(expected), after.format_->whole());
}

Result<std::string> SettingsFile::without(const std::string& name) const {
  const std::optional<Span> place = TRY(format_->place_of(name));
  if (!place) return content_;
  const SettingsFile after = TRY(read(path_, replaced(content_, TRY(format_->removing(*place)))));
  Format::Whole expected = format_->whole();
  expected.erase(name);
  return checked(path_, after.content_, std::move(expected), after.format_->whole());
}

}  // namespace godwit::consumer
