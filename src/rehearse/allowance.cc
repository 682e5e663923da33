#include "rehearse/allowance.h"

#include <algorithm>

#include "traffic/ladder.h"

namespace godwit::rehearse {
namespace {

// A request that was sent before a fault may still be under way when it begins, and one that was
// sent before its end may meet what is left of it: RetryHabits::deadline.
constexpr Duration under_way = seconds(30);
// Until a guard that asks each minute is sure that a side fails altogether, and has changed records
// or turned the switch. A soak's watches a tenth as often (step/guard.h).
constexpr Duration guard_is_sure = minutes(20);
constexpr int pace_of_a_soak = 10;
// What replication may take, as the gates before traffic have it (and S3's time control promises).
constexpr Duration replication_limit = minutes(15);
// After a hindrance: a dead engine's next life, a lease that has to expire, pauses between retries.
constexpr Duration until_at_work_again = minutes(30);
// A client's patience with one attempt is less than this: a slower site is as good as none.
constexpr Duration as_good_as_gone = seconds(3);

// What keeps the engine from seeing or from acting while it lasts.
bool hinders_the_engine(FaultKind kind) {
  return kind >= FaultKind::throttled && kind <= FaultKind::second_executor &&
         kind != FaultKind::failing_programs;
}

bool site_is_ill(const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::slow_site:
      return fault.amount >= as_good_as_gone;
    case FaultKind::ailing_site:
    case FaultKind::failing_site:
    case FaultKind::gone_site:
    case FaultKind::region_down:
    case FaultKind::data_plane_down:
      return true;
    default:
      return false;
  }
}

// Do health checks see it? An ailing site says that it is well (fact E4).
bool health_checks_see(const Fault& fault) {
  return fault.kind == FaultKind::failing_site || fault.kind == FaultKind::gone_site ||
         fault.kind == FaultKind::region_down || fault.kind == FaultKind::data_plane_down;
}

Duration overlap(const Span& a, const Span& b) {
  return a.overlaps(b) ? std::min(a.ends, b.ends) - std::max(a.begins, b.begins) : Duration::zero();
}

}  // namespace

std::optional<Span> span_of(const Fault& fault, const Evidence& evidence) {
  const auto number =
      static_cast<std::size_t>(std::ranges::find(evidence.faults, fault) - evidence.faults.begin());
  std::optional<Time> begins;
  if (fault.kind == FaultKind::crash_at_record) {
    begins = evidence.started;  // at a moment that nobody can name
  } else if (number < evidence.fault_begins.size()) {
    begins = evidence.fault_begins[number];
  } else if (fault.step.empty()) {
    begins = evidence.started + fault.after;
  } else {
    for (const run::Record& record : evidence.journal) {
      if (record.kind != run::RecordKind::step_begun || record.step != fault.step) continue;
      begins = record.time + fault.after;
      break;
    }
  }
  if (!begins) return std::nullopt;
  if (form_of(fault.kind).momentary) return Span{*begins, *begins};
  const bool lasts = fault.lasts > Duration::zero();
  return Span{*begins, lasts ? *begins + fault.lasts : std::max(*begins, evidence.ended)};
}

Time replicated_until(const plan::Plan& plan, const Evidence& so_far, Time now) {
  Time let_through{};
  for (const run::Record& record : so_far.journal) {
    const bool gated = record.step.ends_with("/drill") || record.step.ends_with("/shift");
    if (gated && record.kind == run::RecordKind::step_begun) let_through = record.time;
  }
  std::vector<std::pair<Fault, Span>> faults;
  bool driven_out = false;
  for (const Fault& fault : so_far.faults) {
    const auto span = span_of(fault, so_far);
    if (!span || span->begins > now) continue;
    faults.emplace_back(fault, *span);
    driven_out = driven_out || (site_is_ill(fault) && fault.subject == plan.source &&
                                now <= span->ends + replication_limit);
  }
  Time until = now - replication_limit;
  for (const auto& [fault, span] : faults) {
    const bool hinders = fault.kind == FaultKind::replication_stalled ||
                         fault.kind == FaultKind::region_down ||
                         fault.kind == FaultKind::data_plane_down;
    if (!hinders || now > span.ends + replication_limit) continue;
    // A gate sees that something stands still only when that has lasted as long as it allows.
    if (driven_out || span.begins >= let_through - replication_limit) {
      until = std::min(until, span.begins - replication_limit);
    }
  }
  return until;
}

Allowance::Allowance(const plan::Plan& plan, const Evidence& evidence)
    : plan_(plan), evidence_(evidence) {
  for (const Fault& fault : evidence.faults) {
    if (auto span = span_of(fault, evidence)) faults_.emplace_back(fault, *span);
  }
  for (const auto& [fault, span] : faults_) {
    if (site_is_ill(fault)) excuse_site(fault, span);
    // What was written there a moment ago is nowhere else yet: replication is asynchronous.
    if (fault.kind == FaultKind::region_down || fault.kind == FaultKind::data_plane_down) {
      excuses_.push_back({-1, true, false, {span.begins - under_way, span.ends + under_way}});
    }
  }
}

