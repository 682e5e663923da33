// AuditCheck: the account's audit trail held against the journal of the run that acted on it. What
// the journal says happened, has; what happened, the journal explains; nothing was made twice.
// Pure: it believes neither of the two.
#pragma once

#include <string>
#include <vector>

#include "lab/audit_trail.h"
#include "rehearse/machine.h"
#include "run/record.h"

namespace godwit::rehearse {

// One process's time with the journal.
struct Tenure {
  std::uint64_t fence = 0;  // as run_begun and run_resumed say it
  std::string principal;    // as whom it signs: "engine 2"
  Time began{};             // by the world's clock
};

// Something that was made and not removed again.
struct LiveResource {
  std::string what;    // lab::AuditEntry::resource
  std::string region;  // empty: a global service's
  std::string step;    // whose intent explains it; empty: nobody's
  Time made{};
};

struct AuditReport {
  // Each is one thing that is wrong, for people, in the trail's order where it has one.
  std::vector<std::string> wrong;
  std::vector<LiveResource> live;  // in the order in which they were made
  std::size_t intents = 0;
  std::size_t effects = 0;
};

// `trail` has the calls of everybody who acted for the run, and of nobody else. Each tenure's
// intents are aligned with its principal's calls, of the same operation and subject, in their
// order:
//
//   applied   one call that had an effect
//   refused   a call without, or none: it was turned away on its way
//   unknown, or no outcome   any call, or none
//
// Likewise `local`, what changed on the machine itself: each change of files follows directly on an
// intent that speaks of that file or of a tree around it, and all changes after one intent are one.
//
// What cannot be aligned is wrong, and so is a call of somebody who has no tenure, an effect after
// the next tenure began, and a second resource that one step made under one token while the first
// was still there. The order of times is not looked at: the engine's clock may be off.
AuditReport check_audit(const std::vector<run::Record>& journal,
                        const std::vector<lab::AuditEntry>& trail,
                        const std::vector<Tenure>& tenures,
                        const std::vector<LocalChange>& local = {});

}  // namespace godwit::rehearse
