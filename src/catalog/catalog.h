// The catalog: dated facts about AWS, and look-ups among them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace godwit::catalog {

struct Region {
  std::string_view name;         // "eu-central-1"
  std::string_view description;  // "Europe (Frankfurt)"
};
std::span<const Region> regions();  // by name
bool is_region(std::string_view name);
std::vector<std::string> region_names();  // for "did you mean"

// The Route 53 hosted zone that an alias to this endpoint must name (fact C3): of the service in
// the region, by the endpoint's own host name. Empty where the catalog does not know.
std::string_view hosted_zone_of_endpoint(std::string_view host);

}  // namespace godwit::catalog
