// Keys: made, described, listed; their descriptions and policies.
// https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
#include "lab/identifiers.h"
#include "lab/lab.h"
#include "lab/services/kms.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::size_t most_keys = 100'000;  // the quota of one region
constexpr std::size_t longest_description = 8192;

Value describe(const KmsKey& key, const std::string& account) {
  Value metadata;
  metadata.set("AWSAccountId", account)
      .set("KeyId", key.id)
      .set("Arn", key.arn)
      .set("CreationDate", key.created)
      .set("Enabled", key.state == KeyState::enabled)
      .set("Description", key.description)
      .set("KeyUsage", "ENCRYPT_DECRYPT")
      .set("KeyState", to_string(key.state))
      .set("Origin", "AWS_KMS")
      .set("KeyManager", key.managed_by_aws ? "AWS" : "CUSTOMER")
      .set("CustomerMasterKeySpec", "SYMMETRIC_DEFAULT")
      .set("KeySpec", "SYMMETRIC_DEFAULT")
      .set("EncryptionAlgorithms", aws::List{"SYMMETRIC_DEFAULT"})
      .set("MultiRegion", false);
  if (key.deletion) metadata.set("DeletionDate", *key.deletion);
  return Value().set("KeyMetadata", std::move(metadata));
}

// A policy has to be JSON; what it permits is nobody's business here, for the lab has one user.
bool is_policy(const std::string& text) {
  boost::system::error_code error;
  const boost::json::value policy = boost::json::parse(text, error);
  return !error && policy.is_object();
}

std::unexpected<aws::ServiceError> bad_policy() {
  return refuse(400, "MalformedPolicyDocumentException",
                "Policy contains a statement with one or more invalid principals, or is not JSON.");
}

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
  if (input["MultiRegion"].flag()) {
    return refuse(400, "UnsupportedOperationException", "The lab has no multi-Region keys");
  }
  if (input["Description"].text().size() > longest_description) {
    return refuse(400, "ValidationException",
                  "1 validation error detected: Value at 'description' failed to satisfy "
                  "constraint: Member must have length less than or equal to 8192");
  }
  if (input.has("Policy") && !is_policy(input["Policy"].text())) return bad_policy();
  auto tags = TRY(read_kms_tags(input["Tags"]));
  if (region.keys.size() >= most_keys) {
    return refuse(400, "LimitExceededException", "You have reached the limit of KMS keys.");
  }

  // By the ordinal of creation, not by the time: whoever is a minute late gets the same key.
  const std::string id =
      derived_uuid(secret_, fmt::format("{} key {}", call.region, region.created++));
  KmsKey key{.id = id,
             .arn = arn(call.region, "key/" + id),
             .description = input["Description"].text(),
             .policy = input["Policy"].text(),
             .tags = std::move(tags),
             .created = call.now};
  const auto added = region.keys.emplace(id, std::move(key)).first;
  return describe(added->second, lab_.account().id);
}

Answer Kms::describe_key(const Call& call, Region& region) {
  // AWS makes its own key when somebody first asks for it.
  if (call.input["KeyId"].text() == "alias/aws/s3") managed_key(call.region, "s3");
  const KmsKey* key = TRY(key_of(call, region, "KeyId", Naming::id_arn_or_alias));
  return describe(*key, lab_.account().id);
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
  key->description = call.input["Description"].text();
  return Value();
}

Answer Kms::get_key_policy(const Call& call, Region& region) {
  const KmsKey* key = TRY(key_of(call, region));
  // What a key gets that was made without one: the account's root may do everything.
  // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
  return Value().set(
      "Policy", !key->policy.empty()
                    ? key->policy
                    : fmt::format(R"({{"Version":"2012-10-17","Id":"key-default-1","Statement":[{{)"
                                  R"("Sid":"Enable IAM User Permissions","Effect":"Allow",)"
                                  R"("Principal":{{"AWS":"arn:aws:iam::{}:root"}},)"
                                  R"("Action":"kms:*","Resource":"*"}}]}})",
                                  lab_.account().id));
}

Answer Kms::put_key_policy(const Call& call, Region& region) {
  KmsKey* key = TRY(changeable_key_of(call, region));
  if (call.input.has("PolicyName") && call.input["PolicyName"].text() != "default") {
    return refuse(400, "NotFoundException", "No such policy exists");
  }
  if (!is_policy(call.input["Policy"].text())) return bad_policy();
  key->policy = call.input["Policy"].text();
  return Value();
}

}  // namespace godwit::lab::services
