// Who may what with a bucket, beside what their own policies say: its policy, and what is open to
// everybody.
#include "lab/authorizer.h"
#include "lab/lab.h"
#include "lab/services/iam/iam.h"
#include "lab/services/s3/acl.h"
#include "lab/services/s3/policy.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::string_view everybody = "http://acs.amazonaws.com/groups/global/AllUsers";

aws::ServiceError denied() { return {403, "AccessDenied", "Access Denied", {}}; }

bool lets_everybody_read(const AccessControl* access_control) {
  return access_control != nullptr &&
         std::ranges::any_of(access_control->grants, [](const Grant& grant) {
           return grant.grantee == everybody &&
                  (grant.permission == "READ" || grant.permission == "FULL_CONTROL");
         });
}

bool overrides_headers(const Value& input) {
  return std::ranges::any_of(input.members(), [](const auto& member) {
    return std::string_view(member.first).starts_with("Response");
  });
}

}  // namespace

const policy::Document* S3::resource_policy(const std::string& /*region*/,
                                            const Value& input) const {
  const Value& name = input["Bucket"];
  const Bucket* bucket = name.is_text() ? find(name.text()) : nullptr;
  return bucket == nullptr ? nullptr : bucket->policy_document.get();
}

// The policy's word, or else the ACL's, as far as public access is not blocked.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
bool S3::is_open(const Bucket& bucket, const std::string& action, const std::string& resource,
                 const AccessControl* access_control) const {
  const PublicAccessBlock block = public_access_of(bucket);
  if (bucket.policy_document != nullptr) {
    policy::Keys keys = Authorizer(lab_).common_keys(nullptr, bucket.region);
    std::erase_if(keys, [](const auto& key) { return key.first.starts_with("aws:principal"); });
    const auto decision = evaluate(
        *bucket.policy_document,
        {.principal = {}, .action = action, .resource = resource, .keys = std::move(keys)});
    if (decision == policy::Decision::deny) return false;
    if (decision == policy::Decision::allow) {
      return !block.restrict_buckets || !is_public_policy(bucket.policy);
    }
  }
  return !block.ignore_acls && bucket.ownership != Ownership::bucket_owner_enforced &&
         lets_everybody_read(access_control);
}

// Only reading: what strangers may write, nobody would want to keep.
std::optional<aws::ServiceError> S3::stranger_refusal(const aws::Operation& operation,
                                                      const Value& input) const {
  const Bucket* bucket = find(input["Bucket"].text());
  if (bucket == nullptr) return denied();
  const std::string arn = "arn:aws:s3:::" + bucket->name;
  if (operation.name == "GetObject" || operation.name == "HeadObject") {
    if (overrides_headers(input)) {
      return aws::ServiceError{
          400,
          "InvalidRequest",
          "Request specific response headers cannot be used for anonymous GET requests.",
          {}};
    }
    const std::string& key = input["Key"].text();
    const bool of_version = input.has("VersionId");
    const History* history = bucket->find(key);
    const ObjectVersion* version = history == nullptr ? nullptr
                                   : of_version       ? history->find(input["VersionId"].text())
                                                      : history->current();
    const AccessControl* access_control =
        version == nullptr ? nullptr : version->extras().access_control.get();
    const std::string action = of_version ? "s3:GetObjectVersion" : "s3:GetObject";
    if (is_open(*bucket, action, arn + "/" + key, access_control)) return std::nullopt;
  } else if (operation.name == "ListObjects" || operation.name == "ListObjectsV2" ||
             operation.name == "HeadBucket") {
    if (is_open(*bucket, "s3:ListBucket", arn, bucket->access_control.get())) return std::nullopt;
  }
  return denied();
}

// "If you don't have the s3:ListBucket permission, Amazon S3 returns an HTTP status code 403".
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
bool S3::may_list(const Call& call, const Bucket& bucket) const {
  if (call.caller == nullptr) return true;
  const std::string arn = "arn:aws:s3:::" + bucket.name;
  if (call.caller->arn.empty()) {
    return is_open(bucket, "s3:ListBucket", arn, bucket.access_control.get());
  }
  const auto& iam = static_cast<const Iam&>(*lab_.find_service("iam"));
  if (bucket.policy_document == nullptr && iam.is_administrator(*call.caller)) return true;
  const Authorizer authorizer(lab_);
  return !authorizer.check(call.caller, aws::service("s3"), "s3:ListBucket", arn,
                           bucket.policy_document.get(),
                           authorizer.common_keys(call.caller, call.region));
}

}  // namespace godwit::lab::services
