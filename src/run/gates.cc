#include <cassert>

#include "run/gate.h"

namespace godwit::run {
namespace {

using Reader = Result<GateReading> (*)(step::Context&);

// One line per kind; each is one file in gates/.
constexpr std::pair<std::string_view, Reader> kinds[] = {
    {"health", read_health_gate},
    {"replication", read_replication_gate},
    {"flows", read_flows_gate},
};

}  // namespace

Result<GateReading> read_gate(const plan::GateSpec& gate, step::Context& context) {
  for (const auto& [name, read] : kinds) {
    if (name == gate.kind) return read(context);
  }
  assert(false && "a gate kind that the list does not have");
  return GateReading{false, "unknown gate"};
}

}  // namespace godwit::run
