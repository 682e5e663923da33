#include "lab/services/route53_batch.h"

#include <map>
#include <tuple>

#include "base/text.h"
#include "lab/service.h"
#include "lab/services/route53_alias.h"
#include "lab/services/route53_names.h"
#include "lab/services/route53_values.h"

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

// The records of a zone while a batch is tried on them, and what is wrong with it so far.
class Attempt {
 public:
  explicit Attempt(const BatchZone& zone) : zone_(zone), records_(zone.records) {}

  void apply(const RecordChange& change) {
    const RecordSet& record = change.record;
    if (change.action == RecordAction::remove) return remove(record);
    if (!check_name(record) || !check_values(record)) return;
    const auto old = std::ranges::find_if(
        records_, [&](const RecordSet& other) { return same_identity(other, record); });
    if (old != records_.end() && change.action == RecordAction::create) {
      return complain("Tried to create resource record set {} but it already exists",
                      describe(record));
    }
    if (old == records_.end()) {
      records_.push_back(record);
    } else {
      *old = record;
    }
    touched_.push_back(record);
  }

  // What only shows when all changes are in: one policy under a name, no company for a CNAME, alias
  // targets that may come in the same batch.
  void check_touched() {
    for (const RecordSet& record : touched_) {
      check_policy(record);
      check_ttl(record);
      check_cname(record);
      if (record.alias) {
        for (std::string& problem : problems_of_alias(record, zone_.id, zone_.name, records_)) {
          messages_.push_back(std::move(problem));
        }
      }
    }
  }

  template <class... Parts>
  void complain(fmt::format_string<Parts...> format, Parts&&... parts) {
    messages_.push_back(fmt::format(format, std::forward<Parts>(parts)...));
  }

  const std::vector<std::string>& messages() const { return messages_; }
  std::vector<RecordSet> take_records() {
    std::ranges::stable_sort(records_, comes_before);
    return std::move(records_);
  }

 private:
  bool is_apex(const RecordSet& record) const { return record.name == zone_.name; }

  void remove(const RecordSet& record) {
    const auto old = std::ranges::find_if(
        records_, [&](const RecordSet& other) { return same_identity(other, record); });
    if (old == records_.end()) {
      return complain("Tried to delete resource record set {} but it was not found",
                      describe(record));
    }
    // "You must specify all the same values that you specified when you created it"; values in any
    // order.
    const auto sorted = [](RecordSet set) {
      std::ranges::sort(set.values);
      return set;
    };
    if (sorted(*old) != sorted(record)) {
      return complain(
          "Tried to delete resource record set {} but the values provided do not match the current "
          "values",
          describe(record));
    }
    if (is_apex(record) && (record.type == "SOA" || record.type == "NS")) {
      return complain("A HostedZone must contain {}",
                      record.type == "SOA" ? "exactly one SOA record."
                                           : "at least one NS record for the zone itself.");
    }
    records_.erase(old);
  }

  bool check_name(const RecordSet& record) {
    if (auto problem = problem_of_name(record.name)) {
      messages_.push_back(std::move(*problem));
      return false;
    }
    if (!lies_within(record.name, zone_.name)) {
      complain("RRSet with DNS name {} is not permitted in zone {}", to_wire_name(record.name),
               to_wire_name(zone_.name));
      return false;
    }
    if (record.type == "CNAME" && is_apex(record)) {
      complain("RRSet of type CNAME with DNS name {} is not permitted at apex in zone {}",
               to_wire_name(record.name), to_wire_name(zone_.name));
      return false;
    }
    return true;
  }

  bool check_values(const RecordSet& record) {
    const std::size_t before = messages_.size();
    std::vector<std::string> seen;
    for (const std::string& value : record.values) {
      if (auto problem = problem_of_value(record.type, value)) {
        complain("Invalid Resource Record: '{}'", *problem);
      }
      if (std::ranges::find(seen, value) != seen.end()) {
        complain("Duplicate Resource Record: '{}'", value);
      }
      seen.push_back(value);
    }
    if (record.type == "CNAME" && record.values.size() > 1) {
      complain("RRSet of type CNAME with DNS name {} may have one value only",
               to_wire_name(record.name));
    }
    return messages_.size() == before;
  }

