// Look-ups of services and their regions, in the table that is written from endpoints.json.
#include <algorithm>
#include <array>

#include "catalog/rows.h"

namespace godwit::catalog {

namespace {

// What has come since the table.
// as_of: 2026-11 (botocore 1.44.5). source: botocore data/endpoints.json; nothing else of it
// differs from the table, but for bedrock-runtime, which is no longer in that file.
constexpr std::array<ServiceRow, 3> later = {{
    {"polly", "ap-southeast-7"},
    {"rekognition", "ap-southeast-5 ap-southeast-7"},
    {"textract", "ap-northeast-1 eu-central-2"},
}};

const ServiceRow* find(std::string_view prefix) {
  const auto rows = service_rows();
  const auto found = std::ranges::lower_bound(rows, prefix, {}, &ServiceRow::prefix);
  return found != rows.end() && found->prefix == prefix ? &*found : nullptr;
}

bool came_later(std::string_view prefix, std::string_view region) {
  return std::ranges::any_of(later, [&](const ServiceRow& row) {
    return row.prefix == prefix && lists(row.regions, region);
  });
}

}  // namespace

bool lists(std::string_view list, std::string_view word) {
  if (word.empty()) return false;
  for (std::size_t at = list.find(word); at != std::string_view::npos;
       at = list.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || list[at - 1] == ' ') && (end == list.size() || list[end] == ' ')) return true;
  }
  return false;
}

std::vector<std::string_view> service_prefixes() {
  std::vector<std::string_view> prefixes;
  for (const ServiceRow& row : service_rows()) prefixes.push_back(row.prefix);
  return prefixes;
}

bool knows_service(std::string_view prefix) { return find(prefix) != nullptr; }

bool has_endpoint(std::string_view prefix, std::string_view region) {
  const ServiceRow* row = find(prefix);
  if (row == nullptr) return is_region(region);
  if (row->regions.empty()) return region.empty();
  if (!is_region(region)) return false;
  return row->regions == "*" || lists(row->regions, region) || came_later(prefix, region);
}

std::optional<bool> is_offered(std::string_view prefix, std::string_view region) {
  if (!is_region(region)) return std::nullopt;
  if (is_feature(prefix)) {
    const auto regions = regions_of(prefix);
    return std::ranges::find(regions, region) != regions.end();
  }
  const ServiceRow* row = find(prefix);
  if (row == nullptr) return std::nullopt;
  return row->regions.empty() || has_endpoint(prefix, region);
}

Topic topic_of(std::string_view prefix) {
  return is_feature(prefix) ? Topic::features : Topic::services;
}

}  // namespace godwit::catalog
