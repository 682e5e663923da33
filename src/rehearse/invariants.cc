#include "rehearse/invariant.h"

namespace godwit::rehearse {

std::span<const Invariant> invariants() {
  static constexpr Invariant list[] = {
      {"no_lost_write", "no acknowledged write is lost", judge_no_lost_write},
      {"history", "what users saw adds up", judge_history},
      {"data_before_traffic", "data is there before traffic", judge_data_before_traffic},
      {"residency", "data and requests stay where policy allows", judge_residency},
      {"downtime", "downtime is within policy", judge_downtime},
      {"journal_matches", "the journal says what happened", judge_journal_matches},
      {"no_orphans", "nothing is left behind", judge_no_orphans},
      {"failures_explained", "nothing fails without a fault", judge_failures_explained},
      {"agreed", "people agreed first", judge_agreed},
      {"consumers_whole", "no consumer sees half a change", judge_consumers_whole},
      {"rollback_restores", "the way back restores what was", judge_rollback_restores},
  };
  return list;
}

std::string describe(const Case& of, const lab::Sighting& sighting) {
  const Evidence& evidence = of.evidence;
  return fmt::format("{}, a user in {}, {} {}/{}", format_time(sighting.time),
                     of.account.users.places[sighting.place].name,
                     sighting.kind == lab::RequestKind::write    ? "writing"
                     : sighting.kind == lab::RequestKind::remove ? "deleting"
                                                                 : "reading",
                     evidence.stores[sighting.store], sighting.id);
}

}  // namespace godwit::rehearse
