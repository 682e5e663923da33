#include "rehearse/faults/lab_faults.h"

#include <array>

namespace godwit::rehearse {
namespace {

constexpr std::array site_kinds = {FaultKind::slow_site, FaultKind::ailing_site,
                                   FaultKind::failing_site, FaultKind::gone_site};
constexpr std::array other_kinds = {FaultKind::region_down,     FaultKind::control_plane_down,
                                    FaultKind::data_plane_down, FaultKind::replication_stalled,
                                    FaultKind::slow_jobs,       FaultKind::failing_jobs};

lab::SiteState state_of(FaultKind kind) {
  switch (kind) {
    case FaultKind::slow_site:
      return lab::SiteState::slow;
    case FaultKind::ailing_site:
      return lab::SiteState::ailing;
    case FaultKind::failing_site:
      return lab::SiteState::failing;
    default:
      return lab::SiteState::gone;
  }
}

}  // namespace

LabFaults::LabFaults(Schedule& schedule, lab::Lab& lab) : schedule_(schedule), lab_(lab) {
  for (FaultKind kind : site_kinds) {
    schedule.on(kind, [this](Trouble& trouble) { change(trouble); });
  }
  for (FaultKind kind : other_kinds) {
    schedule.on(kind, [this](Trouble& trouble) { change(trouble); });
  }
}

// What is now, from all that are active: two faults of one thing may overlap.
void LabFaults::change(Trouble& changed) {
  if (changed.active) ++changed.happened;
  const FaultKind kind = changed.fault.kind;
  const std::string& subject = changed.fault.subject;
  bool same = false;  // the same is still being done to the same
  schedule_.each_active(kind, [&](const Trouble& each) { same |= each.fault.subject == subject; });
  lab::Troubles& troubles = lab_.troubles();
  switch (kind) {
    case FaultKind::region_down:
      return lab_.set_region_down(subject, same);
    case FaultKind::data_plane_down:
      return lab_.set_data_plane_down(subject, same);
    case FaultKind::control_plane_down:
    case FaultKind::replication_stalled: {
      auto& places =
          kind == FaultKind::control_plane_down ? troubles.control_planes : troubles.replication;
      if (same) {
        places.insert(subject);
      } else {
        places.erase(subject);
      }
      return;
    }
    case FaultKind::slow_jobs:
      troubles.job_delay = {};
      schedule_.each_active(kind,
                            [&](const Trouble& each) { troubles.job_delay = each.fault.amount; });
      return;
    case FaultKind::failing_jobs:
      troubles.failing_objects = 0;
      schedule_.each_active(kind, [&](const Trouble& each) {
        troubles.failing_objects = each.fault.percent / 100.0;
      });
      return;
    default:
      return set_site(subject);
  }
}

void LabFaults::set_site(const std::string& region) {
  lab::SiteState state = lab::SiteState::up;
  Duration delay{};
  for (const auto& each : schedule_.troubles()) {
    const bool of_a_site = std::ranges::find(site_kinds, each->fault.kind) != site_kinds.end();
    if (!each->active || !of_a_site || each->fault.subject != region) continue;
    state = state_of(each->fault.kind);
    delay = each->fault.amount;
  }
  lab_.internet().set_state(region, state, delay);
}

}  // namespace godwit::rehearse
