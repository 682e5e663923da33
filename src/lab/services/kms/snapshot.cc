// KMS's state as canonical JSON: without material, times, and what grants have of chance.
#include "lab/lab.h"
#include "lab/services/kms/kms.h"

namespace godwit::lab::services {

boost::json::value Kms::snapshot() const {
  boost::json::object all;
  for (const auto& [region_name, region] : regions_) {
    boost::json::object keys;
    for (const auto& [id, key] : region.keys) {
      boost::json::array aliases;
      for (const auto& [name, alias] : region.aliases) {
        if (alias.key_id == id) aliases.emplace_back(name);
      }
      boost::json::object tags;
      for (const auto& [name, value] : key.tags) tags[name] = value;
      boost::json::object shown = {{"state", to_string(key.state)},
                                   {"description", key.description},
                                   {"aliases", std::move(aliases)},
                                   {"rotation", key.rotation},
                                   {"tags", std::move(tags)}};
      if (!key.policy.empty()) shown["policy"] = boost::json::parse(key.policy);
      if (key.multi_region) {
        shown["multi_region"] =
            families_.at(id).primary_region == region_name ? "primary" : "replica";
      }
      if (!key.grants.empty()) {
        std::vector<std::string> grants;
        for (const auto& [grant_id, grant] : key.grants) {
          std::string text = grant.grantee;
          for (const std::string& operation : grant.operations) text += " " + operation;
          grants.push_back(std::move(text));
        }
        std::ranges::sort(grants);
        boost::json::array sorted;
        for (const std::string& grant : grants) sorted.emplace_back(grant);
        shown["grants"] = std::move(sorted);
      }
      keys[id] = std::move(shown);
    }
    if (!keys.empty()) all[region_name] = std::move(keys);
  }
  return all;
}

}  // namespace godwit::lab::services
