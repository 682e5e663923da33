// Allowance: what the faults of a pass make unavoidable, and nothing else. The one place that knows
// which failed requests no engine could have prevented. Pure. The physics are in docs/rehearsal.md,
// "What faults excuse". It never excuses a lost write, or anything left behind.
#pragma once

#include <vector>

#include "plan/plan.h"
#include "rehearse/evidence.h"

namespace godwit::rehearse {

// When a fault was at work.
struct Span {
  Time begins{};
  Time ends{};
  bool overlaps(const Span& other) const { return begins < other.ends && other.begins < ends; }
  bool has(Time time) const { return begins <= time && time <= ends; }
};

// Of one of the evidence's faults. nullopt: never, for its step did not begin.
std::optional<Span> span_of(const Fault& fault, const Evidence& evidence);

// What was written before this has to be in the target when users get there. Usually a quarter of
// an hour ago; earlier while something keeps replication from running that began after the gates
// had let users through, or while an outage of the source sends them there whatever has arrived.
Time replicated_until(const plan::Plan& plan, const Evidence& so_far, Time now);

class Allowance {
 public:
  // Both outlive it.
  Allowance(const plan::Plan& plan, const Evidence& evidence);

  // Could nobody have answered this request, which failed, as its user wanted?
  bool excuses(const lab::Sighting& sighting) const;

 private:
  // Requests to a region, by whoever is led there by what.
  struct Excuse {
    int region = -1;  // index into evidence.regions; -1: any
    bool reads_only = false;
    bool held_only = false;  // only those whom something other than a valid answer leads there
    Span span;
  };
  struct Watch {
    Span span;
    int pace = 1;         // how many times as long it takes
    bool passed = false;  // it ended with its step done: whoever failed or went back has acted
  };
  std::vector<Watch> watches(const plan::Traffic& traffic) const;
  void excuse_site(const Fault& fault, const Span& span);
  Duration until_moved(const Fault& fault, const Span& span) const;
  Duration engine_away(const Span& span) const;
  int region_index(const std::string& region) const;

  const plan::Plan& plan_;
  const Evidence& evidence_;
  std::vector<std::pair<Fault, Span>> faults_;
  std::vector<Excuse> excuses_;
};

}  // namespace godwit::rehearse
