// Step: one resumable unit of work. A small state machine that looks before it acts: each turn
// reads what is there, and makes at most one mutating call towards what should be. So a turn can
// always be repeated, whatever was lost before it.
#pragma once

#include <string>
#include <variant>

#include "base/result.h"
#include "step/context.h"

namespace godwit::step {

// The step is complete. `note` is for people.
struct Done {
  std::string note;
};
// There is more to do at once: another turn, please.
struct Again {};
// Nothing can be done before `until`; a wait costs nothing.
struct Wait {
  Time until;
  std::string why;  // for people; the same text as long as the reason is the same
};
using Progress = std::variant<Done, Again, Wait>;

// What a look at the cloud shows, without acting.
enum class State { absent, in_progress, in_place, different };
struct Verdict {
  State state;
  std::string detail;  // for people
};
std::string_view to_string(State state);

class Step {
 public:
  virtual ~Step() = default;
  // One turn. Errors: throttled and unreachable are tried again later, `unknown` after a look;
  // everything else ends the run, with the error as its reason.
  virtual Result<Progress> advance(Context& context) = 0;
  // The way back, in turns like advance. What it cannot take back safely it keeps, and says so.
  virtual Result<Progress> undo(Context& context) = 0;
  // Reads only. For both directions: what is there now, whoever put it there.
  virtual Result<Verdict> observe(Context& context) = 0;
  // Reads only: what undo would find at this moment, for people who have to decide about a way
  // back; empty where there is nothing to say beyond what the plan says.
  virtual Result<std::string> foresee(Context&) { return std::string(); }
};

}  // namespace godwit::step
