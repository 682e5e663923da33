#include "lab/services/route53/batch.h"

#include <span>

#include "base/text.h"
#include "lab/service.h"
#include "lab/services/route53/alias.h"
#include "lab/services/route53/names.h"
#include "lab/services/route53/rules.h"

namespace godwit::lab::services {
namespace {

using traffic::RecordSet;

// The records of a zone while a batch is tried on them, and what is wrong with it so far.
class Attempt {
 public:
  explicit Attempt(const BatchZone& zone) : zone_(zone), records_(zone.records) {}

  void apply(const RecordChange& change) {
    if (change.action == RecordAction::remove) {
      remove(change.record);
    } else {
      put(change.record, change.action);
    }
  }

  // What only shows when all changes are in, because what it takes may come in the same batch.
  void check_touched() {
    for (const RecordSet& record : touched_) {
      const auto same_name = of_name(record.name);
      complain(problems_of_company(record, zone_.name, same_name));
      if (record.alias) {
        complain(problems_of_alias(record, zone_.id, zone_.name, of_name(record.alias->name)));
      }
    }
    if (records_.size() > max_records_of_zone) {
      complain({fmt::format("Number of records limit of {} exceeded.", max_records_of_zone)});
    }
  }

  void complain(std::vector<std::string> problems) {
    std::ranges::move(problems, std::back_inserter(messages_));
  }

  const std::vector<std::string>& messages() const { return messages_; }
  std::vector<RecordSet> take_records() { return std::move(records_); }

 private:
  // Where the record is, or would be.
  std::vector<RecordSet>::iterator place_of(const RecordSet& record) {
    return std::ranges::lower_bound(records_, record, comes_before);
  }
  bool is_at(std::vector<RecordSet>::iterator place, const RecordSet& record) const {
    return place != records_.end() && same_identity(*place, record);
  }
  std::span<const RecordSet> of_name(const std::string& name) const {
    const auto range = std::ranges::equal_range(
        records_, name, name_comes_before,
        [](const RecordSet& record) -> std::string_view { return record.name; });
    return {range.begin(), range.end()};
  }

  void put(const RecordSet& record, RecordAction action) {
    if (auto problems = problems_of_record(record, zone_.name); !problems.empty()) {
      return complain(std::move(problems));
    }
    if (record.cidr) {
      if (std::string problem = zone_.problem_of_cidr(*record.cidr); !problem.empty()) {
        return complain({std::move(problem)});
      }
    }
    const auto old = place_of(record);
    if (!is_at(old, record)) {
      records_.insert(old, record);
    } else if (action == RecordAction::create) {
      return complain({fmt::format("Tried to create resource record set {} but it already exists",
                                   describe(record))});
    } else {
      *old = record;
    }
    touched_.push_back(record);
  }

  void remove(const RecordSet& record) {
    const auto old = place_of(record);
    const std::string tried = "Tried to delete resource record set " + describe(record);
    if (!is_at(old, record)) return complain({tried + " but it was not found"});
    // "You must specify all the same values that you specified when you created it"; values in any
    // order.
    const auto sorted = [](RecordSet set) {
      std::ranges::sort(set.values);
      return set;
    };
    if (sorted(*old) != sorted(record)) {
      return complain({tried + " but the values provided do not match the current values"});
    }
    if (record.name == zone_.name && (record.type == "SOA" || record.type == "NS")) {
      return complain(
          {fmt::format("A HostedZone must contain {}",
                       record.type == "SOA" ? "exactly one SOA record."
                                            : "at least one NS record for the zone itself.")});
    }
    records_.erase(old);
  }

  const BatchZone& zone_;
  std::vector<RecordSet> records_;
  std::vector<RecordSet> touched_;
  std::vector<std::string> messages_;
};

std::expected<std::vector<RecordChange>, aws::ServiceError> parse(const BatchZone& zone,
                                                                  const aws::Value& changes) {
  if (changes.list().empty()) {
    return refuse(400, "InvalidInput",
                  "Invalid XML ; cvc-complex-type.2.4.b: The content of element 'Changes' is not "
                  "complete. One of 'Change' is expected.");
  }
  std::vector<RecordChange> parsed;
  parsed.reserve(changes.list().size());
  for (const aws::Value& change : changes.list()) {
    parsed.push_back(TRY(change_from_value(change)));
    const std::string& check = parsed.back().record.health_check;
    if (parsed.back().action != RecordAction::remove && !check.empty() &&
        !zone.has_health_check(check)) {
      return refuse(404, "NoSuchHealthCheck",
                    fmt::format("A health check with id {} does not exist.", check));
    }
  }
  return parsed;
}

}  // namespace

std::expected<std::vector<RecordSet>, aws::ServiceError> apply_batch(const BatchZone& zone,
                                                                     const aws::Value& changes) {
  const std::vector<RecordChange> parsed = TRY(parse(zone, changes));
  Attempt attempt(zone);
  attempt.complain(problems_of_batch(parsed));
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
