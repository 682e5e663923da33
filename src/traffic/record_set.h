// Record sets as Route 53 has them, and which routing policy they follow. Which answer goes to whom
// is answers.h. Pure: no clock, no chance, no I/O.
// https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/coordinates.h"
#include "base/ip.h"
#include "base/time.h"

namespace godwit::traffic {

struct AliasTarget {
  std::string zone;
  std::string name;
  bool evaluate_target_health = false;
  bool operator==(const AliasTarget&) const = default;
};

enum class FailoverRole { primary, secondary };

// One of continent, country, or country and subdivision; a country of "*" is the default, for whom
// no other record is.
struct GeoLocation {
  std::string continent;
  std::string country;
  std::string subdivision;
  bool operator==(const GeoLocation&) const = default;
};

// One of a region, a local zone group or coordinates.
struct GeoProximity {
  std::string region;
  std::string local_zone_group;
  std::optional<Coordinates> coordinates;
  int bias = 0;  // -99 to 99
  bool operator==(const GeoProximity&) const = default;
};

// A location of a collection of networks; "*" is the default.
struct CidrRouting {
  std::string collection;  // id
  std::string location;
  bool operator==(const CidrRouting&) const = default;
};

// At most one of the members that name a policy is there; none: simple.
struct RecordSet {
  std::string name;  // lower case, without the final dot
  std::string type;
  std::string set_identifier;                // empty: simple
  std::optional<int> weight;                 // weighted
  std::string region;                        // latency
  std::optional<FailoverRole> failover;      // failover
  std::optional<GeoLocation> geolocation;    // geolocation
  std::optional<GeoProximity> geoproximity;  // geoproximity
  bool multivalue = false;                   // multivalue answer
  std::optional<CidrRouting> cidr;           // IP-based
  Duration ttl{};                            // an alias has none of its own
  std::vector<std::string> values;
  std::optional<AliasTarget> alias;
  std::string health_check;  // id, or empty
  bool operator==(const RecordSet&) const = default;
};

enum class Policy {
  simple,
  weighted,
  latency,
  failover,
  geolocation,
  geoproximity,
  multivalue,
  ip_based
};
std::string_view to_string(Policy policy);
Policy policy_of(const RecordSet& record);

// What a hosted zone answers from.
struct Zone {
  std::string id;
  std::string name;  // as RecordSet::name
  std::vector<RecordSet> records;
};

// Networks by location, by the collection's id.
using CidrCollections = std::map<std::string, std::map<std::string, std::vector<IpNetwork>>>;

// A name as this folder has it: lower case, without the final dot.
std::string canonical_name(std::string_view name);

// One possible answer and how probable it is.
struct Share {
  const RecordSet* record;
  double probability;
};

// How long a resolver may keep the answer: the record's TTL, or 60 s for an alias (fact C8).
Duration ttl_of(const RecordSet& record);

}  // namespace godwit::traffic
