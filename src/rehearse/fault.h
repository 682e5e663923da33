// Fault: one thing that goes wrong in a rehearsal, as data. Its text form is docs/rehearsal.md,
// "Faults": what is parsed, drawn, minimised and printed is this and nothing else.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "account/account.h"
#include "base/result.h"
#include "plan/graph.h"

namespace godwit::rehearse {

enum class FaultKind : std::uint8_t {
  // The workload's site in a region, or the region.
  slow_site,     // each answer takes `amount` more
  ailing_site,   // 200 to /health, 503 to everything else
  failing_site,  // 503
  gone_site,     // no connection
  region_down,
  control_plane_down,
  data_plane_down,
  // Data on its way.
  replication_stalled,
  slow_jobs,     // each batch job begins `amount` later
  failing_jobs,  // `percent` of a batch job's objects fail once
  // The engine's calls: each with a probability of `percent`, of one service or of all.
  throttled,
  server_errors,
  lost_requests,   // no answer, and no effect
  lost_responses,  // the effect, and no answer
  slow_calls,      // `amount` more
  stale_reads,     // as it was up to `amount` ago, where AWS is eventually consistent
  expired_credentials,
  unreachable_sites,  // the engine's own probes and look-ups of the workload find nobody
  failing_programs,   // `percent` of the programs that the engine runs fail, or hang
  // The engine's clock, `amount` off.
  clock_ahead,
  clock_behind,
  // The engine's disk.
  disk_full,
  torn_writes,  // at each crash, any part of what was not synced is there all the same
  sync_errors,  // `percent` of syncs
  // The engine's process.
  crash,            // at a time
  crash_at_record,  // right after the record `record` is durable; its call with or without `effect`
  stalled,          // gets no turn, and then goes on as if nothing had happened
  second_executor,  // another process wants the run, and goes on trying
  // The person at the controls.
  late_approval,  // each approval comes `amount` after it is asked for
  no_approval,
  roll_back,  // a rollback in `mode`
};

struct Fault {
  FaultKind kind = FaultKind::failing_site;
  std::string subject;  // the region; of replication_stalled a region or a bucket; else empty
  std::string service;  // of calls: "kms"; empty: all
  int percent = 100;    // 1 to 100
  Duration amount{};    // whole milliseconds; see each kind
  std::uint64_t record = 0;
  bool effect = false;
  std::string mode;  // of roll_back: "traffic", "standby", "full"

  // When: so long after the step begins, or after the start where there is no step.
  std::string step;
  Duration after{};
  Duration lasts{};  // 0: to the end. Kinds that are a moment have none.

  bool operator==(const Fault&) const = default;
};

// What a kind's text consists of, beside its name and when; for whoever reads, draws or explains.
struct FaultForm {
  FaultKind kind;
  std::string_view name;  // "lost-responses"
  enum class Subject : std::uint8_t { none, site, region, region_or_bucket, service } subject;
  enum class Number : std::uint8_t { none, percent, record, mode } number;
  bool amount = false;     // "by 3s"
  Duration usual{};        // the amount where none is given
  bool momentary = false;  // it has no duration
};
// Every kind, in the order of FaultKind.
const std::vector<FaultForm>& fault_forms();
const FaultForm& form_of(FaultKind kind);

// "lost-responses kms 20% at traffic/api/shift+30h for 2h". Pure.
Result<Fault> parse_fault(std::string_view text);
// What parse_fault reads back as the same fault.
std::string to_string(const Fault& fault);

// Does what it is about exist: the site, region, bucket or step?
Result<void> check_fault(const Fault& fault, const account::Account& account,
                         const plan::Graph& graph);

}  // namespace godwit::rehearse
