// WayBack: what a rollback undoes, in which order, and what it leaves as it is. Pure: from a graph
// and the state of a run. docs/rollback.md says what each mode means.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plan/graph.h"

namespace godwit::run {

struct RunState;

enum class WayBack {
  traffic,  // users go back to the source; everything else stays, and the run can go on later
  standby,  // the same, and replication both ways is seen to work before the run ends
  full,     // everything is undone that can be undone without losing anything
};

std::string_view to_string(WayBack mode);
std::optional<WayBack> parse_way_back(std::string_view text);

struct WayBackRequest {
  WayBack mode = WayBack::full;
  std::string to;  // only with mode full: this step and all before it stay; empty: nothing does
  std::string because;

  // After such a way back the run can go forward again: what was undone is done anew.
  bool is_partial() const { return mode != WayBack::full || !to.empty(); }
  bool operator==(const WayBackRequest&) const = default;
};

// The payload of rollback_begun, and back. What an older journal does not say is a full way back.
boost::json::object to_json(const WayBackRequest& request);
WayBackRequest way_back_from_json(const boost::json::object& payload);

struct WayBackStep {
  std::string id;
  std::string kind;
  std::string status;         // as it is now: "done", "running", "failed", "undoing"
  std::string what;           // undo: what will happen. stay: what it costs to keep it
  std::string keeps;          // undo: what it leaves behind, and when; empty: nothing
  bool irreversible = false;  // undo: what it takes away cannot be put back as it was
};

struct WayBackPlan {
  WayBackRequest request;
  std::vector<WayBackStep> undo;  // in the order in which they are undone, one at a time
  std::vector<WayBackStep> stay;  // begun, and left as they are, in the graph's order
  std::size_t of_traffic = 0;     // so many of `undo`, the first ones, bring users home
  // The first of `undo` that is irreversible: before it, somebody has to approve.
  std::optional<std::size_t> point_of_no_return;
  // What must hold before the run ends: with mode standby, that replication works both ways.
  std::vector<plan::GateSpec> confirm;
  // Why the target will be no warm standby, for people: replications that the run had not set up
  // yet. Only with mode standby; no reason to refuse, since users are at home before there are any.
  std::vector<std::string> lacks;
};

// The name of the approval that the executor asks for at the point of no return.
inline constexpr std::string_view point_of_no_return_gate = "point-of-no-return";

// What is still to be undone of a run in this state: steps that are undone already are left out, so
// a way back that was interrupted is planned by the same call. A step that is being undone is
// always part of it. Works in any state of a run, also where nothing has begun.
// Errors: not_found where the graph has no step `to`; invalid where `to` comes with another mode
// than full.
Result<WayBackPlan> plan_way_back(const plan::Graph& graph, const RunState& state,
                                  const WayBackRequest& request);

}  // namespace godwit::run
