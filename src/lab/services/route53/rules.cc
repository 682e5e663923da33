#include "lab/services/route53/rules.h"

#include <map>
#include <tuple>

#include "lab/services/route53/names.h"
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

bool same_group(const RecordSet& a, const RecordSet& b) {
  return a.name == b.name && a.type == b.type;
}

std::vector<std::string> problems_of_values(const RecordSet& record) {
  std::vector<std::string> problems;
  for (std::size_t n = 0; n < record.values.size(); ++n) {
    const std::string& value = record.values[n];
    if (const auto problem = problem_of_value(record.type, value)) {
      problems.push_back(fmt::format("Invalid Resource Record: '{}'", *problem));
    }
    const auto earlier = std::span(record.values).first(n);
    if (std::ranges::find(earlier, value) != earlier.end()) {
      problems.push_back(fmt::format("Duplicate Resource Record: '{}'", value));
    }
  }
  if (record.type == "CNAME" && record.values.size() > 1) {
    problems.push_back(fmt::format("RRSet of type CNAME with DNS name {} may have one value only",
                                   to_wire_name(record.name)));
  }
  return problems;
}

// Of one record beside one other of its group; an empty string where they get on.
std::string problem_of_pair(const RecordSet& record, const RecordSet& other) {
  if (policy_of(other) != policy_of(record)) {
    return policy_of(record) == Policy::simple
               ? fmt::format(
                     "RRSet with DNS name {} cannot be created as other RRSets exist with "
                     "the same name and type.",
                     title(record))
               : fmt::format(
                     "RRSet with DNS name {} cannot be created as a non-{} set exists with "
                     "the same name and type.",
                     title(record), traffic::to_string(policy_of(record)));
  }
  if (policy_of(record) == Policy::weighted && !record.alias && !other.alias &&
      other.ttl != record.ttl) {
    return fmt::format(
        "RRSet with DNS name {} cannot be created as weighted sets must contain the same TTL.",
        title(record));
  }
  return "";
}

}  // namespace

std::vector<std::string> problems_of_record(const RecordSet& record, const std::string& zone_name) {
  if (auto problem = problem_of_name(record.name)) return {*problem};
  if (!lies_within(record.name, zone_name)) {
    return {fmt::format("RRSet with DNS name {} is not permitted in zone {}",
                        to_wire_name(record.name), to_wire_name(zone_name))};
  }
  if (record.type == "CNAME" && record.name == zone_name) {
    return {fmt::format("RRSet of type CNAME with DNS name {} is not permitted at apex in zone {}",
                        to_wire_name(record.name), to_wire_name(zone_name))};
  }
  return problems_of_values(record);
}

std::vector<std::string> problems_of_company(const RecordSet& record, const std::string& zone_name,
                                             const std::vector<RecordSet>& records) {
  std::vector<std::string> problems;
  for (const RecordSet& other : records) {  // of the same name and type
    if (!same_group(other, record) || same_identity(other, record)) continue;
    std::string problem = problem_of_pair(record, other);
    if (problem.empty()) continue;
    problems.push_back(std::move(problem));
    break;
  }
  for (const RecordSet& other : records) {  // of the same name alone
    if (other.name != record.name || other.type == record.type) continue;
    if (record.type == "CNAME") {
      problems.push_back(
          fmt::format("RRSet of type CNAME with DNS name {} is not permitted as it conflicts with "
                      "other records "
                      "with the same DNS name in zone {}",
                      to_wire_name(record.name), to_wire_name(zone_name)));
      break;
    }
    if (other.type == "CNAME") {
      problems.push_back(fmt::format(
          "RRSet of type {} with DNS name {} is not permitted because a conflicting RRSet of type "
          "CNAME with the same DNS name already exists in zone {}",
          record.type, to_wire_name(record.name), to_wire_name(zone_name)));
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
