// Gate: a condition that must hold before a step begins. Each kind is one file in gates/, and one
// line in gates.cc.
#pragma once

#include <string>

#include "base/result.h"
#include "plan/graph.h"
#include "step/context.h"

namespace godwit::run {

struct GateReading {
  bool open = false;
  std::string why;  // it is closed; the same text as long as the reason is the same
};

// Reads only. Errors count as closed, with the error as the reason.
Result<GateReading> read_gate(const plan::GateSpec& gate, step::Context& context);

// The kinds.
Result<GateReading> read_health_gate(step::Context& context);
Result<GateReading> read_replication_gate(step::Context& context);
Result<GateReading> read_flows_gate(step::Context& context);

}  // namespace godwit::run
