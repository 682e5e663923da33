// Aliases: names for keys, of one region and account.
// https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
#include "lab/lab.h"
#include "lab/services/kms/kms.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::string_view prefix = "alias/";
constexpr std::string_view reserved = "alias/aws/";
constexpr std::size_t longest_alias = 256;
constexpr int most_aliases = 50;  // of one key

std::expected<void, aws::ServiceError> check_name(const std::string& name) {
  if (!name.starts_with(prefix)) {
    return refuse(400, "ValidationException",
                  "Alias must start with the prefix \"alias/\". Please see "
                  "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html");
  }
  const bool good = name.size() > prefix.size() && name.size() <= longest_alias &&
                    std::ranges::all_of(name, [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                             (c >= '0' && c <= '9') || c == '/' || c == '_' || c == '-';
                    });
  if (!good) {
    return refuse(400, "InvalidAliasNameException",
                  fmt::format("{} contains invalid characters for an alias", name));
  }
  if (name.starts_with(reserved)) {
    return refuse(400, "NotAuthorizedException", "");
  }
  return {};
}

}  // namespace

Answer Kms::create_alias(const Call& call, Region& region) {
  const std::string& name = call.input["AliasName"].text();
  TRY_VOID(check_name(name));
  const KmsKey* key = TRY(changeable_key_of(call, region, "TargetKeyId"));
  if (region.aliases.contains(name)) {
    return refuse(400, "AlreadyExistsException",
                  fmt::format("An alias with the name {} already exists", arn(call.region, name)));
  }
  const auto others = std::ranges::count_if(
      region.aliases, [&](const auto& alias) { return alias.second.key_id == key->id; });
  if (others >= most_aliases) {
    return refuse(400, "LimitExceededException", "You have reached the limit of aliases per key.");
  }
  region.aliases[name] = {key->id, call.now, call.now};
  return Value();
}

Answer Kms::update_alias(const Call& call, Region& region) {
  const std::string& name = call.input["AliasName"].text();
  TRY_VOID(check_name(name));
  const auto alias = region.aliases.find(name);
  if (alias == region.aliases.end()) {
    return refuse(400, "NotFoundException",
                  fmt::format("Alias {} is not found.", arn(call.region, name)));
  }
  const KmsKey* key = TRY(changeable_key_of(call, region, "TargetKeyId"));
  alias->second.key_id = key->id;
  alias->second.updated = call.now;
  return Value();
}

Answer Kms::delete_alias(const Call& call, Region& region) {
  const std::string& name = call.input["AliasName"].text();
  TRY_VOID(check_name(name));
  if (region.aliases.erase(name) == 0) {
    return refuse(400, "NotFoundException",
                  fmt::format("Alias {} is not found.", arn(call.region, name)));
  }
  return Value();
}

Answer Kms::list_aliases(const Call& call, Region& region) {
  const KmsPage page = TRY(read_kms_page(call.input, 50, 100));
  const KmsKey* only = nullptr;
  if (call.input.has("KeyId")) only = TRY(key_of(call, region));

  aws::List aliases;
  std::string last;
  bool truncated = false;
  for (auto alias = region.aliases.upper_bound(page.after); alias != region.aliases.end();
       ++alias) {
    const auto& [name, target] = *alias;
    if (only != nullptr && target.key_id != only->id) continue;
    if (aliases.size() == page.limit) {
      truncated = true;
      break;
    }
    aliases.push_back(Value()
                          .set("AliasName", name)
                          .set("AliasArn", arn(call.region, name))
                          .set("TargetKeyId", target.key_id)
                          .set("CreationDate", target.created)
                          .set("LastUpdatedDate", target.updated));
    last = name;
  }
  Value output;
  output.set("Aliases", std::move(aliases)).set("Truncated", truncated);
  if (truncated) output.set("NextMarker", kms_marker(last));
  return output;
}

}  // namespace godwit::lab::services
