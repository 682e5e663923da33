#include "repo/reading.h"

#include <algorithm>

#include "repo/readings/places.h"
#include "repo/readings/readers.h"

namespace godwit::repo {

std::string_view to_string(Language language) {
  switch (language) {
    case Language::none:
      return "text";
    case Language::yaml:
      return "yaml";
    case Language::json:
      return "json";
    case Language::shell:
      return "shell";
    case Language::dotenv:
      return "dotenv";
    case Language::javascript:
      return "javascript";
    case Language::python:
      return "python";
    case Language::dart:
      return "dart";
    case Language::terraform:
      return "terraform";
    case Language::toml:
      return "toml";
    case Language::markdown:
      return "markdown";
    case Language::html:
      return "html";
    case Language::dockerfile:
      return "dockerfile";
    case Language::program:
      return "program";
  }
  return "";
}

std::string_view to_string(Use use) {
  switch (use) {
    case Use::backup:
      return "backup";
    case Use::comment:
      return "comment";
    case Use::documentation:
      return "documentation";
    case Use::fallback:
      return "fallback";
    case Use::deployed_url:
      return "deployed-url";
    case Use::default_value:
      return "default";
    case Use::parameter:
      return "parameter";
    case Use::client:
      return "client";
    case Use::setting:
      return "setting";
    case Use::code:
      return "code";
  }
  return "";
}

const Part* Reading::at(std::size_t begin, std::size_t end) const {
  if (around.size() != parts.size()) {  // made by hand
    const Part* innermost = nullptr;
    for (const Part& part : parts) {
      if (part.begin > begin) break;
      if (end <= part.end) innermost = &part;
    }
    return innermost;
  }
  const auto after = std::ranges::upper_bound(parts, begin, {}, &Part::begin);
  auto index = static_cast<std::size_t>(after - parts.begin());
  while (index > 0 && parts[index - 1].end < end) index = around[index - 1];
  return index > 0 ? &parts[index - 1] : nullptr;
}

namespace {

// By place, those around before those within; none that overlap in part, none twice.
void arrange(Reading& reading) {
  const auto before = [](const Part& a, const Part& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  };
  if (!std::ranges::is_sorted(reading.parts, before)) {
    std::ranges::stable_sort(reading.parts, before);
  }
  std::vector<Part> parts;
  parts.reserve(reading.parts.size());
  std::vector<std::uint32_t> open;
  for (Part& part : reading.parts) {
    while (!open.empty() && parts[open.back() - 1].end <= part.begin &&
           parts[open.back() - 1].end < part.end) {
      open.pop_back();
    }
    if (!open.empty() && parts[open.back() - 1].end < part.end) continue;  // would overlap
    reading.around.push_back(open.empty() ? 0 : open.back());
    parts.push_back(std::move(part));
    open.push_back(static_cast<std::uint32_t>(parts.size()));
  }
  reading.parts = std::move(parts);
}

}  // namespace

Reading read(std::string_view path, std::string_view text) {
  Reading reading;
  reading.language = language_of(path, text);
  reading.backup = is_backup(path);
  const std::string_view original = without_backup_suffix(path);
  reading.is_client = is_clients(original, reading.language);
  const std::string_view most = text.substr(0, std::min(text.size(), most_bytes_read));
  read_as(reading.language, Maker(reading, most), original);
  for (Part& part : reading.parts) {
    if (part.use == Use::setting && (reading.is_client || is_built_into_clients(part.name))) {
      part.use = Use::client;
    }
    if (reading.backup) part.use = Use::backup;
  }
  if (reading.backup) {
    reading.parts.insert(reading.parts.begin(),
                         {.begin = 0, .end = text.size(), .use = Use::backup});
  }
  arrange(reading);
  return reading;
}

}  // namespace godwit::repo
