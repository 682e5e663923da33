// records: the name's two weighted records, both with their health checks: all weight on the
// source, none on the target. Nobody is moved. Parameters: zone, name, type, and for source and
// target {source,target}_{set,endpoint,zone,health}. Remembers: before, change; for the way
// back also left (when nothing named the target any more).
#include "aws/api/route53.h"
#include "base/text.h"
#include "step/kinds.h"
#include "step/ours.h"
#include "step/weighted_pair.h"

namespace godwit::step {
namespace {

using namespace aws::route53;

class RecordsStep : public Step {
 public:
  Result<Progress> advance(Context& context) override {
    WeightedPair pair = TRY(read_pair(context, "name"));
    if (context.recall("before").empty()) {
      // What was there reaches the journal before anything is changed.
      context.remember("before", to_text(all(pair)));
      return Again{};
    }
    for (const RecordSet& other : pair.others) {
      return fail({ErrorKind::conflict, "prepare weighted records", other.name,
                   other.set_identifier.empty()
                       ? "it is a simple record, which weighted ones cannot join (fact C6)"
                       : "it has a further record set, " + other.set_identifier,
                   "delete that record set, or name it in the plan as source or target"});
    }
    RecordSet source = wanted(context, "source", pair.source ? pair.source->weight : 100);
    RecordSet target = wanted(context, "target", pair.target ? pair.target->weight : 0);
    if (same(pair.source, source) && same(pair.target, target)) return settled(context);
    if (const auto theirs = target_before(context, target); theirs) {
      const std::string id =
          fmt::format("{} {} {}", target.name, target.type, target.set_identifier);
      if (!is_adopted(context, id)) {
        return ask_to_adopt("record set", id, "it is there, and points to " + *theirs);
      }
    }
    return put(context, {{ChangeAction::upsert, source}, {ChangeAction::upsert, target}});
  }

  Result<Progress> undo(Context& context) override {
    if (context.recall("before").empty()) return Done{"nothing was changed"};
    WeightedPair pair = TRY(read_pair(context, "name"));
    std::vector<RecordSet> before = records_from_text(context.recall("before"));
    std::vector<RecordSet> now = all(pair);
    std::vector<Change> changes;
    for (const RecordSet& record : now) {
      bool was_there = std::any_of(before.begin(), before.end(), [&](const RecordSet& earlier) {
        return earlier.set_identifier == record.set_identifier;
      });
      if (!was_there) changes.push_back({ChangeAction::remove, record});
    }
    for (const RecordSet& record : before) {
      if (std::find(now.begin(), now.end(), record) == now.end()) {
        changes.push_back({ChangeAction::upsert, record});
      }
    }
    if (!changes.empty()) return put(context, changes);
    // From here on nobody new comes to the target; whoever knows its address still does, and the
    // ways back of what they write to ask when that began.
    if (context.recall("left").empty()) context.remember("left", context.now());
    return settled(context);
  }

  Result<Verdict> observe(Context& context) override {
    WeightedPair pair = TRY(read_pair(context, "name"));
    bool both = pair.source && pair.target && pair.others.empty();
    return Verdict{both ? State::in_place : State::absent,
                   both ? "both record sets are there" : "not both record sets are there"};
  }

 private:
  static Result<Progress> put(Context& context, const std::vector<Change>& changes) {
    auto change = change_record_sets(context.cloud, context.parameters.text("zone"), changes,
                                     context.run + " " + context.step);
    if (change) {
      remember_change(context, std::move(*change));
      return Again{};
    }
    // It was made from a list that lags behind.
    if (change.error().code == "InvalidChangeBatch") return look_again(context, change.error());
    return fail(change.error());
  }

  // Where the target's record set pointed before this step changed anything; nothing where there
  // was none, or it pointed where it should.
  static std::optional<std::string> target_before(const Context& context, const RecordSet& wanted) {
    for (const RecordSet& before : records_from_text(context.recall("before"))) {
      if (before.set_identifier != wanted.set_identifier) continue;
      if (!before.alias) return before.values.empty() ? "nothing" : before.values.front();
      if (equal_ignoring_case(before.alias->dns_name, wanted.alias->dns_name)) continue;
      return before.alias->dns_name;
    }
    return std::nullopt;
  }

  static std::vector<RecordSet> all(const WeightedPair& pair) {
    std::vector<RecordSet> records = pair.others;
    if (pair.source) records.push_back(*pair.source);
    if (pair.target) records.push_back(*pair.target);
    return records;
  }

  static RecordSet wanted(const Context& context, const std::string& side,
                          std::optional<int> weight) {
    const auto& parameters = context.parameters;
    RecordSet record;
    record.name = parameters.text("name");
    record.type = parameters.text("type");
    record.set_identifier = parameters.text(side + "_set");
    record.weight = weight;
    record.alias =
        AliasTarget{parameters.text(side + "_zone"), parameters.text(side + "_endpoint"), false};
    record.health_check_id = context.text(side + "_health");
    return record;
  }

  // Route 53 may write a name in another case, or with its final dot.
  static bool same(const std::optional<RecordSet>& present, const RecordSet& wanted) {
    if (!present) return false;
    RecordSet normal = *present;
    if (equal_ignoring_case(normal.name, wanted.name)) normal.name = wanted.name;
    if (normal.alias && equal_ignoring_case(normal.alias->dns_name, wanted.alias->dns_name)) {
      normal.alias->dns_name = wanted.alias->dns_name;
    }
    return normal == wanted;
  }

  static Result<Progress> settled(Context& context) {
    const std::string waiting = TRY(settle(context));
    if (!waiting.empty()) return Wait{context.now() + seconds(10), waiting};
    return Done{};
  }
};

}  // namespace

std::unique_ptr<Step> make_records() { return std::make_unique<RecordsStep>(); }

}  // namespace godwit::step
