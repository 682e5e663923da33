// Residency (fact A7): users with a label are answered only from regions that the policy allows
// them, and no bucket that may hold their data is in any other region.
#include "base/text.h"
#include "rehearse/invariant.h"

namespace godwit::rehearse {

std::optional<Verdict> judge_residency(const Case& of) {
  const Evidence& evidence = of.evidence;
  const auto& policy = of.plan.policy.residency;
  Verdict verdict;
  std::size_t requests = 0;
  std::size_t outside = 0;
  std::set<std::string> labels_that_write;
  for (const lab::Sighting& sighting : evidence.history) {
    const std::string& label = of.account.users.places[sighting.place].residency;
    auto allowed = policy.find(label);
    if (allowed == policy.end() || sighting.region < 0) continue;
    ++requests;
    if (sighting.ok && sighting.kind == lab::RequestKind::write) labels_that_write.insert(label);
    if (allowed->second.contains(evidence.regions[static_cast<std::size_t>(sighting.region)]))
      continue;
    if (++outside == 1) verdict.first = describe(of, sighting);
  }
  std::vector<std::string> misplaced;
  for (const auto& [bucket, region] : evidence.bucket_regions) {
    for (const std::string& label : labels_that_write) {
      if (!policy.at(label).contains(region)) {
        misplaced.push_back(
            fmt::format("{} is in {}, where {} data may not be", bucket, region, label));
      }
    }
  }
  verdict.held = outside == 0 && misplaced.empty();
  if (verdict.held) {
    verdict.detail = fmt::format("{} requests and {} buckets in allowed regions",
                                 group_digits(requests), evidence.bucket_regions.size());
  } else {
    if (outside > 0) {
      misplaced.insert(misplaced.begin(),
                       fmt::format("{} of {} requests were answered elsewhere",
                                   group_digits(outside), group_digits(requests)));
    }
    verdict.detail = join(misplaced, "; ");
    if (verdict.first.empty()) verdict.first = misplaced.front();
  }
  return verdict;
}

}  // namespace godwit::rehearse
