#include "check/described_routing.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "catalog/catalog.h"
#include "check/countries.h"
#include "check/passages.h"
#include "yaml/parse.h"

namespace godwit::check {
namespace {

constexpr int deepest = 8;

void gather_texts(const yaml::Node& node, int depth, std::vector<std::string>& texts) {
  if (depth > deepest) return;
  if (node.kind == yaml::Kind::scalar) texts.push_back(node.text);
  for (const yaml::Node& item : node.items) gather_texts(item, depth + 1, texts);
  for (const yaml::Entry& entry : node.entries) {
    texts.push_back(entry.key);
    gather_texts(entry.value, depth + 1, texts);
  }
}

bool is_for_everybody_else(const std::string& text) {
  constexpr std::array<std::string_view, 9> words = {
      "default",  "everyone",      "everybody",       "all other", "all others",
      "the rest", "rest of world", "other countries", "anywhere"};
  return trim(text) == "*" || has_any_word(text, words) || has_beginning(text, "rest of the world");
}

std::vector<std::string> countries_in(const std::string& text) {
  std::vector<std::string> countries;
  for (const std::string_view part : split(text, ',')) {
    if (!country_named(trim(part)).empty()) countries.emplace_back(trim(part));
  }
  return countries;
}

bool speaks_of_geolocation(std::string_view text) {
  const std::string lower = to_lower(text);
  return lower.contains("geolocation") || lower.contains("geo-location");
}

// The words around the block that call it so.
std::optional<Span> called_so(const markdown::Document& document, const markdown::Code& code) {
  if (code.introduced_by >= 0) {
    const SourceText& text = document.prose[static_cast<std::size_t>(code.introduced_by)].text;
    if (speaks_of_geolocation(text.content())) {
      return span_of(text, 0, text.content().size());
    }
  }
  const SourceText& title = document.sections[static_cast<std::size_t>(code.section)].title;
  if (!speaks_of_geolocation(title.content())) return std::nullopt;
  return span_of(title, 0, title.content().size());
}

}  // namespace

std::vector<DescribedRouting> described_routings(const Subject& subject) {
  std::vector<DescribedRouting> found;
  constexpr std::array<std::string_view, 4> languages = {"yaml", "yml", "", "text"};
  for (std::size_t index = 0; index < subject.documents.size(); ++index) {
    const markdown::Document& document = subject.documents[index].content;
    for (const markdown::Code& code : document.code) {
      if (std::ranges::find(languages, code.language) == languages.end()) continue;
      const auto named = called_so(document, code);
      if (!named) continue;
      yaml::Problems problems("read routing", "");
      const auto tree = yaml::parse(code.text.content(), problems);
      if (!tree || tree->kind != yaml::Kind::map) continue;
      DescribedRouting routing;
      routing.span = *named;
      routing.document = static_cast<int>(index);
      int regions = 0;
      for (const yaml::Entry& entry : tree->entries) {
        std::vector<std::string> texts = {entry.key};
        gather_texts(entry.value, 0, texts);
        const bool is_region = !regions_in(entry.key).empty();
        std::size_t countries = 0;
        for (const std::string& text : texts) {
          routing.has_default = routing.has_default || is_for_everybody_else(text);
          const auto some = countries_in(text);
          countries += some.size();
          routing.countries.insert(routing.countries.end(), some.begin(), some.end());
        }
        if (is_region && countries > 0) ++regions;
      }
      constexpr std::size_t most = 10;  // nobody describes more of them
      if (regions >= 2) found.push_back(std::move(routing));
      if (found.size() == most) return found;
    }
  }
  return found;
}

}  // namespace godwit::check
