// Data goes where the policy does not have it: by the region that a service is called in, or by the
// regions that a profile of Bedrock's may choose (fact A7).
#include <fmt/format.h>

#include <set>

#include "base/text.h"
#include "check/mentions.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

// Where a profile may send what it is asked; "global" stands for all regions.
std::vector<std::string> regions_of_profile(std::string_view geography) {
  std::vector<std::string> regions;
  for (const catalog::Region& region : catalog::regions()) {
    if (geography == "global" ||
        catalog::lists(catalog::regions_of_geography(geography), region.name)) {
      regions.emplace_back(region.name);
    }
  }
  return regions;
}

void look_at_profile(const plan::ServiceUse& use, const std::set<std::string>& allowed,
                     Findings& findings) {
  const ModelId id = split_model_id(use.model.name);
  if (id.geography.empty()) return;
  std::vector<std::string> outside = regions_of_profile(id.geography);
  std::erase_if(outside, [&](const std::string& region) { return allowed.contains(region); });
  if (outside.empty()) return;
  const std::size_t all = outside.size();
  if (all > 4) outside.resize(3);
  std::string others = join(outside, ", ");
  if (all > outside.size()) others += fmt::format(" and {} more", all - outside.size());
  Finding& finding = findings.add(
      {use.model.where, static_cast<int>(use.model.name.size())},
      fmt::format("the profile '{}' may answer in {}, and the policy keeps data of '{}' in {}",
                  id.geography, others, use.data, join({allowed.begin(), allowed.end()}, ", ")),
      "take a model that the region answers for by itself, or have the exception written and "
      "agreed");
  finding.basis = basis_of(catalog::Topic::bedrock_models);
}

void look(const Subject& subject, Findings& findings) {
  if (subject.plan == nullptr) return;
  for (const plan::ServiceUse& use : subject.plan->services) {
    const auto policy = subject.plan->policy.residency.find(use.data);
    if (policy == subject.plan->policy.residency.end()) continue;
    const std::set<std::string>& allowed = policy->second;
    if (!allowed.contains(use.region.name)) {
      findings.add({use.region.where, 0},
                   fmt::format("data of '{}' goes to {} in {}, and the policy keeps it in {}",
                               use.data, catalog::service_name(use.service), use.region.name,
                               join({allowed.begin(), allowed.end()}, ", ")),
                   "call it within the policy, or have the exception written and agreed");
    }
    if (!use.model.name.empty()) look_at_profile(use, allowed, findings);
  }
}

}  // namespace

extern const Rule data_leaves_policy;
const Rule data_leaves_policy{
    .id = "data-leaves-policy",
    .severity = Severity::error,
    .title = "a service that gets data is called, or answers, outside of where the data may be",
    .look = look,
};

}  // namespace godwit::check::rule
