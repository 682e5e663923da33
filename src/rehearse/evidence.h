// Evidence: everything that is known of one pass of a rehearsal, from outside: what users saw, what
// an auditor read, what the journal says. Invariants judge by it and by nothing else.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "account/account.h"
#include "lab/audit_trail.h"
#include "lab/users.h"
#include "plan/graph.h"
#include "plan/plan.h"
#include "rehearse/audit_check.h"
#include "rehearse/auditor.h"
#include "rehearse/fault.h"
#include "rehearse/live_consumers.h"
#include "rehearse/marks.h"
#include "run/run_state.h"

namespace godwit::rehearse {

// What the target held when users first reached it.
struct Arrival {
  lab::Sighting first;
  std::map<std::string, Comparison> stores;  // by store
};

// A wait that a step began, as observers were told.
struct Waited {
  Time time{};
  std::string step;
  std::string why;
};

struct Evidence {
  std::string pass;                  // "migration" or "way back"
  std::vector<std::string> stores;   // lab::Sighting::store points here
  std::vector<std::string> regions;  // lab::Sighting::region points here
  Time started{};
  Time ended{};
  std::vector<Fault> faults;  // what went wrong on purpose
  // When each of them began, by a clock that is right: the journal's may not be. Empty: nobody
  // knows.
  std::vector<std::optional<Time>> fault_begins;
  std::vector<std::uint64_t> fault_counts;  // how often each of them has done something
  std::size_t refusals = 0;                 // of other executors that wanted the run
  std::size_t takeovers = 0;                // by them

  std::vector<run::Record> journal;
  std::vector<Waited> waits;  // of all lives of the engine, in their order
  run::Outcome outcome = run::Outcome::none;
  std::optional<Error> failure;

  // Every call of the engine (and of whoever else acted for it) that may have changed the account,
  // as the account's front door saw it; principals are "engine" for the first life, "engine 2" ...
  // Calls of users' sites are left out.
  std::vector<lab::AuditEntry> trail;
  // What changed on the machine itself, in the same words.
  std::vector<LocalChange> local_changes;
  std::vector<Tenure> tenures;            // who had the run when, in order
  std::vector<MarkedResource> resources;  // what carries the run's marks at the end

  std::vector<lab::Sighting> history;
  std::vector<lab::Item> old_items;  // what users knew to be there at the start
  std::size_t users = 0;
  std::size_t hard_wired = 0;        // of them, at the start
  std::size_t still_hard_wired = 0;  // at the end
  std::size_t acknowledged_writes = 0;
  std::optional<Arrival> arrival;

  // The end: the region that all answers name (empty if they do not agree), the one that was then
  // switched off, and what users found when they asked for everything once more.
  std::string owner;
  std::string switched_off;
  std::vector<lab::Sighting> read_back;
  // Every version that was there at the start, looked for in the owner's buckets; by store.
  std::map<std::string, Comparison> kept;

  std::map<std::string, std::string> bucket_regions;  // of all stores' buckets that exist
  // What consumers went by, from the start on; what their places held, and what the plan's programs
  // had brought about at the end (names of consumers).
  std::vector<ConsumerView> consumer_views;
  std::map<std::string, ConsumerPlace> consumers_before;  // by consumer
  std::map<std::string, ConsumerPlace> consumers_after;
  std::set<std::string> happened;
  // Files of the machine, without the journal and what lies beside it: path -> SHA-256.
  std::map<std::string, std::string> files_before;
  std::map<std::string, std::string> files_after;

  boost::json::value configuration_before;
  boost::json::value configuration_after;
  boost::json::value snapshot;  // the lab's, at the end; null where nobody asked for it
  std::uint64_t events = 0;
};

}  // namespace godwit::rehearse
