// Downtime within policy, in every place: see downtime.h for what it is, and allowance.h for which
// failures are no engine's.
#include "rehearse/downtime.h"

#include "base/text.h"
#include "rehearse/allowance.h"
#include "rehearse/invariant.h"

namespace godwit::rehearse {

std::optional<Verdict> judge_downtime(const Case& of) {
  const Evidence& evidence = of.evidence;
  const Allowance allowance(of.plan, evidence);
  std::size_t excused = 0;
  auto places = downtime_by_place(evidence.history, of.account.users.places.size(), evidence.ended,
                                  [&](const lab::Sighting& sighting) {
                                    const bool excuse = allowance.excuses(sighting);
                                    excused += excuse;
                                    return !excuse;
                                  });
  Verdict verdict;
  Duration worst{};
  std::size_t worst_place = 0;
  std::size_t failed = 0;
  const lab::Sighting* first = nullptr;
  for (std::size_t i = 0; i < places.size(); ++i) {
    failed += places[i].failed;
    if (places[i].total > worst) {
      worst = places[i].total;
      worst_place = i;
    }
    const lab::Sighting* candidate = places[i].first_failed;
    if (candidate != nullptr && (first == nullptr || candidate->time < first->time))
      first = candidate;
  }
  verdict.held = worst <= of.plan.policy.downtime;
  std::string limit = format_duration(of.plan.policy.downtime);
  verdict.detail =
      failed == 0
          ? fmt::format("0s of {}, no failed request", limit)
          : fmt::format("{} in {}, policy allows {}; {} failed requests", format_duration(worst),
                        of.account.users.places[worst_place].name, limit, group_digits(failed));
  if (excused > 0) {
    verdict.detail +=
        fmt::format("; {} more that its faults left no way to answer", group_digits(excused));
  }
  if (!verdict.held) verdict.first = describe(of, *first);
  return verdict;
}

}  // namespace godwit::rehearse
