// Authorizer: may they? The account's own policies, and those of the resource that is asked about.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
//
// What it does not know: organizations, permission boundaries of sessions other than session
// policies, access control lists, and policy variables such as ${aws:username}.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/codec.h"
#include "lab/identities.h"
#include "lab/policy/evaluate.h"

namespace godwit::lab {

class Lab;
namespace services {
class Iam;
}

class Authorizer {
 public:
  explicit Authorizer(Lab& lab);

  // At the front door: AWS's refusal, or nullopt where the identity may. Keys of KMS and roles that
  // are to be assumed answer for themselves, since nothing is allowed with them that their own
  // policies do not allow.
  std::optional<aws::ServiceError> check(const Identity& identity, const aws::Service& service,
                                         const aws::Operation& operation, const aws::Value& input,
                                         const std::string& region) const;

  // One action on one resource, which may have a policy of its own (nullptr: none). In one account
  // either policy is enough, and either can deny.
  std::optional<aws::ServiceError> check(const Identity* identity, const aws::Service& service,
                                         const std::string& action, const std::string& resource,
                                         const policy::Document* resource_policy,
                                         const policy::Keys& keys) const;

  // What is known of every request: aws:PrincipalArn, aws:RequestedRegion, aws:CurrentTime ...
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
  policy::Keys common_keys(const Identity* identity, const std::string& region) const;

 private:
  const services::Iam* iam() const;

  Lab& lab_;
  mutable const services::Iam* iam_ = nullptr;  // once it was asked for
};

// "s3:ListBucket" for S3's ListObjectsV2 (iam_actions.cc).
std::string action_of(const aws::Service& service, const aws::Operation& operation,
                      const aws::Value& input);

// The ARN of what a request is about, or "*" (iam_resources.cc).
std::string resource_of(Lab& lab, const aws::Service& service, const aws::Operation& operation,
                        const aws::Value& input, const std::string& region);

// AWS's words: "User: ARN is not authorized to perform: ACTION on resource: ARN because no
// identity-based policy allows the ACTION action".
// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
aws::ServiceError access_denied(const aws::Service& service, const std::string& who,
                                const std::string& action, const std::string& resource,
                                std::string_view why);

}  // namespace godwit::lab
