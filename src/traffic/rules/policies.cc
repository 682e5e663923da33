// Fact C2: one name and type has one routing policy.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "traffic/rules.h"

namespace godwit::traffic::rule {

void policies_mixed(const Case& given, std::vector<Finding>& findings) {
  for (const TouchedGroup& group : given.groups) {
    std::set<Policy> policies;
    Finding finding{.id = "policies-mixed", .fact = "C2", .severity = Severity::refused};
    for (const RecordSet* record : group.after) {
      policies.insert(policy_of(*record));
      finding.records.push_back(title(*record));
    }
    if (policies.size() < 2) continue;
    std::vector<std::string> names;
    for (const Policy policy : policies) names.emplace_back(to_string(policy));
    finding.numbers["policies"] = static_cast<double>(policies.size());
    finding.sentence = fmt::format(
        "{} {} would have records of more than one routing policy ({}), which fails the whole "
        "batch; combine them in a tree of aliases",
        group.name, group.type, join(names, ", "));
    findings.push_back(std::move(finding));
  }
}

// Without a default, who is nowhere in the records has no answer.
void place_without_answer(const Case& given, std::vector<Finding>& findings) {
  for (const TouchedGroup& group : given.groups) {
    if (group.after.empty()) continue;
    const Policy policy = policy_of(*group.after.front());
    if (policy != Policy::geolocation && policy != Policy::ip_based) continue;
    const bool has_default = std::ranges::any_of(group.after, [](const RecordSet* record) {
      return (record->geolocation && record->geolocation->country == "*") ||
             (record->cidr && record->cidr->location == "*");
    });
    if (has_default) continue;
    Finding finding{.id = "place-without-answer", .fact = "C2", .severity = Severity::warning};
    for (const RecordSet* record : group.after) finding.records.push_back(title(*record));
    double everybody = 0;
    double lost = 0;
    for (const Population& population : given.situation.populations) {
      if (population.people <= 0) continue;
      everybody += population.people;
      double answered = 0;
      for (const Share& share : share_of_records(given.after.answer(
               group.name, group.type, population.asker, given.situation.health))) {
        answered += share.probability;
      }
      constexpr double rounding = 1e-9;
      if (answered > 1 - rounding) continue;
      lost += population.people * (1 - answered);
      finding.places.push_back(population.place);
    }
    finding.numbers = {{"people_without_answer", lost},
                       {"share_without_answer", everybody > 0 ? lost / everybody : 0}};
    const std::string who =
        lost > 0 ? fmt::format("{} of users ({}: {:.0f} people) and whoever cannot be located",
                               percent(lost / everybody), join(finding.places, ", "), lost)
                 : "whoever cannot be located";
    finding.sentence = fmt::format(
        "{} {} has {} records and no default: after this batch {} get "
        "no answer",
        group.name, group.type, to_string(policy), who);
    findings.push_back(std::move(finding));
  }
}

}  // namespace godwit::traffic::rule
