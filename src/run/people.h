// People: what those who watch a run ask of it, as records. Each request is acted on once: the
// record has its number, and the run's state the highest of these.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "run/requests.h"
#include "run/run_state.h"

namespace godwit::run {

struct Wish {
  RecordKind kind;
  boost::json::object payload;
};

// What to journal for this request; nothing where the run is in that state already, or has nothing
// of that name to approve.
std::optional<Wish> wish_of(const RunRequest& request, const RunState& state,
                            const plan::Graph& graph);

}  // namespace godwit::run