  // Facts C2 and C6.
  void check_policy(const RecordSet& record) {
    for (const RecordSet& other : records_) {
      if (other.name != record.name || other.type != record.type || same_identity(other, record) ||
          policy_of(other) == policy_of(record)) {
        continue;
      }
      if (policy_of(record) == Policy::simple) {
        complain(
            "RRSet with DNS name {} cannot be created as other RRSets exist with the same name "
            "and type.",
            title(record));
      } else {
        complain(
            "RRSet with DNS name {} cannot be created as a non-{} set exists with the same name "
            "and type.",
            title(record), traffic::to_string(policy_of(record)));
      }
      return;
    }
  }

  void check_ttl(const RecordSet& record) {
    if (policy_of(record) != Policy::weighted || record.alias) return;
    for (const RecordSet& other : records_) {
      if (other.name == record.name && other.type == record.type && !other.alias &&
          other.ttl != record.ttl) {
        return complain(
            "RRSet with DNS name {} cannot be created as weighted sets must contain the "
            "same TTL.",
            title(record));
      }
    }
  }

  void check_cname(const RecordSet& record) {
    for (const RecordSet& other : records_) {
      if (other.name != record.name || other.type == record.type) continue;
      if (record.type == "CNAME") {
        return complain(
            "RRSet of type CNAME with DNS name {} is not permitted as it conflicts with "
            "other records with the same DNS name in zone {}",
            to_wire_name(record.name), to_wire_name(zone_.name));
      }
      if (other.type == "CNAME") {
        return complain(
            "RRSet of type {} with DNS name {} is not permitted because a conflicting "
            "RRSet of type CNAME with the same DNS name already exists in zone {}",
            record.type, to_wire_name(record.name), to_wire_name(zone_.name));
      }
    }
  }

  const BatchZone& zone_;
  std::vector<RecordSet> records_;
  std::vector<RecordSet> touched_;
  std::vector<std::string> messages_;
};

// One change per record set, except that a deletion may be followed by a creation.
void check_repetition(const std::vector<RecordChange>& changes, Attempt& attempt) {
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<RecordAction>> actions;
  for (const RecordChange& change : changes) {
    const RecordSet& record = change.record;
    auto& list = actions[{record.name, record.type, record.set_identifier}];
    list.push_back(change.action);
    const bool replaces =
        list.size() == 2 && list[0] == RecordAction::remove && list[1] == RecordAction::create;
    if (list.size() > 1 && !replaces) {
      attempt.complain(
          "The request contains an invalid set of changes for a resource record set "
          "'{} {}'",
          record.type, to_wire_name(record.name));
    }
  }
}

// An UPSERT counts twice, for what it deletes and what it creates.
void check_size(const std::vector<RecordChange>& changes, Attempt& attempt) {
  std::size_t records = 0;
  std::size_t characters = 0;
  for (const RecordChange& change : changes) {
    const std::size_t times = change.action == RecordAction::upsert ? 2 : 1;
    records += times * std::max<std::size_t>(1, change.record.values.size());
    for (const std::string& value : change.record.values) characters += times * value.size();
  }
  if (changes.size() > max_records || records > max_records) {
    attempt.complain("Number of records limit of {} exceeded.", max_records);
  }
  if (characters > max_characters) {
    attempt.complain("Number of characters limit of {} exceeded.", max_characters);
  }
}

}  // namespace

std::expected<std::vector<RecordSet>, aws::ServiceError> apply_batch(const BatchZone& zone,
                                                                     const aws::Value& changes) {
  if (changes.list().empty()) {
    return refuse(400, "InvalidInput",
                  "Invalid XML ; cvc-complex-type.2.4.b: The content of element 'Changes' is not "
                  "complete. One of 'Change' is expected.");
  }
  std::vector<RecordChange> parsed;
  for (const aws::Value& change : changes.list()) {
    parsed.push_back(TRY(change_from_value(change)));
    const std::string& check = parsed.back().record.health_check;
    if (parsed.back().action != RecordAction::remove && !check.empty() &&
        !zone.has_health_check(check)) {
      return refuse(404, "NoSuchHealthCheck",
                    fmt::format("No health check exists with the specified "
                                "ID {}",
                                check));
    }
  }

  Attempt attempt(zone);
  check_size(parsed, attempt);
  check_repetition(parsed, attempt);
  if (attempt.messages().empty()) {
    for (const RecordChange& change : parsed) attempt.apply(change);
    attempt.check_touched();
  }
  if (!attempt.messages().empty()) {
    aws::Value messages{aws::List{}};
    for (const std::string& message : attempt.messages()) messages.push(message);
    return refuse(400, "InvalidChangeBatch", fmt::format("[{}]", join(attempt.messages(), ", ")),
                  aws::Value().set("messages", std::move(messages)));
  }
  return attempt.take_records();
}

}  // namespace godwit::lab::services
