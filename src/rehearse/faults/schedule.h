// Schedule: which faults of a pass are at work now, and how often each has done something. Whoever
// makes a kind of fault happen, a wrapper or an event, asks here and says so here.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "env/clock.h"
#include "env/random.h"
#include "env/scheduler.h"
#include "rehearse/fault.h"

namespace godwit::rehearse {

// One fault of a pass. Chance is its own: another fault more or less changes nothing here.
struct Trouble {
  Fault fault;
  bool active = false;
  std::optional<Time> began;
  std::optional<Time> ends;  // of an active one that does not last for ever
  std::uint64_t happened = 0;
  std::unique_ptr<Random> chance;

  // Does it happen to this call? Counts, if it does.
  bool strikes();
};

class Schedule {
 public:
  // Clock, scheduler and random are the world's own, never skewed or stalled, and outlive this.
  Schedule(const std::vector<Fault>& faults, const Clock& clock, Scheduler& scheduler,
           const Random& random);
  Schedule(const Schedule&) = delete;
  Schedule& operator=(const Schedule&) = delete;

  // Is there any such fault in this pass, now or later? Without one nobody need wrap anything.
  bool has(FaultKind kind) const;

  // Called when a fault of that kind begins (`active`) and when it ends. A moment only begins.
  using Listener = std::function<void(Trouble&)>;
  void on(FaultKind kind, Listener listener);

  // Begins those that wait for no step. Once.
  void start();
  // Begins those that wait for this one; the first time that it begins.
  void step_begun(const std::string& step);

  // The active faults of a kind, in the order in which they were given.
  template <class F>
  void each_active(FaultKind kind, F&& use) {
    for (const auto& trouble : troubles_) {
      if (trouble->active && trouble->fault.kind == kind) use(*trouble);
    }
  }
  bool any_active(FaultKind kind) const;
  // The first active fault of a kind for that service that strikes now; nullptr: none.
  Trouble* strike(FaultKind kind, std::string_view service = {});

  // When each began, in the order in which they were given.
  std::vector<std::optional<Time>> begins() const;

  // Ends whatever is at work, and from now on nothing begins: what is looked at then is what they
  // left behind.
  void heal();

  // When those that are at work now are over, as far as they end.
  Time last_end() const;
  const std::vector<std::unique_ptr<Trouble>>& troubles() const { return troubles_; }

 private:
  void plan(Trouble& trouble);
  void begin(Trouble& trouble);
  void end(Trouble& trouble);
  void tell(Trouble& trouble);

  const Clock& clock_;
  Scheduler& scheduler_;
  std::vector<std::unique_ptr<Trouble>> troubles_;
  std::vector<std::vector<Listener>> listeners_;  // by kind
  bool healed_ = false;
  std::vector<bool> planned_;  // by trouble
};

}  // namespace godwit::rehearse
