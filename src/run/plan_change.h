// PlanChange: how a plan differs from the one that a run began with, step by step and parameter by
// parameter, and whether the run can go on with it: only what touches no step that has begun.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "plan/graph.h"
#include "run/run_state.h"

namespace godwit::run {

// A graph's steps as run_begun and plan_changed keep them (docs/journal.md): enough to say what
// another plan does otherwise. Without what stands behind '?' in addresses, which may be a secret;
// the digest of each step covers that too.
boost::json::array describe_steps(const plan::Graph& graph);

// What a journal says of its plan's steps now. Older versions kept ids only.
struct DescribedGate {
  std::string kind;
  std::string title;
  std::string approval;  // the name of one that a person opens
};
struct DescribedStep {
  std::string id;
  std::vector<std::string> after;
  std::vector<DescribedGate> gates;
};
std::vector<DescribedStep> described_steps(const std::vector<Record>& records);
// The array that describe_steps() made; empty where there is none.
boost::json::array description_in(const std::vector<Record>& records);

struct PlanChange {
  struct Difference {
    std::string step;
    std::string what;  // for people: "weights: 1, 10, 100 -> 5, 100"
    bool begun = false;
  };
  std::vector<Difference> differences;
  bool touches_begun() const;
};

// `description` is what the journal has of the plan before. Error: conflict where that is an older
// version's, which kept too little.
Result<PlanChange> plan_change(const boost::json::array& description, const plan::Graph& graph,
                               const RunState& state);

// One line for each difference.
std::string to_string(const PlanChange& change);

}  // namespace godwit::run
