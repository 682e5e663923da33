// Account: the state of a cloud before a migration, as an account file gives it.
// The format is docs/account-file.md; the fields here are its keys.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "account/habits.h"
#include "base/coordinates.h"
#include "base/ip.h"
#include "base/time.h"
#include "traffic/record_set.h"

namespace godwit::account {

using Tags = std::map<std::string, std::string>;

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  // What services that are not AWS's accept.
  std::string supabase_access_token = "test";
  std::string google_access_token = "test";
};

struct Key {
  std::string region;
  std::string id;
  std::string description;
  std::string alias;  // "alias/name", or empty
  bool rotation = false;
  Tags tags;
};

// One object with its content.
struct GivenObject {
  std::string key;
  std::string content;
  Tags metadata;
  Tags tags;
  std::optional<Time> written;
};

// Many objects, drawn from a seed by whoever builds the lab.
struct GeneratedObjects {
  int count = 0;
  std::string key;  // with "{n}"
  std::uint64_t size_min = 0;
  std::uint64_t size_max = 0;
  std::optional<Time> written_from;
  std::optional<Time> written_to;
  double overwritten = 0;  // shares, 0 to 1
  int versions = 3;
  double deleted = 0;
  double archived = 0;
  Tags metadata;  // values may have "{n}"
  Tags tags;
};

enum class Versioning { never, enabled, suspended };

struct Bucket {
  std::string name;
  std::string region;
  Versioning versioning = Versioning::never;
  std::string key;  // a Key's id, or empty
  bool public_access_blocked = true;
  Tags tags;
  std::vector<GivenObject> objects;
  std::vector<GeneratedObjects> generated;
};

struct Replication {
  Duration median = seconds(20);
  Duration p99 = minutes(4);
};

struct Alias {
  std::string zone;
  std::string name;
  bool evaluate_target_health = false;
};

struct Record {
  std::string name;
  std::string type;
  std::string set_identifier;
  std::optional<int> weight;
  std::optional<Duration> ttl;
  std::vector<std::string> values;
  std::optional<Alias> alias;
  // At most one of weight and these: the routing policy.
  std::string region;
  std::optional<traffic::FailoverRole> failover;
  std::optional<traffic::GeoLocation> geolocation;
  std::optional<traffic::GeoProximity> geoproximity;
  std::optional<traffic::CidrRouting> cidr;
  bool multivalue = false;
  std::string health_check;  // a HealthCheck's id, or empty
};

// A health check that is there from the start. What its type has none of is empty or 0.
struct HealthCheck {
  std::string id;
  std::string type;  // as Route 53 names it: "HTTPS", "CALCULATED"
  std::string fqdn;
  std::string address;
  int port = 0;  // 0: the type's own
  std::string path;
  std::string search;
  int interval_s = 30;
  int threshold = 3;
  bool inverted = false;
  bool disabled = false;
  std::vector<std::string> regions;   // of the checkers; empty: all
  std::vector<std::string> children;  // ids
  int health_threshold = 0;
  std::string alarm_region;
  std::string alarm;
};

struct CidrCollection {
  std::string id;
  std::string name;
  std::map<std::string, std::vector<IpNetwork>> locations;
};

struct Zone {
  std::string id;
  std::string name;
  std::vector<Record> records;
};

struct Site {
  std::string region;
  std::string endpoint;
  std::string address;
  std::vector<std::string> hostnames;
  Duration latency = milliseconds(25);
  std::map<std::string, std::string> stores;  // store -> bucket
  std::string address_v6;                     // or empty
};

struct Workload {
  std::string name;
  std::string hostname;
  std::vector<Site> sites;
};

struct StackResource {
  std::string id;        // in the template
  std::string type;      // "AWS::Lambda::Function"
  std::string physical;  // its own id
};

// A stack of CloudFormation's.
struct Stack {
  std::string name;
  std::string region;
  std::string status = "CREATE_COMPLETE";
  std::string description;
  std::map<std::string, std::string> parameters;
  std::map<std::string, std::string> outputs;
  std::map<std::string, std::string> exports;  // of some outputs: the names that they have outside
  Tags tags;
  std::vector<StackResource> resources;
};

struct SupabaseProject {
  std::string ref;  // "abcdefghijklmnopqrst"
  std::map<std::string, std::string> secrets;
  std::vector<std::string> functions;  // slugs
};

// A project of Google Cloud's, with its secrets; each has one version.
struct GoogleProject {
  std::string id;
  std::map<std::string, std::string> secrets;
};

struct Place {
  std::string name;
  int count = 0;
  std::string residency;                    // a label, or empty
  std::map<std::string, Duration> latency;  // round trip, by region
  // What DNS knows of it; empty: nothing.
  std::string continent;    // "EU"
  std::string country;      // ISO 3166-1 alpha-2: "DE"
  std::string subdivision;  // of a country that has some: "CA"
  std::optional<Coordinates> coordinates;
  std::vector<IpNetwork> networks;  // from which its clients and their resolvers ask
};

struct Users {
  double requests_per_day = 0;
  double writes = 0.3;    // shares, 0 to 1
  double overwrites = 0;  // of the writes: of an item of one's own
  double deletes = 0;     // of the writes: deletes one instead
  double old_items = 0.25;
  Habits habits;
  std::vector<Place> places;
};

struct Account {
  std::string id;
  Time starts{};
  std::vector<std::string> regions;
  Credentials credentials;
  std::vector<Key> keys;
  std::vector<Bucket> buckets;
  Replication replication;
  std::vector<Zone> zones;
  std::vector<HealthCheck> health_checks;
  std::vector<CidrCollection> cidr_collections;
  std::vector<Stack> stacks;
  std::vector<SupabaseProject> supabase;
  std::vector<GoogleProject> secret_manager;
  Workload workload;
  Users users;
};

const Bucket* find_bucket(const Account& account, const std::string& name);  // nullptr: none
const Zone* find_zone(const Account& account, const std::string& id);
const Site* find_site(const Account& account, const std::string& region);

}  // namespace godwit::account
