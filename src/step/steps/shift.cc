// shift: traffic moves to the target along a ladder of weights. Each rung bakes longer than old
// answers live in caches and failures take to be detected; between rungs a guard compares both
// sides. When it trips, all weight goes back to the source at once, by the same set identifiers
// (fact C7), and the step fails: somebody has to look before it is tried again.
//
// Parameters: zone, record, type, source_set, target_set, weights, bake, guard; with a guard also
// those of step/guard.h. Remembers: rung, change, since, tripped.
#include <memory>

#include "step/guard.h"
#include "step/kinds.h"
#include "step/weighted_pair.h"

namespace godwit::step {
namespace {

class ShiftStep : public Step {
 public:
  Result<Progress> advance(Context& context) override {
    auto weights = context.parameters.list("weights");
    std::size_t rung =
        static_cast<std::size_t>(std::stoi(context.memory.try_emplace("rung", "0").first->second));
    int percent = std::stoi(weights[rung]);
    bool going_back = !context.recall("tripped").empty();
    Guard::Reading reading{Guard::State::healthy, {}};
    if (!going_back) reading = take_reading(context);
    if (reading.state == Guard::State::tripped) {
      context.remember("tripped", fmt::format("at {} %: {}", percent, reading.why));
      return Again{};
    }
    // In the middle of a rung only the guard has something to say.
    if (auto baked = bake_end(context); !going_back && baked && context.now() < *baked) {
      Time next = guard_ ? std::min(*baked, context.now() + guard_->every()) : *baked;
      return Wait{next, fmt::format("baking at {} %", percent)};
    }

    WeightedPair pair = TRY(read_both(context));
    if (going_back) return go_back_and_fail(context, pair);
    if (!has_weights(pair, percent)) {
      if (reading.state == Guard::State::hold) return hold(context, reading.why);
      context.remember("change", TRY(put_weights(context, pair, 100 - percent, percent)));
      context.memory.erase("since");
      return Again{};
    }
    std::string settling = TRY(settle(context));
    if (!settling.empty()) return Wait{context.now() + seconds(10), settling};
    if (!bake_end(context)) {
      context.remember("since", context.now());
      return Again{};
    }
    if (reading.state == Guard::State::hold) return hold(context, reading.why);
    if (rung + 1 == weights.size()) return Done{"all traffic on the target"};
    context.remember("rung", std::to_string(rung + 1));
    context.memory.erase("since");
    return Again{};
  }

  Result<Progress> undo(Context& context) override {
    WeightedPair pair = TRY(read_pair(context, "record"));
    // Without both records there was nothing to shift between.
    if (!pair.source || !pair.target) return Done{"nothing was shifted"};
    std::string settling = TRY(back_on_source(context, pair));
    if (settling.empty()) return Done{"all traffic on the source"};
    return Wait{context.now() + seconds(10), settling};
  }

  Result<Verdict> observe(Context& context) override {
    WeightedPair pair = TRY(read_both(context));
    int target = pair.target->weight.value_or(0);
    State state = target == 0              ? State::absent
                  : has_weights(pair, 100) ? State::in_place
                                           : State::in_progress;
    return Verdict{state,
                   fmt::format("weights {} and {}", pair.source->weight.value_or(0), target)};
  }

 private:
  static Result<WeightedPair> read_both(Context& context) {
    WeightedPair pair = TRY(read_pair(context, "record"));
    if (!pair.source || !pair.target) {
      return fail({ErrorKind::conflict, "shift traffic", context.parameters.text("record"),
                   "a weighted record set is missing: somebody changed the zone meanwhile",
                   "put the record sets back, or roll the run back"});
    }
    return pair;
  }

  static bool has_weights(const WeightedPair& pair, int target_percent) {
    return pair.source->weight == 100 - target_percent && pair.target->weight == target_percent;
  }

  // When the rung that has begun is done; nullopt before its weights are everywhere.
  static std::optional<Time> bake_end(const Context& context) {
    auto since = context.recall_time("since");
    if (!since) return std::nullopt;
    return *since + context.parameters.duration("bake");
  }

  Guard::Reading take_reading(Context& context) {
    if (!context.parameters.flag("guard")) return {Guard::State::healthy, {}};
    if (!guard_) guard_ = std::make_unique<Guard>(context.parameters);
    guard_->sample(context);
    return guard_->read(context.now());
  }

  Progress hold(const Context& context, const std::string& why) const {
    return Wait{context.now() + guard_->every(), "holding: " + why};
  }

  // Why the last change has not settled yet; empty once all of Route 53's servers have it.
  static Result<std::string> settle(Context& context) {
    if (context.recall("change").empty() ||
        TRY(aws::route53::change_in_sync(context.cloud, context.recall("change")))) {
      return std::string();
    }
    return "waiting for the record change to reach all servers";
  }

  // Puts all weight on the source, if it is not there; then waits for that to be everywhere.
  static Result<std::string> back_on_source(Context& context, const WeightedPair& pair) {
    if (!has_weights(pair, 0)) {
      context.remember("change", TRY(put_weights(context, pair, 100, 0)));
      return "sending traffic back to the source";
    }
    return settle(context);
  }

  static Result<Progress> go_back_and_fail(Context& context, const WeightedPair& pair) {
    std::string settling = TRY(back_on_source(context, pair));
    if (!settling.empty()) return Wait{context.now() + seconds(10), settling};
    std::string tripped = context.recall("tripped");
    // A resumed run starts again at the first rung, with an empty window.
    context.memory.clear();
    return fail({ErrorKind::refused, "shift traffic", context.parameters.text("record"),
                 "the guard tripped " + tripped + "; all traffic is back on the source",
                 "mend the target, then resume, or roll the run back"});
  }

  std::unique_ptr<Guard> guard_;
};

}  // namespace

std::unique_ptr<Step> make_shift() { return std::make_unique<ShiftStep>(); }

}  // namespace godwit::step
