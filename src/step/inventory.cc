#include "step/inventory.h"

#include <unordered_set>

namespace godwit::step {

Result<Inventory> take_inventory(aws::Cloud& cloud, const aws::s3::BucketName& bucket) {
  Inventory inventory;
  for (aws::s3::Version& version : TRY(aws::s3::list_all_versions(cloud, bucket))) {
    inventory[version.key].push_back(std::move(version));
  }
  return inventory;
}

std::vector<const aws::s3::Version*> missing_in(const Inventory& here, const Inventory& there) {
  std::vector<const aws::s3::Version*> missing;
  for (const auto& [key, versions] : here) {
    std::unordered_set<std::string_view> ids;  // only asked, never walked
    if (auto it = there.find(key); it != there.end()) {
      for (const auto& version : it->second) ids.insert(version.version_id);
    }
    for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
      if (!ids.contains(version->version_id)) missing.push_back(&*version);
    }
  }
  return missing;
}

}  // namespace godwit::step
