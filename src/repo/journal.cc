#include "repo/journal.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdint>

#include "base/digest.h"
#include "base/encoding.h"

namespace godwit::repo {
namespace {

namespace json = boost::json;

constexpr std::string_view noun = "rewrite";
constexpr int format = 1;

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char letter) { return (letter & 0x80) == 0; });
}

// JSON is UTF-8, and files are what they are.
json::value as_json(std::string_view text) {
  json::value value = json::string(text);
  json::error_code error;
  if (!is_ascii(text)) std::ignore = json::parse(json::serialize(value), error);
  if (!error) return value;
  return json::object{{"hex", to_hex(text)}};
}

// The rest of this file throws where something is not as it has to be.
std::string text_of(const json::value& value) {
  if (value.is_string()) return std::string(value.as_string());
  const auto bytes = from_hex(value.as_object().at("hex").as_string());
  if (!bytes) throw std::invalid_argument("hex");
  return *bytes;
}

FileChange change_of(const json::object& line) {
  FileChange change;
  change.path = text_of(line.at("path"));
  change.digest_before = text_of(line.at("before"));
  change.digest_after = text_of(line.at("after"));
  for (const json::value& item : line.at("edits").as_array()) {
    const json::object& edit = item.as_object();
    change.edits.push_back({json::value_to<std::size_t>(edit.at("at")), text_of(edit.at("before")),
                            text_of(edit.at("after")), text_of(edit.at("rule"))});
  }
  return change;
}

json::object line_of(const FileChange& change) {
  json::array edits;
  for (const Edit& edit : change.edits) {
    edits.push_back(json::object{{"at", edit.begin},
                                 {"before", as_json(edit.before)},
                                 {"after", as_json(edit.after)},
                                 {"rule", as_json(edit.rule)}});
  }
  return {{"path", as_json(change.path)},
          {"before", change.digest_before},
          {"after", change.digest_after},
          {"edits", std::move(edits)}};
}

// A path that stays in its folder.
bool is_within(std::string_view path) {
  if (path.empty() || path.starts_with('/') || path.contains('\0')) return false;
  while (!path.empty()) {
    const std::string_view name = path.substr(0, path.find('/'));
    if (name == "..") return false;
    path.remove_prefix(std::min(path.size(), name.size() + 1));
  }
  return true;
}

}  // namespace

std::string journal_text(const std::vector<FileChange>& changes) {
  std::string text = json::serialize(
      json::object{{"godwit", noun}, {"format", format}, {"files", changes.size()}});
  text += '\n';
  for (const FileChange& change : changes) text += json::serialize(line_of(change)) + '\n';
  return text + fmt::format("{{\"sha256\":\"{}\"}}\n", to_hex(sha256(text)));
}

Result<std::vector<FileChange>> read_journal_text(std::string_view text, const std::string& path) {
  const auto refused = [&](ErrorKind kind, std::string cause, std::string remedy) {
    return fail({.kind = kind,
                 .operation = "read journal of changes",
                 .subject = path,
                 .cause = std::move(cause),
                 .remedy = std::move(remedy)});
  };
  const std::string restore =
      "restore it from a backup; or, where the tree is as it shall be, remove it";
  constexpr std::string_view is_none = "it is no journal of changes";
  const std::string other = "name another file with --journal";
  try {
    const std::size_t first_end = text.find('\n');
    json::error_code error;
    const json::value first = json::parse(text.substr(0, first_end), error);
    const json::object* head = error ? nullptr : first.if_object();
    const json::value* said = head == nullptr ? nullptr : head->if_contains("godwit");
    if (said == nullptr || !said->is_string() || said->as_string() != noun) {
      return refused(ErrorKind::invalid, std::string(is_none), other);
    }
    const auto number = json::value_to<std::int64_t>(head->at("format"));
    if (number != format) {
      return refused(ErrorKind::invalid, fmt::format("it is of format {}, not {}", number, format),
                     "use the version of godwit that wrote it");
    }
    // The last line is about all before it.
    const std::size_t size = text.size() < 2 ? 0 : text.rfind('\n', text.size() - 2) + 1;
    const std::string last =
        fmt::format("{{\"sha256\":\"{}\"}}\n", to_hex(sha256(text.substr(0, size))));
    if (text.substr(size) != last) {
      return refused(ErrorKind::corrupt, "it does not verify: it is cut off, or was changed",
                     restore);
    }
    std::vector<FileChange> changes;
    text = text.substr(0, size);
    for (std::size_t at = first_end + 1; at < text.size();) {
      const std::size_t end = text.find('\n', at);
      changes.push_back(change_of(json::parse(text.substr(at, end - at)).as_object()));
      if (!is_within(changes.back().path)) throw std::invalid_argument("path");
      at = end + 1;
    }
    if (changes.size() != json::value_to<std::size_t>(head->at("files"))) {
      throw std::invalid_argument("files");
    }
    return changes;
  } catch (const std::exception&) {
    return refused(ErrorKind::invalid, "it verifies, and is not as its format says", other);
  }
}

}  // namespace godwit::repo
