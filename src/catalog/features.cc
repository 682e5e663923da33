// Parts of services that are in fewer regions than the service's endpoint.
// as_of: 2026-11. source: botocore 1.44.5, chime-sdk-meetings: TranscribeMedicalRegion (fact A2);
// https://docs.aws.amazon.com/general/latest/gr/transcribe.html
#include <algorithm>
#include <array>

#include "base/text.h"
#include "catalog/rows.h"

namespace godwit::catalog {

namespace {

constexpr std::array<ServiceRow, 1> features = {{
    {"transcribemedical", "ap-southeast-2 ca-central-1 eu-west-1 us-east-1 us-east-2 us-west-2"},
}};

const ServiceRow* find(std::string_view name) {
  const auto found = std::ranges::find(features, name, &ServiceRow::prefix);
  return found == features.end() ? nullptr : &*found;
}

}  // namespace

bool is_feature(std::string_view prefix) { return find(prefix) != nullptr; }

std::vector<std::string_view> regions_of(std::string_view prefix) {
  if (const ServiceRow* feature = find(prefix)) return split(feature->regions, ' ');
  std::vector<std::string_view> names;
  if (!knows_service(prefix)) return names;
  for (const Region& region : regions()) {
    if (has_endpoint(prefix, region.name)) names.push_back(region.name);
  }
  return names;
}

}  // namespace godwit::catalog
