// soak: traffic stays on the target while data still flows both ways and the guard watches. After
// it, a way back is no longer expected. Parameters: duration, guard; with a guard also those of
// step/guard.h. Remembers: since.
#include <memory>

#include "step/guard.h"
#include "step/kinds.h"

namespace godwit::step {
namespace {

// Days of soaking are watched at a tenth of the pace of a rung.
constexpr int soak_pace = 10;

class SoakStep : public Step {
 public:
  Result<Progress> advance(Context& context) override {
    auto since = context.recall_time("since");
    if (!since) {
      context.remember("since", context.now());
      return Again{};
    }
    Time end = *since + context.parameters.duration("duration");
    if (!context.parameters.flag("guard")) {
      if (context.now() >= end) return Done{};
      return Wait{end, "soaking"};
    }

    if (!guard_) guard_ = std::make_unique<Guard>(context.parameters, soak_pace);
    guard_->sample(context);
    Guard::Reading reading = guard_->read(context.now());
    if (reading.state == Guard::State::tripped) {
      return fail({ErrorKind::refused, "soak", context.parameters.text("hostname"), reading.why,
                   "roll the run back, or mend the target and resume"});
    }
    if (context.now() >= end) {
      if (reading.state == Guard::State::healthy) return Done{};
      return Wait{context.now() + guard_->every(), "holding: " + reading.why};
    }
    return Wait{std::min(end, context.now() + guard_->every()), "soaking"};
  }

  Result<Progress> undo(Context&) override { return Done{}; }
  Result<Verdict> observe(Context&) override {
    return Verdict{State::absent, "nothing is changed"};
  }

 private:
  std::unique_ptr<Guard> guard_;
};

}  // namespace

std::unique_ptr<Step> make_soak() { return std::make_unique<SoakStep>(); }

}  // namespace godwit::step
