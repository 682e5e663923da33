// Typed calls of the Key Management Service. Keys live in one region.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "aws/cloud.h"

namespace godwit::aws::kms {

using Tags = std::map<std::string, std::string>;

struct Key {
  std::string id;
  std::string arn;
  std::string state;  // "Enabled", "Disabled", "PendingDeletion"
  std::string description;
};

// Takes no client token: tag what you create, and look for the tag first.
Result<Key> create_key(Cloud& cloud, const std::string& region, const std::string& description,
                       const Tags& tags);
// `key` is an id, an ARN or an alias ("alias/name").
Result<Key> describe_key(Cloud& cloud, const std::string& region, const std::string& key);
Result<std::vector<std::string>> list_keys(Cloud& cloud,
                                           const std::string& region);  // ids, all pages
Result<Tags> list_resource_tags(Cloud& cloud, const std::string& region, const std::string& key);
// Adds these tags, or gives those of the same name these values.
Result<void> tag_resource(Cloud& cloud, const std::string& region, const std::string& key,
                          const Tags& tags);
Result<void> untag_resource(Cloud& cloud, const std::string& region, const std::string& key,
                            const std::vector<std::string>& names);
Result<void> create_alias(Cloud& cloud, const std::string& region, const std::string& alias,
                          const std::string& key);
Result<void> delete_alias(Cloud& cloud, const std::string& region, const std::string& alias);
struct Alias {
  std::string name;
  std::string target_key_id;
};
Result<std::vector<Alias>> list_aliases(Cloud& cloud, const std::string& region);  // all pages
Result<bool> get_key_rotation_status(Cloud& cloud, const std::string& region,
                                     const std::string& key);
Result<void> enable_key_rotation(Cloud& cloud, const std::string& region, const std::string& key);
// 7 to 30 days; what the key encrypted is gone after (fact D14).
Result<void> schedule_key_deletion(Cloud& cloud, const std::string& region, const std::string& key,
                                   int days);

// Who may use the key by a grant, as principals; all pages.
Result<std::vector<std::string>> list_grantees(Cloud& cloud, const std::string& region,
                                               const std::string& key);

}  // namespace godwit::aws::kms
