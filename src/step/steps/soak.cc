// soak: traffic stays on the target while data still flows both ways and the guard watches. When it
// trips, traffic retreats to the source and the step fails. After the soak, a way back is no longer
// expected.
//
// Parameters: duration, hostname, guard; with a guard also those of step/guard.h and
// step/retreat.h. Remembers: since, tripped, and what a retreat does.
#include <memory>

#include "step/guard.h"
#include "step/kinds.h"
#include "step/retreat.h"
#include "step/weighted_pair.h"

namespace godwit::step {
namespace {

using traffic::Advice;

// Days of soaking are watched at a tenth of the pace of a rung.
constexpr int soak_pace = 10;

class SoakStep : public Step {
 public:
  Result<Progress> advance(Context& context) override {
    if (!context.recall("tripped").empty()) return go_back_and_fail(context);
    const auto since = context.recall_time("since");
    if (!since) {
      // After a retreat there is nothing to soak.
      if (!has_weights(TRY(read_both(context)), 100)) {
        return fail({ErrorKind::conflict, "soak", context.parameters.text("record"),
                     "not all weight is on the target", "roll the run back, or begin another"});
      }
      context.remember("since", context.now());
      return Again{};
    }
    const Time end = *since + context.parameters.duration("duration");
    if (!context.parameters.flag("guard")) {
      if (context.now() >= end) return Done{};
      return Wait{end, "soaking"};
    }

    if (!guard_) guard_ = std::make_unique<Guard>(context.parameters, soak_pace);
    guard_->sample(context);
    const traffic::Judgement judgement = guard_->judge(context.now());
    if (judgement.advice == Advice::go_back) {
      context.remember("tripped", judgement.why);
      return Again{};
    }
    if (context.now() >= end) {
      if (judgement.advice == Advice::advance) return Done{};
      return Wait{context.now() + guard_->every(), "holding: " + judgement.why};
    }
    return Wait{std::min(end, context.now() + guard_->every()), "soaking"};
  }

  // A soak changes nothing before its guard has tripped; then its retreat has to come to an end,
  // and its switch to be set again.
  Result<Progress> undo(Context& context) override {
    if (context.recall("tripped").empty() && context.recall("switch").empty()) return Done{};
    return undo_by_retreat(context);
  }

  Result<Verdict> observe(Context& context) override {
    const auto pair = read_pair(context, "record");
    if (!pair && is_outage(pair.error())) {
      return Verdict{State::in_progress, "Route 53's control plane does not answer"};
    }
    if (!pair) return fail(pair.error());
    const bool there = pair->target && pair->target->weight.value_or(0) > 0;
    return Verdict{there ? State::in_progress : State::absent,
                   there ? "users are on the target" : "no user is on the target"};
  }

 private:
  static Result<Progress> go_back_and_fail(Context& context) {
    Progress progress = TRY(retreat(context));
    if (!std::holds_alternative<Done>(progress)) return progress;
    const std::string tripped = context.recall("tripped");
    context.memory.clear();
    return fail({ErrorKind::refused, "soak", context.parameters.text("hostname"),
                 "the guard tripped: " + tripped + "; all traffic is back on the source",
                 "roll the run back"});
  }

  std::unique_ptr<Guard> guard_;
};

}  // namespace

std::unique_ptr<Step> make_soak() { return std::make_unique<SoakStep>(); }

}  // namespace godwit::step
