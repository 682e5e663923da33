// The catalog: dated facts about AWS, and look-ups among them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/coordinates.h"

namespace godwit::catalog {

struct Region {
  std::string_view name;         // "eu-central-1"
  std::string_view description;  // "Europe (Frankfurt)"
};
std::span<const Region> regions();  // by name
bool is_region(std::string_view name);
std::vector<std::string> region_names();  // for "did you mean"

// Can the account have the region without asking for it? The others are opted into one by one (fact
// A10).
bool needs_opt_in(std::string_view region);
// How many availability zones it has, by the letter of each and its id's prefix: "euc1" for
// "euc1-az1". Empty where the catalog does not know.
struct Zones {
  std::string_view id_prefix;
  std::string_view letters;  // "abc"
};
Zones zones_of(std::string_view region);
// Roughly where a region or a local zone group ("us-west-2-lax-1") is; nullptr: not known.
const Coordinates* location_of(std::string_view name);
// "EU" of "DE"; empty: no such country.
std::string_view continent_of(std::string_view country);

// Services by their endpoint prefix ("meetings-chime").
std::vector<std::string_view> service_prefixes();  // sorted
bool knows_service(std::string_view prefix);
// Has the service an endpoint there? True of services that the catalog does not know, in any
// region. Global services have one in no region: "".
bool has_endpoint(std::string_view prefix, std::string_view region);

// A quota as AWS sets it for everybody.
struct Quota {
  std::string_view service;  // Service Quotas' own code: "rds"
  std::string_view code;     // "L-7B6409FD"
  std::string_view name;
  double value;
  bool adjustable;
  bool global;  // one for all regions
};
std::span<const Quota> quotas();  // by service and code
const Quota* find_quota(std::string_view service, std::string_view code);
// "Amazon Relational Database Service (Amazon RDS)"; empty where Service Quotas is not known to
// have it.
std::string_view quota_service_name(std::string_view service);
std::vector<std::string_view> quota_services();  // sorted

// A model of Bedrock's, and what becomes of it.
struct BedrockModel {
  std::string_view id;
  std::string_view name;
  std::string_view provider;
  std::string_view start_of_life;  // dates; empty: not known
  std::string_view legacy_since;
  std::string_view end_of_life;
  bool on_demand;                     // or only through an inference profile
  std::string_view regions;           // of the model, apart by spaces
  std::string_view profile_prefixes;  // "eu us": geographies that have a profile of it
};
std::span<const BedrockModel> bedrock_models();  // by id
const BedrockModel* find_bedrock_model(std::string_view id);
// Where requests through a geography's profile may go, and from where it can be asked; empty for an
// unknown one.
std::string_view regions_of_geography(std::string_view prefix);
// Is the word in a list that is apart by spaces?
bool lists(std::string_view list, std::string_view word);

// The Route 53 hosted zone that an alias to this endpoint must name (fact C3): of the service in
// the region, by the endpoint's own host name. Empty where the catalog does not know.
std::string_view hosted_zone_of_endpoint(std::string_view host);

}  // namespace godwit::catalog
