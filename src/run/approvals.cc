#include "run/approvals.h"

#include <algorithm>

#include "run/plan_change.h"

namespace godwit::run {

bool is_approval(const plan::GateSpec& gate) { return gate.kind == "approval"; }

const std::string& approval_name(const plan::GateSpec& gate) {
  return gate.parameters.text("name");
}

const plan::GateSpec* missing_approval(const plan::StepSpec& step, const RunState& state) {
  for (const plan::GateSpec& gate : step.gates) {
    if (is_approval(gate) && !state.approvals.contains(approval_name(gate))) return &gate;
  }
  return nullptr;
}

bool can_be_approved(const plan::Graph& graph, const std::string& name) {
  if (name == point_of_no_return_gate) return true;
  return std::ranges::any_of(graph.steps, [&](const plan::StepSpec& step) {
    return std::ranges::any_of(step.gates, [&](const plan::GateSpec& gate) {
      return is_approval(gate) && approval_name(gate) == name;
    });
  });
}

std::vector<std::string> approvals_in(const std::vector<Record>& records) {
  std::vector<std::string> names;
  const auto add = [&names](const std::string& name) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  };
  for (const DescribedStep& step : described_steps(records)) {
    for (const DescribedGate& gate : step.gates) {
      if (!gate.approval.empty()) add(gate.approval);
    }
  }
  add(std::string(point_of_no_return_gate));
  return names;
}

std::string wait_for_approval(const std::string& name, const std::string& title) {
  return fmt::format(
      "waiting for approval of {}: {} (godwit approve RUN {} --by NAME --because TEXT)", name,
      title, name);
}

}  // namespace godwit::run
