// Data before traffic (fact E4): at the moment when the target answers a user for the first time,
// it holds every version that is older than replication may take.
#include "base/text.h"
#include "rehearse/invariant.h"

namespace godwit::rehearse {

std::optional<Verdict> judge_data_before_traffic(const Case& of) {
  const Evidence& evidence = of.evidence;
  Verdict verdict;
  if (!evidence.arrival) {
    verdict.detail = fmt::format("no user reached {}", of.plan.target);
    return verdict;
  }
  std::size_t versions = 0;
  std::vector<std::string> gaps;
  for (const auto& [store, comparison] : evidence.arrival->stores) {
    versions += comparison.versions;
    if (std::size_t gap = comparison.missing + comparison.different; gap > 0) {
      gaps.push_back(fmt::format("{} of {} versions of {}", group_digits(gap),
                                 group_digits(comparison.versions), store));
    }
  }
  verdict.held = gaps.empty();
  if (verdict.held) {
    verdict.detail =
        fmt::format("{} versions were there when the first user came", group_digits(versions));
  } else {
    verdict.detail = "not there when the first user came: " + join(gaps, "; ");
    verdict.first = describe(of, evidence.arrival->first);
  }
  return verdict;
}

}  // namespace godwit::rehearse
