#include "aws/api/kms.h"

#include "aws/api/pages.h"
#include "aws/call.h"

namespace godwit::aws::kms {

namespace {

constexpr std::string_view service = "kms";

Key key_of(const Value& metadata) {
  return {.id = metadata["KeyId"].text(),
          .arn = metadata["Arn"].text(),
          .state = metadata["KeyState"].text(),
          .description = metadata["Description"].text()};
}

Value about_key(const std::string& key) {
  Value input;
  input.set("KeyId", key);
  return input;
}

std::string in(const std::string& region, const std::string& what) {
  return what + " in " + region;
}

Value list_of(const Tags& tags) {
  Value list;
  for (const auto& [name, value] : tags) {
    Value tag;
    tag.set("TagKey", name).set("TagValue", value);
    list.push(std::move(tag));
  }
  return list;
}

Result<void> without_output(Result<Value> output) {
  TRY_VOID(output);
  return {};
}

}  // namespace

Result<Key> create_key(Cloud& cloud, const std::string& region, const std::string& description,
                       const Tags& tags) {
  Value input = Value::structure();
  input.set("Description", description);
  input.set("Tags", list_of(tags));
  const Value output =
      TRY(call(cloud, service, "CreateKey", region, input, in(region, "'" + description + "'")));
  return key_of(output["KeyMetadata"]);
}

Result<Key> describe_key(Cloud& cloud, const std::string& region, const std::string& key) {
  const Value output =
      TRY(call(cloud, service, "DescribeKey", region, about_key(key), in(region, key)));
  return key_of(output["KeyMetadata"]);
}

Result<std::vector<std::string>> list_keys(Cloud& cloud, const std::string& region) {
  std::vector<std::string> ids;
  TRY_VOID(each_page(cloud, service, "ListKeys", region, Value::structure(), "Truncated",
                     {{"Marker", "NextMarker"}}, "in " + region, [&](const Value& page) {
                       for (const Value& key : page["Keys"].list()) {
                         ids.push_back(key["KeyId"].text());
                       }
                     }));
  return ids;
}

Result<Tags> list_resource_tags(Cloud& cloud, const std::string& region, const std::string& key) {
  Tags tags;
  TRY_VOID(each_page(cloud, service, "ListResourceTags", region, about_key(key), "Truncated",
                     {{"Marker", "NextMarker"}}, in(region, key), [&](const Value& page) {
                       for (const Value& tag : page["Tags"].list()) {
                         tags[tag["TagKey"].text()] = tag["TagValue"].text();
                       }
                     }));
  return tags;
}

Result<void> tag_resource(Cloud& cloud, const std::string& region, const std::string& key,
                          const Tags& tags) {
  Value input = about_key(key);
  input.set("Tags", list_of(tags));
  return without_output(call(cloud, service, "TagResource", region, input, in(region, key)));
}

Result<void> untag_resource(Cloud& cloud, const std::string& region, const std::string& key,
                            const std::vector<std::string>& names) {
  List list;
  for (const std::string& name : names) list.emplace_back(name);
  Value input = about_key(key);
  input.set("TagKeys", std::move(list));
  return without_output(call(cloud, service, "UntagResource", region, input, in(region, key)));
}

Result<void> create_alias(Cloud& cloud, const std::string& region, const std::string& alias,
                          const std::string& key) {
  Value input;
  input.set("AliasName", alias).set("TargetKeyId", key);
  return without_output(call(cloud, service, "CreateAlias", region, input, in(region, alias)));
}

Result<void> delete_alias(Cloud& cloud, const std::string& region, const std::string& alias) {
  Value input;
  input.set("AliasName", alias);
  return without_output(call(cloud, service, "DeleteAlias", region, input, in(region, alias)));
}

Result<std::vector<Alias>> list_aliases(Cloud& cloud, const std::string& region) {
  std::vector<Alias> aliases;
  TRY_VOID(each_page(cloud, service, "ListAliases", region, Value::structure(), "Truncated",
                     {{"Marker", "NextMarker"}}, "in " + region, [&](const Value& page) {
                       for (const Value& alias : page["Aliases"].list()) {
                         aliases.push_back(
                             {alias["AliasName"].text(), alias["TargetKeyId"].text()});
                       }
                     }));
  return aliases;
}

Result<bool> get_key_rotation_status(Cloud& cloud, const std::string& region,
                                     const std::string& key) {
  const Value output =
      TRY(call(cloud, service, "GetKeyRotationStatus", region, about_key(key), in(region, key)));
  return output["KeyRotationEnabled"].flag();
}

Result<void> enable_key_rotation(Cloud& cloud, const std::string& region, const std::string& key) {
  return without_output(
      call(cloud, service, "EnableKeyRotation", region, about_key(key), in(region, key)));
}

Result<void> schedule_key_deletion(Cloud& cloud, const std::string& region, const std::string& key,
                                   int days) {
  Value input = about_key(key);
  input.set("PendingWindowInDays", days);
  return without_output(
      call(cloud, service, "ScheduleKeyDeletion", region, input, in(region, key)));
}

Result<std::vector<std::string>> list_grantees(Cloud& cloud, const std::string& region,
                                               const std::string& key) {
  std::vector<std::string> principals;
  TRY_VOID(each_page(cloud, service, "ListGrants", region, about_key(key), "Truncated",
                     {{"Marker", "NextMarker"}}, in(region, key), [&](const Value& page) {
                       for (const Value& grant : page["Grants"].list()) {
                         principals.push_back(grant["GranteePrincipal"].text());
                       }
                     }));
  return principals;
}

}  // namespace godwit::aws::kms
