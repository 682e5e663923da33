// Invariant: what must hold throughout a rehearsal. One file each in invariants/, and one line in
// invariants.cc. Invariants judge from outside: see evidence.h.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "rehearse/evidence.h"

namespace godwit::rehearse {

struct Verdict {
  bool held = true;
  std::string detail;  // one line for people, with the numbers
  std::string first;   // the first violating event; empty if it held
};

// What a judge may look at beside the evidence.
struct Case {
  const plan::Plan& plan;
  const plan::Graph& graph;  // the plan's
  const account::Account& account;
  const Evidence& evidence;
};

struct Invariant {
  std::string_view name;   // stable, for JSON: "no_lost_write"
  std::string_view title;  // "no acknowledged write is lost"
  // nullopt where the pass cannot say anything about it.
  std::optional<Verdict> (*judge)(const Case&);
};

// The visible list.
std::span<const Invariant> invariants();

// "2026-01-05T06:12:09Z, a user in Germany (recordings/2025/000001.webm)": how sightings are named.
std::string describe(const Case& of, const lab::Sighting& sighting);

std::optional<Verdict> judge_no_lost_write(const Case& of);
std::optional<Verdict> judge_history(const Case& of);
std::optional<Verdict> judge_data_before_traffic(const Case& of);
std::optional<Verdict> judge_residency(const Case& of);
std::optional<Verdict> judge_downtime(const Case& of);
std::optional<Verdict> judge_journal_matches(const Case& of);
std::optional<Verdict> judge_no_orphans(const Case& of);
std::optional<Verdict> judge_failures_explained(const Case& of);
std::optional<Verdict> judge_agreed(const Case& of);
std::optional<Verdict> judge_consumers_whole(const Case& of);
std::optional<Verdict> judge_rollback_restores(const Case& of);

}  // namespace godwit::rehearse
