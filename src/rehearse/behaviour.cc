#include "rehearse/behaviour.h"

#include <array>

#include "rehearse/statistics.h"

namespace godwit::rehearse {
namespace {

using lab::Hold;

constexpr std::array holds = {Hold::none, Hold::stretched_ttl, Hold::ignored_ttl,
                              Hold::kept_connection, Hold::hard_wired};

// When the traffic was back where it came from: the last that a shift's way back did.
std::optional<Time> moved_back(const plan::Graph& graph, const Evidence& evidence) {
  std::optional<Time> moved;
  for (const run::Record& record : evidence.journal) {
    const plan::StepSpec* step = graph.find(record.step);
    const bool undone =
        step != nullptr && step->kind == "shift" && record.kind == run::RecordKind::undo_done;
    if (undone) moved = record.time;
  }
  return moved;
}

}  // namespace

std::string_view to_string(Hold hold) {
  switch (hold) {
    case Hold::none:
      break;
    case Hold::stretched_ttl:
      return "stretched_ttl";
    case Hold::ignored_ttl:
      return "ignored_ttl";
    case Hold::kept_connection:
      return "kept_connection";
    case Hold::hard_wired:
      return "hard_wired";
  }
  return "none";
}

Behaviour behaviour_of(const plan::Plan& plan, const plan::Graph& graph, const Evidence& evidence) {
  Behaviour behaviour;
  behaviour.old_region = plan.source;
  if ((behaviour.moved = moved_back(graph, evidence))) {
    behaviour.old_region = plan.target;
  } else {
    for (const Rung& rung : rungs_of(graph, plan.target, evidence)) {
      behaviour.moved = rung.weight == 100 ? std::optional(rung.begins) : std::nullopt;
    }
  }

  std::vector<std::size_t> last_day(evidence.regions.size());
  std::array<Late, holds.size()> late;
  for (const lab::Sighting& sighting : evidence.history) {
    behaviour.repeated += sighting.attempts > 1;
    behaviour.saved += sighting.attempts > 1 && sighting.ok;
    behaviour.on_kept += sighting.kept;
    const bool hard_wired = sighting.hold == Hold::hard_wired;
    behaviour.on_hard_wired += hard_wired;
    if (sighting.region < 0) continue;
    const auto region = static_cast<std::size_t>(sighting.region);
    if (hard_wired && sighting.time >= evidence.ended - hours(24)) ++last_day[region];
    if (behaviour.moved && sighting.time >= *behaviour.moved && sighting.answered &&
        evidence.regions[region] == behaviour.old_region) {
      Late& held = late[static_cast<std::size_t>(sighting.hold)];
      ++held.requests;
      held.last = std::max(held.last, sighting.time - *behaviour.moved);
    }
  }
  for (std::size_t i = 0; i < last_day.size(); ++i) {
    if (last_day[i] > 0) behaviour.last_day.emplace_back(evidence.regions[i], last_day[i]);
  }
  for (const Hold hold : holds) {
    Late& held = late[static_cast<std::size_t>(hold)];
    held.hold = hold;
    if (held.requests > 0) behaviour.late.push_back(held);
  }
  return behaviour;
}

}  // namespace godwit::rehearse
