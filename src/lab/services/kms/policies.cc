// Key policies. https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
#include "lab/authorizer.h"
#include "lab/lab.h"
#include "lab/services/iam/iam.h"
#include "lab/services/kms/kms.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::size_t longest_policy = 32 * 1024;

std::unexpected<aws::ServiceError> bad_policy(std::string message) {
  return refuse(400, "MalformedPolicyDocumentException", std::move(message));
}

}  // namespace

// What a key gets that was made without one: the account's root may do everything, and so may
// whomever IAM allows it.
// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
std::string Kms::default_policy() const {
  return fmt::format(R"({{"Version":"2012-10-17","Id":"key-default-1","Statement":[{{)"
                     R"("Sid":"Enable IAM User Permissions","Effect":"Allow",)"
                     R"("Principal":{{"AWS":"arn:aws:iam::{}:root"}},)"
                     R"("Action":"kms:*","Resource":"*"}}]}})",
                     lab_.account().id);
}

std::expected<policy::Document, aws::ServiceError> Kms::read_policy(
    const Call& call, const std::string& key_arn) const {
  const std::string& text = call.input["Policy"].text();
  if (text.size() > longest_policy) {
    return refuse(400, "LimitExceededException", "The key policy exceeds 32 kilobytes.");
  }
  auto document = policy::read(text, policy::Kind::resource);
  if (!document) return bad_policy(document.error());
  const auto* iam = static_cast<const Iam*>(lab_.find_service("iam"));
  if (iam == nullptr) return std::move(*document);
  if (iam->unknown_principal(*document, call.now)) {
    return bad_policy("Policy contains a statement with one or more invalid principals.");
  }
  if (call.input["BypassPolicyLockoutSafetyCheck"].flag()) return std::move(*document);
  // Whoever locks themselves out can only ask AWS's support.
  KmsKey as_if;
  as_if.arn = key_arn;
  as_if.region = call.region;
  as_if.policy = text;
  as_if.policy_document = std::move(*document);
  if (denial(as_if, {.caller = call.caller,
                     .through = {},
                     .operation = "PutKeyPolicy",
                     .context = nullptr,
                     .keys = {}})) {
    return bad_policy(
        "The new key policy will not allow you to update the key policy in the "
        "future.");
  }
  return std::move(as_if.policy_document);
}

Answer Kms::get_key_policy(const Call& call, Region& region) {
  const KmsKey* key = TRY(key_of(call, region));
  if (call.input.has("PolicyName") && call.input["PolicyName"].text() != "default") {
    return refuse(400, "NotFoundException", "No such policy exists");
  }
  return Value().set("Policy", key->policy.empty() ? default_policy() : key->policy);
}

Answer Kms::put_key_policy(const Call& call, Region& region) {
  KmsKey* key = TRY(changeable_key_of(call, region));
  if (call.input.has("PolicyName") && call.input["PolicyName"].text() != "default") {
    return refuse(400, "NotFoundException", "No such policy exists");
  }
  key->policy_document = TRY(read_policy(call, key->arn));
  key->policy = call.input["Policy"].text();
  return Value();
}

Answer Kms::list_key_policies(const Call& call, Region& region) {
  TRY_VOID(key_of(call, region));
  return Value().set("PolicyNames", aws::List{"default"}).set("Truncated", false);
}

}  // namespace godwit::lab::services
