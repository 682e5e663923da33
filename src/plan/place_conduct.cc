#include <fmt/format.h>

#include <algorithm>

#include "plan/drafts.h"

namespace godwit::plan {

namespace {

StepSpec* find(Graph& graph, const Reference& reference, yaml::Problems& problems) {
  const auto found = std::ranges::find(graph.steps, reference.name, &StepSpec::id);
  if (found != graph.steps.end()) return &*found;
  std::vector<std::string> ids;
  for (const StepSpec& step : graph.steps) ids.push_back(step.id);
  problems.add({reference.where.line, reference.where.column},
               fmt::format("there is no step {}{}", yaml::in_quotes(reference.name),
                           problems.suggest(reference.name, ids)),
               "`godwit plan` shows the plan's steps");
  return nullptr;
}

}  // namespace

void place_conduct(const Plan& plan, Graph& graph, yaml::Problems& problems) {
  for (const Approval& approval : plan.approvals) {
    StepSpec* step = find(graph, approval.before, problems);
    if (step == nullptr) continue;
    GateSpec gate{.kind = "approval", .title = approval.title, .parameters = {}};
    gate.parameters.set("name", approval.name);
    step->gates.push_back(std::move(gate));
  }
  for (const Deadline& deadline : plan.deadlines) {
    if (StepSpec* step = find(graph, deadline.step, problems)) step->deadline = deadline.limit;
  }
}

}  // namespace godwit::plan
