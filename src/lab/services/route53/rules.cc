#include "lab/services/route53/rules.h"

#include <map>
#include <set>
#include <tuple>

#include "lab/services/route53/names.h"
#include "lab/services/route53/routing.h"
#include "lab/services/route53/values.h"

namespace godwit::lab::services {
namespace {

using traffic::Policy;
using traffic::RecordSet;

// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html
constexpr std::size_t max_records = 1000;
constexpr std::size_t max_characters = 32'000;

// "api.example.com., type A, SetIdentifier west", as some messages name a record.
std::string title(const RecordSet& record) {
  std::string text = fmt::format("{}, type {}", to_wire_name(record.name), record.type);
  if (!record.set_identifier.empty()) text += ", SetIdentifier " + record.set_identifier;
  return text;
}

// "at apex" and "in zone", as the messages about a type have them.
std::string not_permitted(const RecordSet& record, std::string_view why,
                          const std::string& zone_name) {
  return fmt::format("RRSet of type {} with DNS name {} is not permitted {} in zone {}",
                     record.type, to_wire_name(record.name), why, to_wire_name(zone_name));
}

std::vector<std::string> problems_of_values(const RecordSet& record) {
  std::vector<std::string> problems;
  // github.com/rancher/rancher/issues/10253, of when it was 100.
  if (record.values.size() > max_values) {
    return {fmt::format("Cannot have more than {} records in a RRSet.", max_values)};
  }
  std::set<std::string_view> seen;
  for (const std::string& value : record.values) {
    if (const auto problem = problem_of_value(record.type, value)) {
      problems.push_back(fmt::format("Invalid Resource Record: '{}'", *problem));
    }
    if (!seen.insert(value).second) {
      problems.push_back(fmt::format("Duplicate Resource Record: '{}'", value));
    }
  }
  if ((record.type == "CNAME" || record.type == "SOA") && record.values.size() > 1) {
    problems.push_back(fmt::format("RRSet of type {} with DNS name {} may have one value only",
                                   record.type, to_wire_name(record.name)));
  }
  return problems;
}

std::string problem_of_policy(const RecordSet& record) {
  const Policy policy = policy_of(record);
  if (!may_be_routed(record.type, policy)) {
    return fmt::format("RRSet of type {} with DNS name {} cannot be {}", record.type,
                       to_wire_name(record.name), to_string(policy));
  }
  // "You can't create multivalue answer alias records."
  if (policy == Policy::multivalue && record.alias) {
    return fmt::format("RRSet with DNS name {} cannot be both an alias and a multivalue answer",
                       title(record));
  }
  // github.com/kubernetes-sigs/external-dns/issues/2362
  if (policy == Policy::failover && *record.failover == traffic::FailoverRole::primary &&
      !record.alias && record.health_check.empty()) {
    return "A non-alias primary ResourceRecordSet must have an associated health check. No changes "
           "made.";
  }
  return "";
}

// Beside one other of its group of another policy.
std::string problem_of_mixing(const RecordSet& record) {
  const Policy policy = policy_of(record);
  if (policy == Policy::simple) {
    return fmt::format(
        "RRSet with DNS name {} cannot be created as other RRSets exist with the same name and "
        "type.",
        title(record));
  }
  // github.com/cert-manager/cert-manager/issues/5388
  if (policy == Policy::multivalue) {
    return fmt::format(
        "RRSet with DNS name {} cannot be created because a non multivalue answer rrset exists "
        "with the same name and type.",
        title(record));
  }
  // github.com/kubernetes-sigs/external-dns/issues/4345, for weighted ones
  return fmt::format(
      "RRSet with DNS name {} cannot be created as a non-{} set exists with the same name and "
      "type.",
      title(record), to_string(policy));
}

std::string describe(const traffic::GeoLocation& location) {
  if (!location.continent.empty()) return "continent code " + location.continent;
  if (location.subdivision.empty()) return "country code " + location.country;
  return fmt::format("country code {} and subdivision code {}", location.country,
                     location.subdivision);
}

// Beside one other of its group and policy; an empty string where they get on.
std::string problem_of_pair(const RecordSet& record, const RecordSet& other) {
  const auto taken = [&](std::string_view by, std::string_view what) {
    return fmt::format(
        "RRSet with DNS name {}, and {} cannot be created because a {} RRSet with the same name, "
        "type and {} already exists.",
        title(record), by, to_string(policy_of(record)), what);
  };
  switch (policy_of(record)) {
    case Policy::weighted:
      if (!record.alias && !other.alias && other.ttl != record.ttl) {
        return fmt::format(
            "RRSet with DNS name {} cannot be created as weighted sets must contain the same TTL.",
            title(record));
      }
      break;
    case Policy::latency:  // github.com/hashicorp/terraform-provider-aws/issues/1668
      if (other.region == record.region) return taken("Region Name=" + record.region, "region");
      break;
    case Policy::geolocation:
      if (other.geolocation == record.geolocation) {
        return taken(describe(*record.geolocation), "location");
      }
      break;
    case Policy::failover:
      if (other.failover == record.failover) {
        const bool primary = *record.failover == traffic::FailoverRole::primary;
        return taken(primary ? "Failover=PRIMARY" : "Failover=SECONDARY", "failover");
      }
      break;
    case Policy::geoproximity: {
      const auto& a = *record.geoproximity;
      const auto& b = *other.geoproximity;
      if (a.region == b.region && a.local_zone_group == b.local_zone_group &&
          a.coordinates == b.coordinates) {
        return taken("GeoProximityLocation", "location");
      }
      break;
    }
    case Policy::ip_based:
      if (other.cidr == record.cidr) {
        return taken("LocationName=" + record.cidr->location, "CIDR location");
      }
      break;
    case Policy::simple:
    case Policy::multivalue:
      break;
  }
  return "";
}

std::size_t most_of_group(Policy policy) {
  return policy == Policy::geoproximity ? max_geoproximity_records : max_records_of_group;
}

}  // namespace

std::vector<std::string> problems_of_record(const RecordSet& record, const std::string& zone_name) {
  if (auto problem = problem_of_name(record.name)) return {*problem};
  if (!lies_within(record.name, zone_name)) {
    return {fmt::format("RRSet with DNS name {} is not permitted in zone {}",
                        to_wire_name(record.name), to_wire_name(zone_name))};
  }
  const bool apex = record.name == zone_name;
  if (apex && (record.type == "CNAME" || record.type == "DS")) {
    return {not_permitted(record, "at apex", zone_name)};
  }
  if (!apex && record.type == "SOA") return {not_permitted(record, "below the apex", zone_name)};
  // "You can't use the * wildcard for resource records sets that have a type of NS."
  if (record.type == "NS" && record.name.starts_with("*.")) {
    return {not_permitted(record, "as a wildcard", zone_name)};
  }
  if (std::string problem = problem_of_policy(record); !problem.empty()) return {problem};
  return problems_of_values(record);
}

std::vector<std::string> problems_of_company(const RecordSet& record, const std::string& zone_name,
                                             std::span<const RecordSet> same_name) {
  std::vector<std::string> problems;
  std::size_t group = 0;
  for (const RecordSet& other : same_name) {
    if (other.type != record.type) continue;
    ++group;
    if (other.set_identifier == record.set_identifier || !problems.empty()) continue;
    std::string problem = policy_of(other) == policy_of(record) ? problem_of_pair(record, other)
                                                                : problem_of_mixing(record);
    if (!problem.empty()) problems.push_back(std::move(problem));
  }
  if (const std::size_t most = most_of_group(policy_of(record)); group > most) {
    problems.push_back(
        fmt::format("RRSet with DNS name {} cannot be created as there can be no more than {} {} "
                    "sets with the same name and type.",
                    title(record), most, to_string(policy_of(record))));
  }
  for (const RecordSet& other : same_name) {
    if (other.type == record.type) continue;
    if (record.type == "CNAME") {
      problems.push_back(not_permitted(
          record, "as it conflicts with other records with the same DNS name", zone_name));
      break;
    }
    if (other.type == "CNAME") {
      problems.push_back(not_permitted(record,
                                       "because a conflicting RRSet of type CNAME with the same "
                                       "DNS name already exists",
                                       zone_name));
      break;
    }
  }
  return problems;
}

std::vector<std::string> problems_of_batch(const std::vector<RecordChange>& changes) {
  std::vector<std::string> problems;
  std::size_t records = 0;
  std::size_t characters = 0;
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<RecordAction>> actions;
  for (const RecordChange& change : changes) {
    const RecordSet& record = change.record;
    // An UPSERT counts twice, for what it deletes and what it creates.
    const std::size_t times = change.action == RecordAction::upsert ? 2 : 1;
    records += times * std::max<std::size_t>(1, record.values.size());
    for (const std::string& value : record.values) characters += times * value.size();

    auto& list = actions[{record.name, record.type, record.set_identifier}];
    list.push_back(change.action);
    const bool replaces =
        list.size() == 2 && list[0] == RecordAction::remove && list[1] == RecordAction::create;
    if (list.size() > 1 && !replaces) {
      problems.push_back(fmt::format(
          "The request contains an invalid set of changes for a resource record set '{} {}'",
          record.type, to_wire_name(record.name)));
    }
  }
  if (records > max_records) {
    problems.push_back(fmt::format("Number of records limit of {} exceeded.", max_records));
  }
  if (characters > max_characters) {
    problems.push_back(fmt::format("Number of characters limit of {} exceeded.", max_characters));
  }
  return problems;
}

}  // namespace godwit::lab::services