int Allowance::region_index(const std::string& region) const {
  const auto found = std::ranges::find(evidence_.regions, region);
  return found == evidence_.regions.end() ? -2
                                          : static_cast<int>(found - evidence_.regions.begin());
}

void Allowance::excuse_site(const Fault& fault, const Span& span) {
  const int region = region_index(fault.subject);
  const Span whole{span.begins - under_way, span.ends + under_way};
  const bool nowhere_else =
      fault.subject != plan_.target || std::ranges::any_of(faults_, [&](const auto& other) {
        return site_is_ill(other.first) && other.first.subject == plan_.source &&
               other.second.overlaps(whole);
      });
  if (nowhere_else) {
    excuses_.push_back({region, false, false, whole});
    return;
  }
  // The source is well: whoever asks anew is there as soon as that can be.
  excuses_.push_back({region, false, true, whole});
  const Time moved = std::min(whole.ends, span.begins + until_moved(fault, span) + under_way);
  excuses_.push_back({region, false, false, {whole.begins, moved}});
}

// When a guard watched the target, in the shift and in the soak.
std::vector<Allowance::Watch> Allowance::watches(const plan::Traffic& traffic) const {
  const std::string shift = "traffic/" + traffic.name + "/shift";
  const std::string soak = "traffic/" + traffic.name + "/soak";
  std::vector<Watch> list;
  bool open = false;
  for (const run::Record& record : evidence_.journal) {
    if (record.step != shift && record.step != soak) continue;
    using run::RecordKind;
    if (record.kind == RecordKind::step_begun) {
      list.push_back({{record.time, evidence_.ended}, record.step == soak ? pace_of_a_soak : 1});
      open = true;
    } else if (open &&
               (record.kind == RecordKind::step_done || record.kind == RecordKind::step_failed ||
                record.kind == RecordKind::undo_begun)) {
      list.back().span.ends = record.time;
      list.back().passed = record.kind == RecordKind::step_done;
      open = false;
    }
  }
  return list;
}

// How long valid answers may go on to name a target that is ill.
Duration Allowance::until_moved(const Fault& fault, const Span& span) const {
  const plan::Traffic* traffic = plan_.traffic.empty() ? nullptr : &plan_.traffic.front();
  const Duration whole = span.ends - span.begins;
  if (traffic == nullptr) return whole;
  traffic::Settling settling;
  std::optional<Duration> least;
  if (traffic->health) {
    settling.interval = traffic->health->interval;
    settling.threshold = traffic->health->threshold;
    if (health_checks_see(fault)) least = settling.failover() + traffic::propagation;
  }
  // That a plan has no guard excuses nothing: it could have one.
  for (const Watch& watch : watches(*traffic)) {
    if (!watch.span.overlaps(span)) continue;
    const Time seen = std::max(watch.span.begins, span.begins);
    const Time sure = seen + guard_is_sure * watch.pace;
    if (watch.span.ends < sure && watch.passed) continue;  // it was over before it could know
    const Duration moved =
        sure - span.begins + settling.ttl + traffic::propagation + engine_away(span);
    least = std::min(least.value_or(whole), moved);
  }
  return std::min(least.value_or(whole), whole);
}

// How long, at most, the engine saw nothing or could do nothing meanwhile.
Duration Allowance::engine_away(const Span& span) const {
  const bool switched = std::ranges::any_of(plan_.traffic, [](const plan::Traffic& traffic) {
    return traffic.health && traffic.health->switch_too;
  });
  Duration away{};
  for (const auto& [fault, its] : faults_) {
    const bool control =
        fault.subject == "us-east-1" && !switched &&
        (fault.kind == FaultKind::region_down || fault.kind == FaultKind::control_plane_down);
    if (!hinders_the_engine(fault.kind) && !control) continue;
    // A record's moment is nobody's to say beforehand.
    const bool meanwhile =
        fault.kind == FaultKind::crash_at_record || span.has(its.begins) || its.overlaps(span);
    if (meanwhile) away += overlap(its, span) + until_at_work_again;
  }
  return away;
}

bool Allowance::excuses(const lab::Sighting& sighting) const {
  return std::ranges::any_of(excuses_, [&](const Excuse& excuse) {
    return excuse.span.has(sighting.time) &&
           (excuse.region == -1 || excuse.region == sighting.region) &&
           (!excuse.reads_only || sighting.kind == lab::RequestKind::read) &&
           (!excuse.held_only || sighting.hold != lab::Hold::none);
  });
}

}  // namespace godwit::rehearse
