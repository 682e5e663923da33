#include "account/formats.h"
#include "plan/sections.h"

namespace godwit::plan {

namespace {

void read_cost(yaml::Reader& policy, Plan& plan) {
  const yaml::Node* node = policy.find("cost");
  if (node == nullptr) return;
  yaml::Reader reader(*node, "'cost'", policy.problems());
  CostLimit limit;
  limit.where = policy.where("cost");
  limit.increase = reader.maybe("increase", yaml::a_share);
  limit.monthly = reader.maybe("monthly", an_amount);
  limit.both = reader.maybe("both", an_amount);
  limit.move = reader.maybe("move", an_amount);
  reader.finish();
  plan.policy.cost = std::move(limit);
}

}  // namespace

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
  read_cost(reader, plan);
  reader.finish();
}

}  // namespace godwit::plan
