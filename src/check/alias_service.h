// Which service an alias leads to, by its target's host name, or by what a placeholder calls it:
// "[NEW_API_GATEWAY_DOMAIN]"; and whose the hosted zone is that it names.
#pragma once

#include <string>
#include <string_view>

#include "check/batches.h"

namespace godwit::check {

enum class AliasService { unknown, api_gateway, load_balancer, network_load_balancer, cloudfront };
std::string_view to_string(AliasService service);  // "API Gateway"

// Of a placeholder that only says "load balancer": load_balancer, which may be either.
AliasService service_of_target(const RecordChange& change);

struct ZoneOwner {
  AliasService service = AliasService::unknown;  // unknown: the catalog does not know the zone
  std::string region;                            // empty: everywhere
};
ZoneOwner owner_of_zone(std::string_view id);
// The zone of a service in a region; empty: not known.
std::string_view zone_of_service(AliasService service, const std::string& region);

// The address that API Gateway gives an API itself ("a1b2c3d4e5.execute-api..."), which is not that
// of a custom domain ("d-a1b2c3d4e5.execute-api...").
bool is_raw_api(std::string_view host);

}  // namespace godwit::check
