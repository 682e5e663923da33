// Behaviour: what users' software did in a pass, for reports: what it hid, and who came late.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rehearse/evidence.h"

namespace godwit::rehearse {

// Requests that the old region still served when every record named the new one.
struct Late {
  lab::Hold hold = lab::Hold::none;  // what held them there; none: an answer within its TTL
  std::size_t requests = 0;
  Duration last{};  // of them, after the move
};

struct Behaviour {
  std::size_t repeated = 0;       // requests that were tried again
  std::size_t saved = 0;          // of these, those that succeeded all the same
  std::size_t on_kept = 0;        // requests on a connection that was there already
  std::size_t on_hard_wired = 0;  // requests to an endpoint's own name
  // Of the latter, those of the last day, by the region that they were for.
  std::vector<std::pair<std::string, std::size_t>> last_day;

  // The move: the last rung, where it gives everything to the target; or the end of the shift's way
  // back. None: traffic was not moved as a whole.
  std::optional<Time> moved;
  std::string old_region;
  std::vector<Late> late;  // in the order of lab::Hold, without those that nobody was held by
};
Behaviour behaviour_of(const plan::Plan& plan, const plan::Graph& graph, const Evidence& evidence);

std::string_view to_string(lab::Hold hold);  // stable, for JSON: "stretched_ttl"

}  // namespace godwit::rehearse
