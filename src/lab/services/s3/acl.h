// Access control lists: kept and given back; nobody is let in or kept out by them here, for the
// account asks for itself. Where the bucket owner owns everything, which is so from the start,
// there are none.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lab/service.h"
#include "lab/services/s3/bucket.h"

namespace godwit::lab::services {

struct Grant {
  std::string type;        // "CanonicalUser" or "Group"
  std::string grantee;     // a canonical id, or a URI
  std::string permission;  // "FULL_CONTROL" ...
};

struct AccessControl {
  std::vector<Grant> grants;
  bool is_public() const;  // to everybody, or everybody who can sign
};

// What a request asks for by ACL, Grant* or AccessControlPolicy; nullptr where it asks for nothing.
// `what` is a bucket or an object: not both know all canned ACLs.
enum class AclOf { bucket, object };
std::expected<std::shared_ptr<const AccessControl>, aws::ServiceError> read_access_control(
    const aws::Value& input, const std::string& owner, AclOf what);

// Owner and Grants, as members of an output. nullptr is what "private" says.
aws::Value describe_access_control(const AccessControl* access_control, const std::string& owner);

// Why a bucket's settings keep that ACL from being set: ownership, or blocked public access.
std::expected<void, aws::ServiceError> check_acl_allowed(const Bucket& bucket, bool public_blocked,
                                                         const aws::Value& input,
                                                         const AccessControl* wanted, AclOf what);

std::unexpected<aws::ServiceError> malformed_acl();

// Whose things are: "BucketOwnerEnforced", and back; nullopt where there is no such word.
std::string_view to_string(Ownership ownership);
std::optional<Ownership> ownership_of(std::string_view text);

}  // namespace godwit::lab::services
