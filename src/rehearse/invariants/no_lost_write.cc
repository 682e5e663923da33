// No acknowledged write is lost: at the end, with the region that is no longer needed switched off,
// every user finds everything they were promised, and every version that was there at the start is
// still there, the same.
#include "base/text.h"
#include "rehearse/invariant.h"

namespace godwit::rehearse {

std::optional<Verdict> judge_no_lost_write(const Case& of) {
  const Evidence& evidence = of.evidence;
  Verdict verdict;
  std::map<std::string, std::size_t> lost_writes;  // by store
  std::map<std::string, std::size_t> lost_old;
  std::set<std::uint32_t> cut_off;  // users
  std::size_t out_of_reach = 0;
  for (const lab::Sighting& sighting : evidence.read_back) {
    if (sighting.ok) continue;
    if (verdict.first.empty()) verdict.first = describe(of, sighting);
    // It may be there: whose address is wired in does not get there.
    if (sighting.hold == lab::Hold::hard_wired && !sighting.answered) {
      cut_off.insert(sighting.user);
      ++out_of_reach;
      continue;
    }
    bool written_meanwhile = sighting.id.starts_with("user-");
    ++(written_meanwhile ? lost_writes : lost_old)[evidence.stores[sighting.store]];
  }
  std::size_t versions = 0;
  std::vector<std::string> losses;
  for (const auto& [store, comparison] : evidence.kept) {
    versions += comparison.versions;
    if (std::size_t lost = comparison.missing + comparison.different; lost > 0) {
      losses.push_back(fmt::format("{} of {} versions of {} that were there before",
                                   group_digits(lost), group_digits(comparison.versions), store));
      if (verdict.first.empty()) verdict.first = comparison.first;
    }
  }
  for (const auto& [store, lost] : lost_writes) {
    losses.push_back(fmt::format("{} acknowledged write{} to {}", group_digits(lost),
                                 lost == 1 ? "" : "s", store));
  }
  // Old items that cannot be read although every version is there: the site is at fault, not the
  // data.
  for (const auto& [store, lost] : lost_old) {
    if (evidence.kept.contains(store) && evidence.kept.at(store).missing > 0) continue;
    losses.push_back(
        fmt::format("{} old items of {} that cannot be read", group_digits(lost), store));
  }
  if (!cut_off.empty()) {
    losses.push_back(fmt::format("{} items that {} hard-wired users still ask {} for",
                                 group_digits(out_of_reach), group_digits(cut_off.size()),
                                 evidence.switched_off));
  }
  verdict.held = losses.empty();
  verdict.detail =
      verdict.held
          ? fmt::format(
                "{} writes read back, {} old versions equal{}",
                group_digits(evidence.acknowledged_writes), group_digits(versions),
                evidence.switched_off.empty() ? "" : ", with " + evidence.switched_off + " off")
          : "lost: " + join(losses, "; ");
  return verdict;
}

}  // namespace godwit::rehearse
