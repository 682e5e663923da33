// Turn: one turn of one step, forward or back: its gates, a look where the last outcome is unknown,
// else at most one change; and the records of all that. It works on copies, so it can be taken on
// any thread, and never touches the executor's state.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "env/env.h"
#include "run/rate_limited_cloud.h"
#include "run/run_state.h"
#include "run/scribe.h"
#include "step/step.h"

namespace godwit::run {

// What a turn needs from outside. All of it may be used from any thread.
struct TurnTools {
  const Env& env;
  aws::Cloud& cloud;
  RateLimits& limits;
  Scribe& scribe;
  // A copy of what a step remembers; nothing where no record speaks of it.
  std::function<std::optional<step::Memory>(const std::string& step)> memory_of;
  // Called after an intent is on stable storage, and before its call is sent.
  std::function<void()> heard;
  // Whether the turn's last records are synced by the turn; else whoever gave it does that.
  bool syncs = true;
};

struct TurnOrder {
  const plan::StepSpec& spec;  // the graph's
  step::Step& step;            // only one turn at a time has it
  std::string run;
  StepState state;  // a copy, from before the turn
  bool back = false;
  bool begins = false;  // gates first, then the record that it begins
};

struct TurnEnd {
  enum class Kind {
    done,    // the step is complete, or undone
    again,   // another turn at once
    wait,    // nothing before `until`
    closed,  // a gate does not hold
    failed,  // with `error`: perhaps worth another try
    broken,  // with `error`: the journal cannot be written
  };
  Kind kind = Kind::broken;
  Time until{};
  std::string why;
  Error error;
  Time next{};  // when another turn may begin: the turn's calls took until then
};

TurnEnd take_turn(const TurnTools& tools, const TurnOrder& order);

// Why the first closed one of these gates is closed, and nothing where all hold.
struct ClosedGate {
  std::string why;
};
std::optional<ClosedGate> read_gates(const TurnTools& tools,
                                     const std::vector<plan::GateSpec>& gates,
                                     const std::string& run, const std::string& step,
                                     Duration& elapsed);

}  // namespace godwit::run
