// The catalog: dated facts about AWS, and look-ups among them.
#pragma once

#include <optional>
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

// What a part of the catalog rests on. A finding that rests on it says so, and how old it is.
enum class Topic {
  services,
  regions,
  features,
  bedrock_models,
  runtimes,
  languages,
  quotas,
  hosted_zones
};
struct Provenance {
  std::string_view fact;    // "regions of services"
  std::string_view as_of;   // "2026-05 (botocore 1.43.11)"
  std::string_view source;  // one or more, apart by "; "
};
const Provenance& provenance(Topic topic);
// The day up to which the catalog knows what has happened: what has ended by then is called ended.
// There is no clock here.
std::string_view known_until();  // "2026-11-22"

// Services by their endpoint prefix ("meetings-chime").
std::vector<std::string_view> service_prefixes();  // sorted
bool knows_service(std::string_view prefix);
// Has the service an endpoint there? True of services that the catalog does not know, in any
// region. Global services have one in no region: "".
bool has_endpoint(std::string_view prefix, std::string_view region);

// A service, or a part of one that is in fewer regions, as people name it.
struct ServiceName {
  std::string_view words;   // "Comprehend Medical"
  std::string_view prefix;  // "comprehendmedical"; of a part of a service ours: "transcribemedical"
  // A name that is nothing else: where it is not ("Lambda", "Config"), only "AWS" or "Amazon"
  // before it makes it a service's.
  bool unmistakable;
};
std::span<const ServiceName> service_names();  // longer ones before those that they contain
// For people: "Comprehend Medical"; the prefix itself where there is no name.
std::string_view service_name(std::string_view prefix);
// The prefix of a service by its name or prefix, in any case; empty: not known.
std::string_view find_service(std::string_view name);
// Parts of services: "transcribemedical" is asked for at "transcribe", and is in fewer regions.
bool is_feature(std::string_view prefix);
// Is it, service or part, there? Global services are everywhere. nullopt: not known.
std::optional<bool> is_offered(std::string_view prefix, std::string_view region);
// Where it is, by name; of global services and of those that are not known: nothing.
std::vector<std::string_view> regions_of(std::string_view prefix);
Topic topic_of(std::string_view prefix);

// A language that people name: "German" -> "de".
struct Language {
  std::string_view name;
  std::string_view code;
};
std::span<const Language> languages();
// Codes that the service knows, apart by spaces; empty: the catalog has none of it.
std::string_view languages_of(std::string_view service);
// Does a service know the language, in whatever country? nullopt: not known. By code: "de",
// "de-DE".
std::optional<bool> speaks(std::string_view service, std::string_view language);

// A runtime of Lambda's, by its identifier. Dates are "2025-09-01"; empty: none is set.
struct Runtime {
  std::string_view id;
  std::string_view deprecated;
  std::string_view create_blocked;  // from then on no function can be created with it
  std::string_view update_blocked;
  std::string_view successor;  // empty: it is the newest
};
std::span<const Runtime> runtimes();  // by id
const Runtime* find_runtime(std::string_view id);

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
// What becomes of a model: of those above, and of others whose regions the catalog does not have.
struct ModelLife {
  std::string_view id;
  std::string_view name;
  std::string_view legacy_since;  // empty: not known
  std::string_view end_of_life;   // empty: none is set, or not known
  std::string_view successor;     // an id, or empty
};
std::span<const ModelLife> model_lives();  // by id
const ModelLife* find_model_life(std::string_view id);
// Geographies of inference profiles: "eu", "us", "apac", ... "global" goes anywhere.
bool is_geography(std::string_view prefix);

// Where requests through a geography's profile may go, and from where it can be asked; empty for an
// unknown one.
std::string_view regions_of_geography(std::string_view prefix);
// Is the word in a list that is apart by spaces?
bool lists(std::string_view list, std::string_view word);

// The Route 53 hosted zone that an alias to this endpoint must name (fact C3): of the service in
// the region, by the endpoint's own host name. Empty where the catalog does not know.
std::string_view hosted_zone_of_endpoint(std::string_view host);
// The other way: whose zone an id is: "Elastic Load Balancing in eu-central-1"; empty: not known.
std::string owner_of_hosted_zone(std::string_view id);

}  // namespace godwit::catalog
