// shift: traffic moves to the target along a ladder of weights. Each rung bakes longer than old
// answers live in caches and failures take to be detected; between rungs a guard compares both
// sides. When it trips, traffic retreats to the source at once, and the step fails: somebody has to
// look before it is tried again.
//
// Parameters: zone, record, type, source_set, target_set, weights, bake, target_check (a health
// check's id, or empty), guard; with a guard also those of step/guard.h, with a switch those of
// step/retreat.h. Remembers: settling, rung, change, since, tripped, and what a retreat does.
#include <memory>

#include "step/guard.h"
#include "step/kinds.h"
#include "step/retreat.h"
#include "step/weighted_pair.h"
#include "traffic/ladder.h"

namespace godwit::step {
namespace {

using traffic::Advice;

class ShiftStep : public Step {
 public:
  Result<Progress> advance(Context& context) override {
    if (!context.recall("tripped").empty()) return go_back_and_fail(context);
    if (context.recall("settling").empty()) return measure(context);

    const auto weights = context.parameters.list("weights");
    const auto rung =
        static_cast<std::size_t>(std::stoi(context.memory.try_emplace("rung", "0").first->second));
    const int percent = std::stoi(weights[rung]);
    const traffic::Judgement judgement = ask_guard(context);
    if (judgement.advice == Advice::go_back) {
      context.remember("tripped", fmt::format("at {} %: {}", percent, judgement.why));
      return Again{};
    }
    // In the middle of a rung only the guard has something to say.
    if (auto baked = bake_end(context); baked && context.now() < *baked) {
      const Time next = guard_ ? std::min(*baked, context.now() + guard_->every()) : *baked;
      return Wait{next, fmt::format("baking at {} %", percent)};
    }

    const WeightedPair pair = TRY(read_both(context));
    if (!has_weights(pair, percent)) {
      if (judgement.advice == Advice::hold) return hold(context, judgement.why);
      remember_change(context, TRY(put_weights(context, pair, 100 - percent, percent)));
      context.memory.erase("since");
      return Again{};
    }
    const std::string settling = TRY(settle(context));
    if (!settling.empty()) return Wait{context.now() + seconds(10), settling};
    if (!bake_end(context)) {
      context.remember("since", context.now());
      return Again{};
    }
    if (judgement.advice == Advice::hold) return hold(context, judgement.why);
    if (rung + 1 == weights.size()) return Done{"all traffic on the target"};
    context.remember("rung", std::to_string(rung + 1));
    context.memory.erase("since");
    return Again{};
  }

  Result<Progress> undo(Context& context) override { return undo_by_retreat(context); }

  Result<Verdict> observe(Context& context) override {
    const auto pair = read_pair(context, "record");
    // A retreat must not wait for the control plane that it goes around; all that it does may be
    // done twice.
    if (!pair && is_outage(pair.error())) {
      return Verdict{State::in_progress, "Route 53's control plane does not answer"};
    }
    if (!pair) return fail(pair.error());
    if (!pair->source || !pair->target) return Verdict{State::absent, "a record set is missing"};
    const int target = pair->target->weight.value_or(0);
    const State state = target == 0               ? State::absent
                        : has_weights(*pair, 100) ? State::in_place
                                                  : State::in_progress;
    return Verdict{state,
                   fmt::format("weights {} and {}", pair->source->weight.value_or(0), target)};
  }

  Result<std::string> foresee(Context& context) override {
    const WeightedPair pair = TRY(read_pair(context, "record"));
    if (!pair.source || !pair.target) return std::string("nothing was shifted");
    return fmt::format("weights are {} and {}", pair.source->weight.value_or(0),
                       pair.target->weight.value_or(0));
  }

 private:
  // How long a rung has to last, by the records and the health check as they are: what the plan
  // says of them may be old by now.
  static Result<Progress> measure(Context& context) {
    traffic::Settling settling{.ttl = longest_ttl(TRY(read_both(context)))};
    if (const std::string id = context.text("target_check"); !id.empty()) {
      const auto check = TRY(aws::route53::get_health_check(context.cloud, id));
      settling.interval = seconds(check.interval_s);
      settling.threshold = check.threshold;
    }
    const Duration bake = context.parameters.duration("bake");
    if (bake < settling.least_bake()) {
      return fail({ErrorKind::refused, "shift traffic", context.parameters.text("record"),
                   fmt::format("a rung lasts {}, and what it does may show only after {}: {}",
                               format_duration(bake), format_duration(settling.least_bake()),
                               arithmetic(settling)),
                   "let rungs bake longer, or leave 'bake' out of the plan"});
    }
    context.remember("settling", arithmetic(settling));
    return Again{};
  }

  // When the rung that has begun is done; nullopt before its weights are everywhere.
  static std::optional<Time> bake_end(const Context& context) {
    const auto since = context.recall_time("since");
    if (!since) return std::nullopt;
    return *since + context.parameters.duration("bake");
  }

  traffic::Judgement ask_guard(Context& context) {
    if (!context.parameters.flag("guard")) return {Advice::advance, {}};
    if (!guard_) guard_ = std::make_unique<Guard>(context.parameters);
    guard_->sample(context);
    return guard_->judge(context.now(), bake_end(context).has_value());
  }

  Progress hold(const Context& context, const std::string& why) const {
    return Wait{context.now() + guard_->every(), "holding: " + why};
  }

  static Result<Progress> go_back_and_fail(Context& context) {
    Progress progress = TRY(retreat(context));
    if (!std::holds_alternative<Done>(progress)) return progress;
    const std::string tripped = context.recall("tripped");
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
