// Fact B12: code asks the environment first, and a template fills the environment: then the default
// in the code is never used.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "check/deployments.h"
#include "check/paths.h"
#include "check/rule.h"
#include "template/intrinsics.h"

namespace godwit::check::rule {
namespace {

// `process.env.NAME || 'value'` and its like: what is used where the environment has no NAME.
struct Fallback {
  std::string name;
  std::string value;
  std::size_t begin = 0;  // of the value, with its quotes
  std::size_t end = 0;
};

bool of_name(char letter) {
  return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') ||
         (letter >= '0' && letter <= '9') || letter == '_';
}

// The text between quotes at `at`. Regions and addresses are short.
std::optional<std::pair<std::size_t, std::size_t>> quoted(std::string_view text, std::size_t at) {
  if (at >= text.size() || !std::string_view("'\"`").contains(text[at])) return std::nullopt;
  constexpr std::size_t longest = 500;
  const std::string_view rest = text.substr(at + 1, longest);
  const std::size_t close = rest.find_first_of(std::string{text[at], '\n'});
  if (close == std::string_view::npos || rest[close] == '\n') return std::nullopt;
  return std::pair(at, at + close + 2);
}

std::size_t past(std::string_view text, std::size_t at, std::string_view letters) {
  while (at < text.size() && letters.contains(text[at])) ++at;
  return at;
}

struct Asking {
  std::string_view before;  // the name
  bool name_is_quoted = false;
  bool default_is_argument = false;  // get('NAME', 'value'), else || or ??
};
constexpr std::array<Asking, 7> askings = {{
    {"process.env.", false, false},
    {"process.env[", true, false},
    {"Deno.env.get(", true, false},
    {"import.meta.env.", false, false},
    {"os.environ.get(", true, true},
    {"os.getenv(", true, true},
    {"ENV.fetch(", true, true},
}};

std::optional<Fallback> read(std::string_view text, std::size_t at, const Asking& asking) {
  Fallback fallback;
  if (asking.name_is_quoted) {
    const auto name = quoted(text, at);
    if (!name) return std::nullopt;
    fallback.name = text.substr(name->first + 1, name->second - name->first - 2);
    at = name->second;
  } else {
    std::size_t end = at;
    while (end < text.size() && of_name(text[end])) ++end;
    fallback.name = text.substr(at, end - at);
    at = end;
  }
  at = past(text, at, " ");
  if (asking.default_is_argument) {
    if (at >= text.size() || text[at] != ',') return std::nullopt;
    at = past(text, at + 1, " ");
  } else {
    if (asking.name_is_quoted) {
      if (at >= text.size() || (text[at] != ')' && text[at] != ']')) return std::nullopt;
      at = past(text, at + 1, "! ");
    }
    const std::string_view rest = text.substr(at);
    if (!rest.starts_with("||") && !rest.starts_with("??")) return std::nullopt;
    at = past(text, at + 2, " \n");
  }
  const auto value = quoted(text, at);
  if (!value || fallback.name.empty()) return std::nullopt;
  fallback.begin = value->first;
  fallback.end = value->second;
  fallback.value = text.substr(value->first + 1, value->second - value->first - 2);
  return fallback;
}

std::vector<Fallback> fallbacks(std::string_view text) {
  std::vector<Fallback> all;
  for (const Asking& asking : askings) {
    for (std::size_t at = text.find(asking.before); at != std::string_view::npos;
         at = text.find(asking.before, at + 1)) {
      if (auto found = read(text, at + asking.before.size(), asking)) {
        all.push_back(*std::move(found));
      }
    }
  }
  std::ranges::sort(all, {}, &Fallback::begin);
  return all;
}

// Where a template gives functions or containers a variable.
struct Setter {
  const TemplateFile* file = nullptr;
  std::string resource;
  Place place;
};
using Setters = std::map<std::string, Setter, std::less<>>;

void gather(const yaml::Node& node, const Setter& of, Setters& setters) {
  using cloudformation::find;
  if (const yaml::Node* environment = find(&node, "Environment")) {
    const yaml::Node* variables = find(environment, "Variables");
    if (variables != nullptr && variables->kind == yaml::Kind::map) {
      for (const yaml::Entry& entry : variables->entries) {
        setters.try_emplace(entry.key, of.file, of.resource, entry.place);
      }
    }
    for (const yaml::Node& item : environment->items) {
      const std::string name = cloudformation::text_at(&item, "Name");
      if (!name.empty()) setters.try_emplace(name, of.file, of.resource, item.place);
    }
  }
  for (const yaml::Node& item : node.items) gather(item, of, setters);
  for (const yaml::Entry& entry : node.entries) gather(entry.value, of, setters);
}

// What the templates of that path set.
Setters setters_of(const Subject& subject, const std::string& path) {
  Setters setters;
  for (const TemplateFile& file : subject.templates) {
    if (file.form == ShownFile::Form::before || !same_path(file.path, path)) continue;
    for (const cloudformation::Resource& resource : file.content.resources) {
      if (resource.properties == nullptr) continue;
      gather(*resource.properties, {&file, resource.name, {}}, setters);
    }
  }
  return setters;
}

// What the file falls back to today, by variable, as far as anybody shows it.
std::map<std::string, std::string> today(const Subject& subject, const ShownFile& change) {
  std::map<std::string, std::string> values;
  for (const ShownFile& file : subject.files) {
    const bool old = file.document < 0 || file.form == ShownFile::Form::before;
    if (!old || !same_path(file.path, change.path)) continue;
    for (const Fallback& each : fallbacks(file.text.content())) {
      values.try_emplace(each.name, each.value);
    }
  }
  return values;
}

void look(const Subject& subject, Findings& findings) {
  for (const ShownFile& change : subject.files) {
    if (change.document < 0 || change.form != ShownFile::Form::after) continue;
    const std::vector<Fallback> changed = fallbacks(change.text.content());
    if (changed.empty()) continue;
    const auto before = today(subject, change);
    const Setters setters = setters_of(subject, change.path);
    for (const Fallback& each : changed) {
      const auto old = before.find(each.name);
      const auto by = setters.find(each.name);
      if (old == before.end() || old->second == each.value || by == setters.end()) continue;
      const Setter& setter = by->second;
      Finding& finding = findings.add(
          span_of(change.text, each.begin, each.end),
          fmt::format("{} sets {} for {}, so the code never falls back to '{}': the change does "
                      "nothing",
                      file_name(setter.file->path), each.name, setter.resource, each.value),
          fmt::format("change what the template gives {}, and deploy that", each.name));
      finding.related.push_back(
          {{setter.file->content.source.at(setter.place), 0}, "it is set here"});
    }
  }
}

}  // namespace

extern const Rule environment_overrides_default{
    .id = "environment-overrides-default",
    .severity = Severity::error,
    .title = "a default in code is changed that the environment overrides",
    .look = look};

}  // namespace godwit::check::rule
