// as_of: 2026-05 (botocore 1.43.11). source: botocore data/partitions.json for the regions of other
// partitions than "aws", which the catalog has;
// https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html for ids of zones.
#include "repo/region_spellings.h"

#include <algorithm>
#include <array>

#include "catalog/catalog.h"

namespace godwit::repo {

namespace {

struct OtherRegion {
  std::string_view name;
  std::string_view description;
  std::string_view short_code;
};
constexpr std::array<OtherRegion, 5> others = {{
    {"cn-north-1", "China (Beijing)", "cnn1"},
    {"cn-northwest-1", "China (Ningxia)", "cnnw1"},
    {"eusc-de-east-1", "AWS European Sovereign Cloud (Germany)", "euscde1"},
    {"us-gov-east-1", "AWS GovCloud (US-East)", "usge1"},
    {"us-gov-west-1", "AWS GovCloud (US-West)", "usgw1"},
}};

std::vector<std::string_view> collect_regions() {
  std::vector<std::string_view> all;
  for (const catalog::Region& region : catalog::regions()) all.push_back(region.name);
  for (const OtherRegion& region : others) all.push_back(region.name);
  std::ranges::sort(all);
  return all;
}

std::string_view description_of(std::string_view region) {
  for (const catalog::Region& each : catalog::regions()) {
    if (each.name == region) return each.description;
  }
  for (const OtherRegion& each : others) {
    if (each.name == region) return each.description;
  }
  return {};
}

std::string_view in_parentheses(std::string_view description) {
  const std::size_t open = description.find('(');
  const std::size_t close = description.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos) return {};
  return description.substr(open + 1, close - open - 1);
}

// What else people write for a place that AWS's name abbreviates, or spells without accents.
struct Variant {
  std::string_view place;
  std::string_view variant;
};
constexpr std::array<Variant, 7> variants = {{
    {"N. Virginia", "Northern Virginia"},
    {"N. Virginia", "North Virginia"},
    {"N. Virginia", "Virginia"},
    {"N. California", "Northern California"},
    {"N. California", "North California"},
    {"Sao Paulo", "S\xc3\xa3o Paulo"},
    {"Zurich", "Z\xc3\xbcrich"},
}};

// In parentheses, but no place: "Canada (Central)".
bool is_no_place(std::string_view words) {
  return words == "Central" || words == "US-East" || words == "US-West" || words == "Germany";
}

}  // namespace

std::span<const std::string_view> all_regions() {
  static const std::vector<std::string_view> all = collect_regions();
  return all;
}

bool is_any_region(std::string_view code) {
  return std::ranges::binary_search(all_regions(), code);
}

std::string_view short_code_of(std::string_view region) {
  for (const OtherRegion& each : others) {
    if (each.name == region) return each.short_code;
  }
  return catalog::zones_of(region).id_prefix;
}

std::string_view region_of_short_code(std::string_view code) {
  if (code.empty()) return {};
  for (const std::string_view region : all_regions()) {
    if (short_code_of(region) == code) return region;
  }
  return {};
}

bool is_mistakable(std::string_view short_code) {
  // English and Spanish words with a number behind them, hexadecimal digits, a file system, an
  // encoding.
  constexpr std::array<std::string_view, 20> mistakable = {
      "euc1", "euc2", "afs1", "ape1", "ape2", "aps1", "aps2", "cac1", "caw1", "eun1",
      "eus1", "eus2", "ilc1", "mec1", "mes1", "mxc1", "sae1", "use1", "use2", "cnn1"};
  return std::ranges::find(mistakable, short_code) != mistakable.end();
}

std::vector<std::string> long_names_of(std::string_view region) {
  const std::string description(description_of(region));
  std::vector<std::string> names;
  if (description.empty()) return names;
  names.push_back(description);
  const std::string_view place = in_parentheses(description);
  const std::string before = description.substr(0, description.find('('));
  for (const Variant& variant : variants) {
    if (variant.place == place) names.push_back(before + "(" + std::string(variant.variant) + ")");
  }
  // As the Price List API still has it.
  if (before == "Europe ") {
    for (std::size_t i = 0, count = names.size(); i < count; ++i) {
      names.push_back("EU" + names[i].substr(before.size() - 1));
    }
  }
  return names;
}

std::vector<std::string> places_of(std::string_view region) {
  std::vector<std::string> places;
  const std::string_view place = in_parentheses(description_of(region));
  if (place.empty() || is_no_place(place)) return places;
  places.emplace_back(place);
  for (const Variant& variant : variants) {
    if (variant.place == place) places.emplace_back(variant.variant);
  }
  return places;
}

}  // namespace godwit::repo
