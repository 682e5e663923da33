// Graph: the steps of a plan with what each waits for. Data only; step/steps.h makes it act.
#pragma once

#include <concepts>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "plan/plan.h"

namespace godwit::plan {

// What a step or gate is told: named texts. A text of the form "${step-id.name}" stands for what
// that step, once done, remembers under that name ("${key/chime.arn}").
class Parameters {
 public:
  void set(const std::string& name, std::string value) { values_[name] = std::move(value); }
  // Exactly a flag or a number: neither a literal text nor a number shall turn into a flag.
  void set(const std::string& name, std::same_as<bool> auto flag) {
    values_[name] = flag ? "true" : "false";
  }
  void set(const std::string& name, std::same_as<int> auto number) {
    values_[name] = std::to_string(number);
  }
  void set(const std::string& name, Duration duration);
  void set(const std::string& name, const std::vector<std::string>& list);  // joined by "\n"

  bool has(const std::string& name) const { return values_.contains(name); }
  // Each is our own mistake (an assertion) where the name is missing or does not read as its type.
  const std::string& text(const std::string& name) const;
  bool flag(const std::string& name) const;
  std::int64_t integer(const std::string& name) const;
  double number(const std::string& name) const;
  Duration duration(const std::string& name) const;
  std::vector<std::string> list(const std::string& name) const;

  const std::map<std::string, std::string>& values() const { return values_; }
  bool operator==(const Parameters&) const = default;

 private:
  std::map<std::string, std::string> values_;
};

struct GateSpec {
  std::string kind;   // "health", "replication", "approval"
  std::string title;  // "at least half of the checkers find eu-central-1 healthy"
  Parameters parameters;
};

struct StepSpec {
  std::string id;     // "bucket/recordings/backfill"
  std::string kind;   // "backfill": which file in step/steps/ acts on it
  std::string title;  // "replicate the versions that were there before the rules"
  std::string phase;  // "prepare", "copy", "drill", "shift", "soak": for reports
  Parameters parameters;
  std::vector<std::string> after;  // ids
  std::vector<GateSpec> gates;
  std::string way_back;  // for people; empty: nothing to undo
  Duration deadline{};   // from its beginning; zero: none
};

struct Graph {
  std::string plan;  // its name
  std::string account;
  std::vector<StepSpec> steps;  // each after all that it waits for

  const StepSpec* find(const std::string& id) const;  // nullptr: none
  // A digest of everything that is in it: two graphs with the same digest do the same.
  std::string digest() const;
};

// A digest of what a step does: its kind, parameters, dependencies, gates and deadline, and not of
// what it is called for people.
std::string digest(const StepSpec& step);

// Pure. Errors: `after` that names no step, cycles, rungs that bake too short.
Checked<Graph> compile(const Plan& plan);

}  // namespace godwit::plan
