// Actions: the names that policies have for operations. Mostly the operation's own; S3 is older
// than policies, and has others.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
#include "lab/authorizer.h"

namespace godwit::lab {

namespace {

struct Renamed {
  std::string_view operation;
  std::string_view action;
  std::string_view of_version;  // where a version is named
};

constexpr Renamed s3_actions[] = {
    {"AbortMultipartUpload", "AbortMultipartUpload", {}},
    {"CompleteMultipartUpload", "PutObject", {}},
    {"CopyObject", "PutObject", {}},
    {"CreateMultipartUpload", "PutObject", {}},
    {"DeleteBucketCors", "PutBucketCORS", {}},
    {"DeleteBucketEncryption", "PutEncryptionConfiguration", {}},
    {"DeleteBucketLifecycle", "PutLifecycleConfiguration", {}},
    {"DeleteBucketReplication", "PutReplicationConfiguration", {}},
    {"DeleteBucketTagging", "PutBucketTagging", {}},
    {"DeleteObject", "DeleteObject", "DeleteObjectVersion"},
    {"DeleteObjectTagging", "DeleteObjectTagging", "DeleteObjectVersionTagging"},
    {"DeleteObjects", "DeleteObject", {}},
    {"DeletePublicAccessBlock", "PutBucketPublicAccessBlock", {}},
    {"GetBucketCors", "GetBucketCORS", {}},
    {"GetBucketEncryption", "GetEncryptionConfiguration", {}},
    {"GetBucketLifecycleConfiguration", "GetLifecycleConfiguration", {}},
    {"GetBucketNotificationConfiguration", "GetBucketNotification", {}},
    {"GetBucketReplication", "GetReplicationConfiguration", {}},
    {"GetObject", "GetObject", "GetObjectVersion"},
    {"GetObjectAcl", "GetObjectAcl", "GetObjectVersionAcl"},
    {"GetObjectAttributes", "GetObject", "GetObjectVersion"},
    {"GetObjectLockConfiguration", "GetBucketObjectLockConfiguration", {}},
    {"GetObjectTagging", "GetObjectTagging", "GetObjectVersionTagging"},
    {"GetPublicAccessBlock", "GetBucketPublicAccessBlock", {}},
    {"HeadBucket", "ListBucket", {}},
    {"HeadObject", "GetObject", "GetObjectVersion"},
    {"ListBuckets", "ListAllMyBuckets", {}},
    {"ListMultipartUploads", "ListBucketMultipartUploads", {}},
    {"ListObjectVersions", "ListBucketVersions", {}},
    {"ListObjects", "ListBucket", {}},
    {"ListObjectsV2", "ListBucket", {}},
    {"ListParts", "ListMultipartUploadParts", {}},
    {"PutBucketCors", "PutBucketCORS", {}},
    {"PutBucketEncryption", "PutEncryptionConfiguration", {}},
    {"PutBucketLifecycleConfiguration", "PutLifecycleConfiguration", {}},
    {"PutBucketNotificationConfiguration", "PutBucketNotification", {}},
    {"PutBucketReplication", "PutReplicationConfiguration", {}},
    {"PutObjectAcl", "PutObjectAcl", "PutObjectVersionAcl"},
    {"PutObjectLockConfiguration", "PutBucketObjectLockConfiguration", {}},
    {"PutObjectTagging", "PutObjectTagging", "PutObjectVersionTagging"},
    {"PutPublicAccessBlock", "PutBucketPublicAccessBlock", {}},
    {"UploadPart", "PutObject", {}},
    {"UploadPartCopy", "PutObject", {}},
};

// What policies call a service, where it is not what signatures call it.
std::string_view prefix_of(const aws::Service& service) {
  if (service.name == "cloudwatch") return "cloudwatch";
  if (service.name == "s3control") return "s3";
  if (service.name == "bedrock-runtime") return "bedrock";
  return service.signing_name;
}

}  // namespace

std::string action_of(const aws::Service& service, const aws::Operation& operation,
                      const aws::Value& input) {
  std::string_view action = operation.name;
  if (service.name == "s3") {
    const auto found = std::ranges::find(s3_actions, operation.name, &Renamed::operation);
    if (found != std::end(s3_actions)) {
      action =
          !found->of_version.empty() && input.has("VersionId") ? found->of_version : found->action;
    }
  } else if (service.name == "bedrock-runtime") {
    if (operation.name == "Converse") action = "InvokeModel";
    if (operation.name == "ConverseStream") action = "InvokeModelWithResponseStream";
  }
  return fmt::format("{}:{}", prefix_of(service), action);
}

}  // namespace godwit::lab
