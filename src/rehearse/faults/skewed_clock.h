// SkewedClock: a machine's own idea of the time, which may be off and may jump.
#pragma once

#include "env/clock.h"
#include "rehearse/faults/schedule.h"

namespace godwit::rehearse {

class SkewedClock : public Clock {
 public:
  // Both outlive it.
  SkewedClock(const Clock& truth, const Schedule& schedule) : truth_(truth), schedule_(schedule) {}

  static bool is_needed(const Schedule& schedule) {
    return schedule.has(FaultKind::clock_ahead) || schedule.has(FaultKind::clock_behind);
  }

  // Off by the sum of all faults at work.
  Time now() const override {
    Time time = truth_.now();
    for (const auto& trouble : schedule_.troubles()) {
      if (!trouble->active) continue;
      if (trouble->fault.kind == FaultKind::clock_ahead) time += trouble->fault.amount;
      if (trouble->fault.kind == FaultKind::clock_behind) time -= trouble->fault.amount;
    }
    return time;
  }

 private:
  const Clock& truth_;
  const Schedule& schedule_;
};

}  // namespace godwit::rehearse
