// The hosted zones that aliases to AWS's own endpoints name, by service and region.
// as_of: 2026-11-22. source: AWS General Reference, endpoints of API Gateway and of Elastic Load
// Balancing, as kept in public tools. Incomplete: what is missing here has to be written in the
// plan.
#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "catalog/catalog.h"

namespace godwit::catalog {

namespace {

struct Zone {
  std::string_view region;
  std::string_view id;
};

constexpr std::array<Zone, 16> api_gateway_zones = {{
    {"ap-northeast-1", "Z1YSHQZHG15GKL"},
    {"ap-northeast-2", "Z20JF4UZKIW1U8"},
    {"ap-northeast-3", "Z2YQB5RD63NC85"},
    {"ap-south-1", "Z3VO1THU9YC4UR"},
    {"ap-southeast-1", "ZL327KTPIQFUL"},
    {"ap-southeast-2", "Z2RPCDW04V8134"},
    {"ca-central-1", "Z19DQILCV0OWEC"},
    {"eu-central-1", "Z1U9ULNL0V5AJ3"},
    {"eu-west-1", "ZLY8HYME6SFDD"},
    {"eu-west-2", "ZJ5UAJN8Y3Z2Q"},
    {"eu-west-3", "Z3KY65QIEKYHQQ"},
    {"sa-east-1", "ZCMLWB8V5SYIT"},
    {"us-east-1", "Z1UJRXOUMOOFQ8"},
    {"us-east-2", "ZOJJZC49E0EPZ"},
    {"us-west-1", "Z2MUQ32089INYE"},
    {"us-west-2", "Z2OJLYMUO9EFXC"},
}};

constexpr std::array<Zone, 7> load_balancer_zones = {{
    {"ap-northeast-1", "Z14GRHDCWA56QT"},
    {"ap-northeast-2", "ZWKZPGTI48KDX"},
    {"ap-south-1", "ZP97RAFLXTNZK"},
    {"ap-southeast-1", "Z1LMS91P8CMLE5"},
    {"ap-southeast-2", "Z1GM3OXH4ZPM65"},
    {"eu-central-1", "Z215JYRZR1TBD5"},
    {"eu-west-1", "Z32O12XQLNTSW2"},
}};

constexpr std::string_view cloudfront_zone = "Z2FDTNDATAQYW2";  // everywhere

std::string_view zone_in(std::span<const Zone> zones, std::string_view region) {
  const auto found = std::ranges::find(zones, region, &Zone::region);
  return found != zones.end() ? found->id : std::string_view();
}

// The region in "NAME<before>REGION<after>"; the name may have dots, a region has none.
std::optional<std::string_view> region_between(std::string_view host, std::string_view before,
                                               std::string_view after) {
  if (!host.ends_with(after)) return std::nullopt;
  host.remove_suffix(after.size());
  const std::size_t found = host.rfind(before);
  if (found == std::string_view::npos || found == 0) return std::nullopt;
  const std::string_view region = host.substr(found + before.size());
  return is_region(region) ? std::optional(region) : std::nullopt;
}

}  // namespace

std::string_view hosted_zone_of_endpoint(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  const std::string name = to_lower(host);
  if (const auto region = region_between(name, ".execute-api.", ".amazonaws.com")) {
    return zone_in(api_gateway_zones, *region);
  }
  // Network load balancers are NAME.elb.REGION.amazonaws.com and have other zones.
  if (const auto region = region_between(name, ".", ".elb.amazonaws.com")) {
    return zone_in(load_balancer_zones, *region);
  }
  constexpr std::string_view cloudfront = ".cloudfront.net";
  if (name.size() > cloudfront.size() && name.ends_with(cloudfront)) return cloudfront_zone;
  return {};
}

}  // namespace godwit::catalog
