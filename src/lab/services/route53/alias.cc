#include "lab/services/route53/alias.h"

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

}  // namespace

std::vector<std::string> problems_of_alias(const traffic::RecordSet& record,
                                           const std::string& zone_id, const std::string& zone_name,
                                           const std::vector<traffic::RecordSet>& records) {
  const traffic::AliasTarget& alias = *record.alias;
  const std::string tried =
      fmt::format("Tried to create an alias that targets {}, type {} in zone {}",
                  to_wire_name(alias.name), record.type, alias.zone);
  const std::string outside =
      tried + ", but the alias target name does not lie within the target zone";
  const std::string missing = tried + ", but that target was not found";

  if (alias.zone == zone_id) {
    if (!lies_within(alias.name, zone_name)) return {outside, missing};
    const bool found = std::ranges::any_of(records, [&](const traffic::RecordSet& target) {
      return target.name == alias.name && target.type == record.type && target.name != record.name;
    });
    return found ? std::vector<std::string>{} : std::vector{missing};
  }
  const std::string_view expected = catalog::hosted_zone_of_endpoint(alias.name);
  if (expected.empty() ? is_name_of_aws(alias.name) : expected == alias.zone) return {};
  return {outside, missing};
}

}  // namespace godwit::lab::services
