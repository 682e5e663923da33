#include "lab/services/route53/alias.h"

#include <algorithm>
#include <array>

#include "catalog/catalog.h"
#include "lab/services/route53/names.h"

namespace godwit::lab::services {
namespace {

bool is_name_of_aws(std::string_view host) {
  static constexpr std::array<std::string_view, 5> suffixes = {
      ".amazonaws.com", ".amazonaws.com.cn", ".cloudfront.net", ".elasticbeanstalk.com",
      ".awsglobalaccelerator.com"};
  return std::ranges::any_of(suffixes,
                             [&](std::string_view suffix) { return host.ends_with(suffix); });
}

// Which types an alias to AWS's own endpoints may have: they have addresses, and CloudFront has
// HTTPS records besides ("Values for alias resource record sets" of the API reference's Type).
bool has_type(std::string_view host, std::string_view type) {
  return type == "A" || type == "AAAA" || (type == "HTTPS" && host.ends_with(".cloudfront.net"));
}

}  // namespace

std::vector<std::string> problems_of_alias(const traffic::RecordSet& record,
                                           const std::string& zone_id, const std::string& zone_name,
                                           std::span<const traffic::RecordSet> targets) {
  const traffic::AliasTarget& alias = *record.alias;
  const std::string tried =
      fmt::format("Tried to create an alias that targets {}, type {} in zone {}",
                  to_wire_name(alias.name), record.type, alias.zone);
  const std::string outside =
      tried + ", but the alias target name does not lie within the target zone";
  const std::string missing = tried + ", but that target was not found";

  // "All values are supported except NS and SOA."
  if (record.type == "NS" || record.type == "SOA") {
    return {fmt::format("RRSet of type {} with DNS name {} cannot be an alias", record.type,
                        to_wire_name(record.name))};
  }
  if (alias.zone == zone_id) {
    if (!lies_within(alias.name, zone_name)) return {outside, missing};
    const bool found = std::ranges::any_of(targets, [&](const traffic::RecordSet& target) {
      return target.type == record.type && target.name != record.name;
    });
    return found ? std::vector<std::string>{} : std::vector{missing};
  }
  // A URL is no name: what it begins or ends with lies in nobody's zone.
  if (alias.name.find_first_of("/:") != std::string::npos) return {outside, missing};
  const std::string_view expected = catalog::hosted_zone_of_endpoint(alias.name);
  if (expected.empty() ? !is_name_of_aws(alias.name) : expected != alias.zone) {
    return {outside, missing};
  }
  if (!has_type(alias.name, record.type)) return {missing};
  // "You can't set EvaluateTargetHealth to true when the alias target is a CloudFront
  // distribution."
  if (alias.evaluate_target_health && alias.name.ends_with(".cloudfront.net")) {
    return {
        fmt::format("EvaluateTargetHealth cannot be true for the alias target {}, which is a "
                    "CloudFront distribution",
                    to_wire_name(alias.name))};
  }
  return {};
}

}  // namespace godwit::lab::services
