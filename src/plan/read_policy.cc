#include "account/formats.h"
#include "plan/sections.h"

namespace godwit::plan {

void read_policy(yaml::Reader& file, Plan& plan) {
  const yaml::Node* node = file.need("policy");
  if (node == nullptr) return;
  yaml::Reader reader(*node, "'policy'", file.problems());
  plan.policy.duration = reader.required("duration", yaml::a_duration);
  plan.policy.downtime = reader.optional("downtime", yaml::a_duration, Duration::zero());
  for (const auto& [label, regions] :
       reader.optional("residency", yaml::map_of(yaml::list_of(account::a_region)),
                       std::map<std::string, std::vector<std::string>>())) {
    plan.policy.residency[label] = std::set(regions.begin(), regions.end());
  }
  reader.finish();
}

}  // namespace godwit::plan
