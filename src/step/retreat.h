// Retreat: all traffic goes back to the source, by the records' own set identifiers (fact C7). What
// a shift and a soak do when their guard trips, and a shift's way back.
//
// Changing records needs Route 53's control plane, which lives in us-east-1 (fact C11). Where it
// does not answer and the plan has a switch, the retreat throws that: one number for CloudWatch in
// the source's region, which fails the target's health check, and answering depends on nothing
// else. The weights follow when the control plane is back, and then the switch is set again.
#pragma once

#include "step/context.h"
#include "step/step.h"

namespace godwit::step {

// One turn of it: Done once all answers name the source. Parameters: zone, record, type,
// source_set, target_set; with a switch also switch_region, switch_metric. Remembers: change,
// change_known, switch, control_plane.
Result<Progress> retreat(Context& context);

// The same as a way back, which may find nothing to retreat from: Done where no record set names
// the target.
Result<Progress> undo_by_retreat(Context& context);

// Did nobody answer, or nobody who can?
bool is_outage(const Error& error);

}  // namespace godwit::step
