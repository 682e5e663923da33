// Context: what a step may use in its turn.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "aws/cloud.h"
#include "env/env.h"
#include "plan/graph.h"
#include "step/effects.h"

namespace godwit::step {

// What a step keeps between turns and across crashes, by name. It reaches the journal at the end of
// the turn, so nothing in it may be needed to interpret a call that the same turn makes. No
// secrets.
using Memory = std::map<std::string, std::string>;

struct Context {
  const Env& env;
  aws::Cloud& cloud;  // journals intents and outcomes, and refuses a second mutating call in a turn
  const plan::Parameters& parameters;
  const std::string& run;   // the run's id
  const std::string& step;  // this step's id
  Memory& memory;
  std::function<const Memory*(const std::string& step)> memory_of;  // of steps that are done
  // How often this step was undone before the run went forward again. What it makes then has other
  // tokens: some services remember those of what they have deleted.
  int round = 0;
  // The id of what is there without our tag, and that a person has said is to be taken over (see
  // step/ours.h); empty: nobody has.
  std::string adopted = {};
  // When this step last sent a change that was not refused; nothing: never.
  std::optional<Time> changed = std::nullopt;
  // What it does to files and programs of this machine; nullptr where nothing may be changed (a
  // gate, a look at what a way back would find).
  Effects* effects = nullptr;

  Time now() const { return env.clock.now(); }

  // A parameter, with references to other steps' memory ("${key/chime.arn}") put in. A reference to
  // what no finished step remembers is our own mistake: the graph orders steps by it.
  std::string text(const std::string& name) const;

  const std::string& recall(
      const std::string& name) const;  // from memory; empty where it is missing
  std::optional<Time> recall_time(const std::string& name) const;
  void remember(const std::string& name, std::string value) { memory[name] = std::move(value); }
  void remember(const std::string& name, Time time);
};

}  // namespace godwit::step
