#include "run/people.h"

#include "run/approvals.h"

namespace godwit::run {

std::optional<Wish> wish_of(const RunRequest& request, const RunState& state,
                            const plan::Graph& graph) {
  if (request.number <= state.requests) return std::nullopt;
  boost::json::object payload{{"request", request.number},
                              {"by", request.by},
                              {"because", request.because},
                              {"asked", format_time(request.time)}};
  switch (request.kind) {
    case RequestKind::approve:
      if (state.approvals.contains(request.gate) || !can_be_approved(graph, request.gate)) break;
      payload["gate"] = request.gate;
      return Wish{RecordKind::approved, std::move(payload)};
    case RequestKind::pause:
      if (state.paused) break;
      return Wish{RecordKind::paused, std::move(payload)};
    case RequestKind::go_on:
      if (!state.paused) break;
      return Wish{RecordKind::continued, std::move(payload)};
    case RequestKind::cancel:
      if (state.cancelling) break;
      return Wish{RecordKind::cancelled, std::move(payload)};
  }
  return std::nullopt;
}

}  // namespace godwit::run
