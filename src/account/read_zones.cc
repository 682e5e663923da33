#include <fmt/format.h>

#include <map>

#include "account/formats.h"
#include "account/sections.h"
#include "yaml/unique.h"

namespace godwit::account {

namespace {

Alias read_alias(const Node& node, Problems& problems) {
  yaml::Reader reader(node, "an alias", problems);
  Alias alias;
  alias.zone = reader.required("zone", yaml::a_word);
  alias.name = reader.required("name", a_host_name);
  alias.evaluate_target_health = reader.optional("evaluate_target_health", yaml::a_flag, false);
  reader.finish();
  return alias;
}

void check_form(yaml::Reader& reader) {
  const bool alias = reader.find("alias") != nullptr;
  const bool ttl = reader.find("ttl") != nullptr;
  const bool values = reader.find("values") != nullptr;
  if (alias && (ttl || values)) {
    reader.problem(ttl ? "ttl" : "values", "a record is either an alias or has 'ttl' and 'values'",
                   "remove one of the two: an alias has no TTL of its own");
  } else if (!alias && !(ttl && values)) {
    reader.problems().add(reader.place(), "a record needs either 'alias', or 'ttl' and 'values'",
                          ttl ? "add 'values: [...]'" : "add 'ttl: 300s' and 'values: [...]'");
  }
}

// What a record is, and the key that names its policy.
struct Routed {
  Record record;
  std::string policy;  // "weight"; empty: simple
};

Routed read_record(yaml::Reader& reader, const Account& account, const Zone& zone) {
  Record record;
  record.name = reader.required("name", a_host_name);
  record.type = reader.required("type", a_record_type);
  std::string policy = read_routing(reader, account, record);
  record.ttl = reader.maybe("ttl", yaml::a_duration);
  record.values =
      reader.optional("values", yaml::list_of(yaml::a_text), std::vector<std::string>());
  if (const Node* alias = reader.find("alias"))
    record.alias = read_alias(*alias, reader.problems());
  reader.finish();

  check_form(reader);
  if (!record.name.empty() && !zone.name.empty() && record.name != zone.name &&
      !record.name.ends_with("." + zone.name)) {
    reader.problem("name", fmt::format("{} is not in the zone {}", record.name, zone.name),
                   "put it into the zone of its domain");
  }
  if (record.multivalue && record.alias) {
    reader.problem("multivalue", "an alias cannot be a multivalue answer", "remove one of the two");
  }
  if (record.failover == traffic::FailoverRole::primary && !record.alias &&
      record.health_check.empty()) {
    reader.problem("failover", "a primary record that is no alias needs a health check",
                   "add 'health_check: ...'");
  }
  return {std::move(record), std::move(policy)};
}

// One name and type has one routing policy (fact C2): one simple record, or any number of another
// policy with different set identifiers, each for something of its own.
class Policies {
 public:
  void add(const Routed& routed, yaml::Reader& reader) {
    const Record& record = routed.record;
    if (record.name.empty() || record.type.empty()) return;
    const std::string key = record.name + " " + record.type;
    const auto [earlier, is_new] = first_.emplace(key, First{routed.policy, reader.place()});
    if (!is_new && (routed.policy.empty() || earlier->second.policy != routed.policy)) {
      reader.problem("name",
                     fmt::format("there is another record {} in line {}, and {}", key,
                                 earlier->second.place.line,
                                 difference(routed.policy, earlier->second.policy)),
                     "records of one name and type have one routing policy");
    } else if (!record.set_identifier.empty()) {
      identifiers_.add(key + " " + record.set_identifier, reader.place("set_identifier"),
                       reader.problems());
    }
    if (const std::string what = subject_of(record); !what.empty()) {
      subjects_.add(fmt::format("{} {} {}", key, routed.policy, what), reader.place(routed.policy),
                    reader.problems());
    }
  }

 private:
  struct First {
    std::string policy;
    yaml::Place place;
  };
  static std::string difference(const std::string& policy, const std::string& other) {
    if (policy.empty() && other.empty()) return "neither is weighted";
    if (!policy.empty() && !other.empty()) {
      return fmt::format("one has '{}', the other '{}'", other, policy);
    }
    const std::string& there = policy.empty() ? other : policy;
    return there == "weight" ? "one of them is weighted, the other is not"
                             : fmt::format("one of them has '{}', the other has not", there);
  }
  // What only one record of its policy can be for.
  static std::string subject_of(const Record& record) {
    if (!record.region.empty()) return record.region;
    if (record.failover) {
      return *record.failover == traffic::FailoverRole::primary ? "primary" : "secondary";
    }
    if (const auto& location = record.geolocation) {
      return location->continent + location->country + location->subdivision;
    }
    if (record.cidr) return record.cidr->collection + " " + record.cidr->location;
    return "";
  }

  std::map<std::string, First> first_;
  yaml::Unique identifiers_{"record set"};
  yaml::Unique subjects_{"record set"};
};

}  // namespace

void read_zones(yaml::Reader& file, Account& account) {
  yaml::Unique ids("zone id");
  for (const Node& item : file.items("zones")) {
    yaml::Reader reader(item, "a zone", file.problems());
    Zone zone;
    zone.id = reader.required("id", yaml::a_word);
    zone.name = reader.required("name", a_host_name);
    Policies policies;
    for (const Node& each : reader.items("records")) {
      yaml::Reader record_reader(each, "a record", file.problems());
      Routed routed = read_record(record_reader, account, zone);
      policies.add(routed, record_reader);
      zone.records.push_back(std::move(routed.record));
    }
    reader.finish();
    ids.add(zone.id, reader.place("id"), file.problems());
    account.zones.push_back(std::move(zone));
  }
}

}  // namespace godwit::account
