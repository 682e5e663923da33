#include <fmt/format.h>

#include "plan/drafts.h"

namespace godwit::plan {

std::string key_step(const std::string& key) { return key.empty() ? "" : "key/" + key; }

void draft_keys(const Plan& plan, Drafts& drafts) {
  for (const Key& key : plan.keys) {
    Draft& draft = drafts.add(key_step(key.name), "key", "prepare");
    draft.step.title = fmt::format("create the KMS key {} in {}", key.alias, plan.target);
    draft.step.way_back = "delete it after 30 days, only if nothing in the plan uses it";
    wait_for(draft, account_step);

    std::vector<std::string> tags;
    for (const auto& [name, value] : key.tags) tags.push_back(name + "=" + value);
    std::vector<std::string> protects;
    for (const Bucket& bucket : plan.buckets) {
      if (bucket.key.name == key.name) protects.push_back(bucket.target);
    }
    Parameters& parameters = draft.step.parameters;
    parameters.set("region", plan.target);
    parameters.set("alias", key.alias);
    parameters.set("description", key.description);
    parameters.set("rotation", key.rotation);
    parameters.set("tags", tags);
    parameters.set("protects", protects);
  }
}

}  // namespace godwit::plan
