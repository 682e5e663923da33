// Keys: made, described, listed.
// https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
#include "lab/identifiers.h"
#include "lab/lab.h"
#include "lab/services/kms/kms.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::size_t most_keys = 100'000;  // the quota of one region
constexpr std::size_t longest_description = 8192;

}  // namespace

Answer Kms::create_key(const Call& call, Region& region) {
  const Value& input = call.input;
  for (const std::string_view member : {"KeySpec", "CustomerMasterKeySpec"}) {
    if (input.has(member) && input[member].text() != "SYMMETRIC_DEFAULT") {
      return refuse(400, "UnsupportedOperationException", "The lab has only symmetric keys");
    }
  }
  if (input.has("KeyUsage") && input["KeyUsage"].text() != "ENCRYPT_DECRYPT") {
    return refuse(400, "ValidationException",
                  "The operation failed because the KeyUsage value is not compatible with the "
                  "KeySpec value.");
  }
  if (input.has("Origin") && input["Origin"].text() != "AWS_KMS") {
    return refuse(400, "UnsupportedOperationException", "The lab has only keys of KMS's own");
  }
  if (input["Description"].text().size() > longest_description) {
    return refuse(400, "ValidationException",
                  "1 validation error detected: Value at 'description' failed to satisfy "
                  "constraint: Member must have length less than or equal to 8192");
  }
  auto tags = TRY(read_kms_tags(input["Tags"]));
  if (region.keys.size() >= most_keys) {
    return refuse(400, "LimitExceededException", "You have reached the limit of KMS keys.");
  }

  // By the ordinal of creation, not by the time: whoever is a minute late gets the same key.
  const bool multi_region = input["MultiRegion"].flag();
  const std::string ordinal = fmt::format("{} key {}", call.region, region.created);
  const std::string id =
      multi_region ? "mrk-" + derived_hex(secret_, ordinal, 32) : derived_uuid(secret_, ordinal);
  KmsKey key{.id = id,
             .arn = arn(call.region, "key/" + id),
             .description = input["Description"].text(),
             .policy = input["Policy"].text(),
             .policy_document = default_document_,
             .tags = std::move(tags),
             .created = call.now,
             .multi_region = multi_region,
             .region = call.region};
  if (input.has("Policy")) key.policy_document = TRY(read_policy(call, key.arn));
  ++region.created;
  if (multi_region) families_[id] = {call.region, {call.region}};
  const auto added = region.keys.emplace(id, std::move(key)).first;
  return describe(added->second);
}

Answer Kms::describe_key(const Call& call, Region& region) {
  // AWS makes its own key when somebody first asks for it.
  for (const std::string_view service : {"s3", "secretsmanager", "ssm"}) {
    if (call.input["KeyId"].text() == fmt::format("alias/aws/{}", service)) {
      managed_key(call.region, std::string(service));
    }
  }
  const KmsKey* key = TRY(key_of(call, region, "KeyId", Naming::id_arn_or_alias));
  return describe(*key);
}

// In no order that means anything: by id, which is chance (fact D12).
Answer Kms::list_keys(const Call& call, Region& region) {
  const KmsPage page = TRY(read_kms_page(call.input, 100, 1000));
  aws::List keys;
  auto key = region.keys.upper_bound(page.after);
  std::string last;
  for (; key != region.keys.end() && keys.size() < page.limit; ++key) {
    keys.push_back(Value().set("KeyId", key->second.id).set("KeyArn", key->second.arn));
    last = key->first;
  }
  const bool truncated = key != region.keys.end();
  Value output;
  output.set("Keys", std::move(keys)).set("Truncated", truncated);
  if (truncated) output.set("NextMarker", kms_marker(last));
  return output;
}

Answer Kms::update_key_description(const Call& call, Region& region) {
  KmsKey* key = TRY(changeable_key_of(call, region));
  if (call.input["Description"].text().size() > longest_description) {
    return refuse(400, "ValidationException",
                  "1 validation error detected: Value at 'description' failed to satisfy "
                  "constraint: Member must have length less than or equal to 8192");
  }
  key->description = call.input["Description"].text();
  return Value();
}

}  // namespace godwit::lab::services
