// Approvals: gates that a person opens. Where a plan has one stands in its file (`approvals`,
// docs/plan-file.md); a way back has one of its own, before what cannot be undone.
#pragma once

#include <optional>
#include <string>

#include "plan/graph.h"
#include "run/run_state.h"

namespace godwit::run {

bool is_approval(const plan::GateSpec& gate);

// The name by which it is approved.
const std::string& approval_name(const plan::GateSpec& gate);

// The first approval that a step still needs before it begins; nullptr: none.
const plan::GateSpec* missing_approval(const plan::StepSpec& step, const RunState& state);

// Whether anything in this run can be approved by that name.
bool can_be_approved(const plan::Graph& graph, const std::string& name);

// The names of all that can be approved in the run of this journal.
std::vector<std::string> approvals_in(const std::vector<Record>& records);

// "waiting for approval of go-live: ... (godwit approve RUN go-live --by NAME --because TEXT)"
std::string wait_for_approval(const std::string& name, const std::string& title);

}  // namespace godwit::run
