// Fault: something that goes wrong at a site, or in a whole region, during a rehearsal.
#pragma once

#include <string>
#include <string_view>

#include "account/account.h"
#include "base/result.h"
#include "lab/internet.h"
#include "plan/graph.h"

namespace godwit::rehearse {

struct Fault {
  bool region_down = false;  // the region with all of its services and sites; no state then
  lab::SiteState state = lab::SiteState::failing;
  std::string region;
  std::string step;  // counted from when this step begins; empty: from the start
  Duration after{};
  Duration lasts{};             // 0: for ever
  Duration delay = seconds(3);  // of a slow site
};

// "failing eu-central-1 at traffic/api/shift+30h for 2h": a state (slow, ailing, failing, gone,
// down), a region, and optionally when (a step, a duration, or both) and for how long. Pure.
Result<Fault> parse_fault(std::string_view text);

// Is there a site in that region (or is it one that can be down), and such a step?
Result<void> check_fault(const Fault& fault, const account::Account& account,
                         const plan::Graph& graph);

}  // namespace godwit::rehearse
