// Settings in JSON (RFC 8259). Places come from the reading of the repository's files, meaning from
// a strict parser; where the two do not agree, nothing is changed.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "consumer/settings_format.h"
#include "yaml/problems.h"

namespace godwit::consumer {
namespace {

using boost::json::value;

constexpr std::string_view blanks = " \t\r\n";

std::string exact_text(const value& leaf) {
  return leaf.is_string() ? "text " + std::string(leaf.get_string()) : boost::json::serialize(leaf);
}

bool is_leaf(const value& node) { return !node.is_object() && !node.is_array(); }

void gather(const value& node, const std::string& name, SettingsFile::Format::Whole& whole) {
  const auto below = [&](std::string_view key) {
    return name.empty() ? std::string(key) : fmt::format("{}.{}", name, key);
  };
  if (is_leaf(node)) {
    whole[name] = exact_text(node);
  } else if (const auto* object = node.if_object()) {
    if (object->empty() && !name.empty()) whole[name] = "{}";
    for (const auto& [key, member] : *object) gather(member, below(key), whole);
  } else {
    const auto& list = node.get_array();
    if (list.empty()) whole[name] = "[]";
    for (std::size_t i = 0; i < list.size(); ++i) gather(list[i], below(std::to_string(i)), whole);
  }
}

std::optional<value> parsed(std::string_view text) {
  boost::system::error_code error;
  value read = boost::json::parse(text, error);
  if (error) return std::nullopt;
  return read;
}

class JsonSettings : public SettingsFile::Format {
 public:
  JsonSettings(std::string path, std::string content, Reading reading, const value& root)
      : path_(std::move(path)), content_(std::move(content)), reading_(std::move(reading)) {
    gather(root, {}, whole_);
  }

  Whole whole() const override { return whole_; }

  std::string value_of(const std::string& token) const override {
    const auto leaf = parsed(token);
    return leaf && leaf->is_string() ? std::string(leaf->get_string()) : token;
  }

  std::string exact(const std::string& token) const override {
    const auto leaf = parsed(token);
    return leaf ? exact_text(*leaf) : token;
  }

  Result<std::optional<Span>> place_of(const std::string& name) const override {
    const auto known = whole_.find(name);
    if (known == whole_.end() || known->second == "{}" || known->second == "[]") {
      const auto inner = whole_.lower_bound(name + ".");
      const bool holds_others =
          known != whole_.end() || (inner != whole_.end() && inner->first.starts_with(name + "."));
      if (!holds_others) return std::optional<Span>();
      return no_settings(path_, ErrorKind::invalid,
                         fmt::format("{} is a list or a map", yaml::in_quotes(name)),
                         "name one value within it: keys with dots between");
    }
    const std::optional<Span> place = TRY(place_in(reading_, name, path_));
    const bool agreed =
        place && exact(content_.substr(place->begin, place->end - place->begin)) == known->second;
    if (agreed) return place;
    return no_settings(path_, ErrorKind::invalid,
                       fmt::format("where {} stands is not clear", yaml::in_quotes(name)),
                       "change it by hand: its layout is an unusual one");
  }

  // What was a number or a flag stays one where it can.
  Result<std::string> written(const std::string& text,
                              const std::string& instead_of) const override {
    const auto before = parsed(instead_of);
    const auto now = parsed(text);
    const bool stays =
        before && now && is_leaf(*now) && !before->is_string() &&
        ((before->is_number() && now->is_number()) || (before->is_bool() && now->is_bool()));
    return stays ? text : boost::json::serialize(boost::json::string(text));
  }

  // At the end of the outermost map, laid out as its first entry is.
  Result<Replacement> adding(const std::string& name, const std::string& token) const override {
    const std::size_t opening = content_.find('{');
    const std::size_t closing = content_.find_last_not_of(blanks);
    const std::size_t last = content_.find_last_not_of(blanks, closing - 1);
    const std::string key = boost::json::serialize(boost::json::string(name));
    if (last == opening) return Replacement{{opening + 1, opening + 1}, key + ": " + token};
    const std::size_t first_key = content_.find('"', opening);
    const std::string_view before_key =
        std::string_view(content_).substr(opening + 1, first_key - opening - 1);
    const std::size_t colon = content_.find(':', after_text(first_key));
    const bool spaced = content_[colon + 1] == ' ';
    std::string bytes = ",";
    if (before_key.contains('\n')) {
      const std::size_t line_end = before_key.rfind('\n');
      const bool carriage = line_end > 0 && before_key[line_end - 1] == '\r';
      bytes += before_key.substr(line_end - (carriage ? 1 : 0));
    } else if (spaced) {
      bytes += ' ';
    }
    bytes += key + (spaced ? ": " : ":") + token;
    return Replacement{{last + 1, last + 1}, std::move(bytes)};
  }

  Result<Replacement> removing(Span token) const override {
    const std::size_t colon = content_.find_last_not_of(blanks, token.begin - 1);
    const std::size_t key_end = content_.find_last_not_of(blanks, colon - 1);
    std::size_t key = key_end;
    do {
      key = content_.rfind('"', key - 1);
    } while (is_escaped(key));
    const std::size_t before = content_.find_last_not_of(blanks, key - 1);
    if (content_[before] == ',') return Replacement{{before, token.end}, {}};
    const std::size_t after = content_.find_first_not_of(blanks, token.end);
    if (content_[after] != ',') return Replacement{{key, token.end}, {}};
    return Replacement{{key, content_.find_first_not_of(blanks, after + 1)}, {}};
  }

 private:
  bool is_escaped(std::size_t quote) const {
    std::size_t backslashes = 0;
    while (backslashes < quote && content_[quote - 1 - backslashes] == '\\') ++backslashes;
    return backslashes % 2 == 1;
  }
  // After the string that begins at `quote`.
  std::size_t after_text(std::size_t quote) const {
    do {
      quote = content_.find('"', quote + 1);
    } while (is_escaped(quote));
    return quote + 1;
  }

  std::string path_;
  std::string content_;
  Reading reading_;
  Whole whole_;
};

}  // namespace

Result<std::unique_ptr<SettingsFile::Format>> read_json_settings(const std::string& path,
                                                                 const std::string& content,
                                                                 Reading reading) {
  std::string_view text = content;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const auto root = parsed(text);
  if (!root || !root->is_object()) {
    return no_settings(path, ErrorKind::invalid,
                       root ? "its JSON is no map" : "it cannot be read as JSON",
                       "see to it that it is {\"name\": \"value\"}, without comments");
  }
  return std::make_unique<JsonSettings>(path, content, std::move(reading), *root);
}

}  // namespace godwit::consumer
