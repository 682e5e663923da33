// SeedsTotals: what many seeds come to together. Everything that is printed of them, as text or as
// JSON, is read from here.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rehearse/distribution.h"
#include "rehearse/minimise.h"
#include "rehearse/seed_summary.h"

namespace godwit::report {

struct SeedsTotals {
  struct OfInvariant {
    std::string_view name;
    std::string_view title;
    std::size_t held = 0;
    std::size_t judged = 0;
    const rehearse::SeedSummary* first_broken = nullptr;
    std::string detail;  // of that, and so is the next
    std::string first;
  };
  struct Reason {
    std::string cause;
    std::size_t seeds = 0;
    std::uint64_t first = 0;
  };

  std::size_t seeds = 0;
  std::size_t passed = 0;
  std::map<rehearse::Ending, std::size_t> endings;
  std::vector<Reason> reasons;  // of those that stopped, did not end or broke; most frequent first
  std::size_t failed_on_the_way = 0;  // seeds whose run stopped, and went on or back later
  // Values are milliseconds, or requests.
  rehearse::Distribution downtime;
  rehearse::Distribution failed;
  rehearse::Distribution duration;  // of those that completed
  rehearse::Distribution home;      // of those that went back
  rehearse::Distribution back;
  std::map<rehearse::FaultKind, std::size_t> faults;  // in how many seeds
  std::size_t without_faults = 0;
  std::vector<OfInvariant> invariants;
  std::uint64_t requests = 0;
  std::uint64_t events = 0;
};

// In the order of seeds. What it points to are the summaries.
SeedsTotals totals_of(const std::vector<rehearse::SeedSummary>& summaries);

// A failing seed, and the least that fails in the same way.
struct FailingSeed {
  const rehearse::SeedSummary* whole = nullptr;
  rehearse::SeedSummary least;  // of the replay
  std::size_t runs = 0;
  bool minimal = false;
  std::string command;  // that replays it
};

}  // namespace godwit::report
