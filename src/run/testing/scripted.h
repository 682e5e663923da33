// Steps that do what a test says, and graphs of them.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "plan/graph.h"
#include "run/event.h"
#include "step/step.h"

namespace godwit::run::testing {

using Turn = std::function<Result<step::Progress>(step::Context&)>;

// What each step does in its turns, by id; done at once where nothing is said.
struct Script {
  std::map<std::string, Turn> advance;
  std::map<std::string, Turn> undo;
};

class ScriptedStep : public step::Step {
 public:
  ScriptedStep(const Script& script, std::string id) : script_(script), id_(std::move(id)) {}
  Result<step::Progress> advance(step::Context& context) override {
    return turn(script_.advance, context);
  }
  Result<step::Progress> undo(step::Context& context) override {
    return turn(script_.undo, context);
  }
  Result<step::Verdict> observe(step::Context&) override {
    return step::Verdict{step::State::absent, "looked"};
  }

 private:
  Result<step::Progress> turn(const std::map<std::string, Turn>& turns,
                              step::Context& context) const {
    const auto found = turns.find(id_);
    return found == turns.end() ? Result<step::Progress>(step::Done{}) : found->second(context);
  }

  const Script& script_;
  std::string id_;
};

inline plan::StepSpec spec_of(std::string id, std::vector<std::string> after = {}) {
  return {.id = std::move(id), .kind = "scripted", .after = std::move(after)};
}

inline plan::GateSpec approval_of(const std::string& name) {
  plan::GateSpec gate{.kind = "approval", .title = "somebody has to agree", .parameters = {}};
  gate.parameters.set("name", name);
  return gate;
}

inline plan::Graph graph_of(std::vector<plan::StepSpec> steps) {
  return {.plan = "test", .account = "558069890522", .steps = std::move(steps)};
}

// What observers hear, as texts: "step_begun a".
class Told : public Observer {
 public:
  void on_record(const Record& record) override {
    std::string text(to_string(record.kind));
    if (!record.step.empty()) text += " " + record.step;
    records.push_back(std::move(text));
    if (heard) heard(record);
  }
  void on_wait(Time, const std::string& step, const std::string& why) override {
    waits.push_back((step.empty() ? "run" : step) + ": " + why);
  }
  void on_stop(const std::string& why) override {
    stopped = why;
    if (over) over();
  }
  void on_halt(const Error& error) override {
    halted = error;
    if (over) over();
  }

  std::vector<std::string> records;
  std::vector<std::string> waits;
  std::optional<std::string> stopped;
  std::optional<Error> halted;
  std::function<void(const Record&)> heard;
  std::function<void()> over;
};

}  // namespace godwit::run::testing
