// What every request to S3 passes: which operation, which bucket, and whether this is its endpoint.
#include "lab/services/s3/s3.h"

#include <array>

#include "base/digest.h"
#include "base/encoding.h"
#include "lab/identifiers.h"
#include "lab/lab.h"
#include "lab/services/s3/checksums.h"
#include "lab/services/s3/kept_settings.h"
#include "lab/services/s3/replication.h"

namespace godwit::lab::services {

using aws::Value;

// Sorted by operation. Settings that are only kept are in kept_settings.cc.
const S3::Entry S3::handlers[] = {
    {"AbortMultipartUpload", nullptr, &S3::abort_multipart_upload},
    {"CompleteMultipartUpload", nullptr, &S3::complete_multipart_upload},
    {"CopyObject", nullptr, &S3::copy_object},
    {"CreateBucket", &S3::create_bucket, nullptr},
    {"CreateMultipartUpload", nullptr, &S3::create_multipart_upload},
    {"DeleteBucket", nullptr, &S3::delete_bucket},
    {"DeleteBucketEncryption", nullptr, &S3::delete_bucket_encryption},
    {"DeleteBucketLifecycle", nullptr, &S3::delete_bucket_lifecycle},
    {"DeleteBucketOwnershipControls", nullptr, &S3::delete_bucket_ownership_controls},
    {"DeleteBucketPolicy", nullptr, &S3::delete_bucket_policy},
    {"DeleteBucketReplication", nullptr, &S3::delete_bucket_replication},
    {"DeleteBucketTagging", nullptr, &S3::delete_bucket_tagging},
    {"DeleteObject", nullptr, &S3::delete_object},
    {"DeleteObjectTagging", nullptr, &S3::delete_object_tagging},
    {"DeleteObjects", nullptr, &S3::delete_objects},
    {"DeletePublicAccessBlock", nullptr, &S3::delete_public_access_block},
    {"GetBucketAcl", nullptr, &S3::get_bucket_acl},
    {"GetBucketEncryption", nullptr, &S3::get_bucket_encryption},
    {"GetBucketLifecycleConfiguration", nullptr, &S3::get_bucket_lifecycle},
    {"GetBucketLocation", nullptr, &S3::get_bucket_location},
    {"GetBucketOwnershipControls", nullptr, &S3::get_bucket_ownership_controls},
    {"GetBucketPolicy", nullptr, &S3::get_bucket_policy},
    {"GetBucketPolicyStatus", nullptr, &S3::get_bucket_policy_status},
    {"GetBucketReplication", nullptr, &S3::get_bucket_replication},
    {"GetBucketTagging", nullptr, &S3::get_bucket_tagging},
    {"GetBucketVersioning", nullptr, &S3::get_bucket_versioning},
    {"GetObject", nullptr, &S3::get_object},
    {"GetObjectAcl", nullptr, &S3::get_object_acl},
    {"GetObjectAttributes", nullptr, &S3::get_object_attributes},
    {"GetObjectLegalHold", nullptr, &S3::get_object_legal_hold},
    {"GetObjectLockConfiguration", nullptr, &S3::get_object_lock_configuration},
    {"GetObjectRetention", nullptr, &S3::get_object_retention},
    {"GetObjectTagging", nullptr, &S3::get_object_tagging},
    {"GetPublicAccessBlock", nullptr, &S3::get_public_access_block},
    {"HeadBucket", nullptr, &S3::head_bucket},
    {"HeadObject", nullptr, &S3::head_object},
    {"ListBuckets", &S3::list_buckets, nullptr},
    {"ListMultipartUploads", nullptr, &S3::list_multipart_uploads},
    {"ListObjectVersions", nullptr, &S3::list_object_versions},
    {"ListObjects", nullptr, &S3::list_objects},
    {"ListObjectsV2", nullptr, &S3::list_objects_v2},
    {"ListParts", nullptr, &S3::list_parts},
    {"PutBucketAcl", nullptr, &S3::put_bucket_acl},
    {"PutBucketEncryption", nullptr, &S3::put_bucket_encryption},
    {"PutBucketLifecycleConfiguration", nullptr, &S3::put_bucket_lifecycle},
    {"PutBucketOwnershipControls", nullptr, &S3::put_bucket_ownership_controls},
    {"PutBucketPolicy", nullptr, &S3::put_bucket_policy},
    {"PutBucketReplication", nullptr, &S3::put_bucket_replication},
    {"PutBucketTagging", nullptr, &S3::put_bucket_tagging},
    {"PutBucketVersioning", nullptr, &S3::put_bucket_versioning},
    {"PutObject", nullptr, &S3::put_object},
    {"PutObjectAcl", nullptr, &S3::put_object_acl},
    {"PutObjectLegalHold", nullptr, &S3::put_object_legal_hold},
    {"PutObjectLockConfiguration", nullptr, &S3::put_object_lock_configuration},
    {"PutObjectRetention", nullptr, &S3::put_object_retention},
    {"PutObjectTagging", nullptr, &S3::put_object_tagging},
    {"PutPublicAccessBlock", nullptr, &S3::put_public_access_block},
    {"RestoreObject", nullptr, &S3::restore_object},
    {"UploadPart", nullptr, &S3::upload_part},
    {"UploadPartCopy", nullptr, &S3::upload_part_copy},
};

S3::S3(Lab& lab)
    : lab_(lab),
      tasks_(lab.world().scheduler),
      secret_(lab.world().random.fork("s3")->next()),
      owner_id_(canonical_id(lab.account().id)),
      replication_(std::make_unique<Replication>(lab, *this)) {}

S3::~S3() = default;

namespace {

// Errors name sizes and numbers as texts: their shapes are in no model.
Answer with_texts(Answer answer) {
  if (answer) return answer;
  Value& details = answer.error().details;
  for (const auto& [name, value] : aws::Members(details.members())) {
    if (value.is_integer()) details.set(name, std::to_string(value.integer()));
  }
  return answer;
}

}  // namespace

Answer S3::handle(const Call& call) {
  if (call.http != nullptr) {
    TRY_VOID(verify_settings_checksum(call.operation, *call.http));
  }
  const auto entry = std::ranges::lower_bound(handlers, call.operation.name, {}, &Entry::operation);
  if (entry == std::end(handlers) || entry->operation != call.operation.name) {
    if (!is_kept_setting(call.operation.name)) {
      return refuse(501, "NotImplemented",
                    fmt::format("The lab's S3 has no {}", call.operation.name));
    }
    Bucket* bucket = TRY(bucket_of(call));
    return with_texts(handle_kept_setting(call, *bucket, *this));
  }
  if (entry->on_account != nullptr) return with_texts((this->*entry->on_account)(call));
  Bucket* bucket = TRY(bucket_of(call));
  if (!bucket->kept.empty() && call.http != nullptr && call.head != nullptr) {
    say_cors(call, *bucket);
  }
  return with_texts((this->*entry->on_bucket)(call, *bucket));
}

namespace {

constexpr std::string_view global_region = "us-east-1";  // of s3.amazonaws.com

std::expected<void, aws::ServiceError> check_owner(const std::string& expected,
                                                   const std::string& account) {
  if (expected.empty()) return {};
  const bool is_account = expected.size() == 12 && std::ranges::all_of(expected, [](char c) {
                            return c >= '0' && c <= '9';
                          });
  if (!is_account) {
    return refuse(400, "InvalidBucketOwnerAWSAccountID",
                  "The value of the expected bucket owner parameter must be an AWS account ID... "
                  "[" +
                      expected + "]");
  }
  if (expected != account) return refuse(403, "AccessDenied", "Access Denied");
  return {};
}

}  // namespace

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html and
// .../bucket-owner-condition.html
std::expected<Bucket*, aws::ServiceError> S3::bucket_of(const Call& call) {
  const std::string& bucket_name = call.input["Bucket"].text();
  const auto found = buckets_.find(bucket_name);
  if (found == buckets_.end()) {
    if (taken_.contains(bucket_name)) return refuse(403, "AccessDenied", "Access Denied");
    return refuse(404, "NoSuchBucket", "The specified bucket does not exist",
                  Value().set("BucketName", bucket_name));
  }
  Bucket& bucket = found->second;
  const std::string_view asked = call.region.empty() ? global_region : call.region;
  // Where a bucket is can be asked of the global endpoint.
  const bool any_region = asked == global_region && call.operation.name == "GetBucketLocation";
  if (asked != bucket.region && !any_region) {
    if (call.head != nullptr) call.head->headers.set("x-amz-bucket-region", bucket.region);
    return refuse(
        301, "PermanentRedirect",
        "The bucket you are attempting to access must be addressed using the specified "
        "endpoint. Please send all future requests to this endpoint.",
        Value()
            .set("Endpoint", fmt::format("{}.s3.{}.amazonaws.com", bucket.name, bucket.region))
            .set("Bucket", bucket.name));
  }
  TRY_VOID(check_owner(call.input["ExpectedBucketOwner"].text(), lab_.account().id));
  return &bucket;
}

std::expected<Bucket*, aws::ServiceError> S3::other_bucket(const std::string& bucket_name,
                                                           const std::string& expected_owner) {
  Bucket* bucket = find(bucket_name);
  if (bucket == nullptr) {
    if (taken_.contains(bucket_name)) return refuse(403, "AccessDenied", "Access Denied");
    return refuse(404, "NoSuchBucket", "The specified bucket does not exist",
                  Value().set("BucketName", bucket_name));
  }
  TRY_VOID(check_owner(expected_owner, lab_.account().id));
  // The front door that was asked is up, or nobody would be here; this bucket's may be down.
  if (lab_.is_down(bucket->region)) {
    return refuse(503, "ServiceUnavailable", "Reduce your request rate.");
  }
  return bucket;
}

const Bucket* S3::find(std::string_view bucket_name) const {
  const auto found = buckets_.find(bucket_name);
  return found == buckets_.end() ? nullptr : &found->second;
}

Bucket* S3::find(std::string_view bucket_name) {
  const auto found = buckets_.find(bucket_name);
  return found == buckets_.end() ? nullptr : &found->second;
}

Bucket& S3::add_bucket(Bucket bucket) {
  std::string bucket_name = bucket.name;
  return buckets_.emplace(std::move(bucket_name), std::move(bucket)).first->second;
}

namespace {

constexpr std::string_view version_id_alphabet =
    "._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t version_id_length = 32;

}  // namespace

bool is_version_id(std::string_view text) {
  static constexpr auto allowed = [] {
    std::array<bool, 256> table{};
    for (const char letter : version_id_alphabet) table[static_cast<unsigned char>(letter)] = true;
    return table;
  }();
  return text == "null" || (text.size() == version_id_length &&
                            std::ranges::all_of(text, [](unsigned char c) { return allowed[c]; }));
}

// From the key, how many versions it has had, and the content: two runs in which the same user
// writes the same give it the same id, though what happens around it moves by minutes.
VersionId S3::next_version_id(const std::string& key, std::uint32_t crc32c, bool delete_marker) {
  const std::uint64_t hash = stable_hash(key, secret_);
  const std::uint32_t ordinal = ++written_[hash];
  const std::uint64_t about[] = {hash, ordinal, crc32c, delete_marker};
  return derived_text(secret_, std::string_view(reinterpret_cast<const char*>(about), sizeof about),
                      version_id_length, version_id_alphabet);
}

ETag S3::encrypted_etag(const ObjectVersion& version) const {
  const std::string& how =
      version.key_arn.empty() ? version.extras().customer_key_md5 : version.key_arn.text();
  const std::string digest = derived_hex(stable_hash(how, secret_), version.version_id.view(), 32);
  return etag_of(from_hex(digest).value(), version.etag.parts);
}

SharedText S3::share(const SharedText& text) {
  if (text.empty()) return text;
  return shared_.try_emplace(text.text(), text).first->second;
}

ObjectVersion& S3::write(Bucket& bucket, const std::string& key, ObjectVersion version) {
  History& history = bucket.history_of(key);
  const std::uint32_t crc = version.content ? version.content->crc32c : 0;
  VersionId id = next_version_id(key, crc, version.delete_marker);
  version.sequence = next_sequence_++;
  version.key_arn = share(version.key_arn);
  if (version.content && (!version.key_arn.empty() || !version.extras().customer_key_md5.empty())) {
    version.version_id = id;
    version.etag = encrypted_etag(version);
  } else if (version.content && version.etag == ETag{}) {
    version.etag = plain_etag(*version.content);
  }
  // Without versioning, or while it is suspended, there is one version called null, and it is
  // overwritten.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/AddingObjectstoVersionSuspendedBuckets.html
  if (bucket.versioning == Versioning::enabled) {
    version.version_id = id;
  } else {
    history.remove("null");
    version.version_id = "null";
  }
  return history.add(std::move(version));
}

void S3::put_for_service(const std::string& bucket_name, const std::string& key, Body body,
                         std::string content_type) {
  Bucket* bucket = find(bucket_name);
  if (bucket == nullptr) return;
  auto content = std::make_shared<ObjectContent>();
  content->crc32c = body.crc32c();
  content->body = std::move(body);
  content->content_type = std::move(content_type);
  ObjectVersion version;
  version.last_modified = lab_.now();
  version.content = std::move(content);
  write_and_replicate(*bucket, key, std::move(version));
}

std::unexpected<aws::ServiceError> bad_version_id(const std::string& version_id) {
  return refuse(400, "InvalidArgument", "Invalid version id specified",
                Value().set("ArgumentName", "versionId").set("ArgumentValue", version_id));
}

std::unexpected<aws::ServiceError> malformed_xml() {
  return refuse(400, "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our "
                "published schema");
}

std::string canonical_id(const std::string& account) { return to_hex(sha256(account)); }

void say_encryption(Value& output, const ObjectVersion& version) {
  const std::string& customer_key = version.extras().customer_key_md5;
  if (!customer_key.empty()) {
    output.set("SSECustomerAlgorithm", "AES256").set("SSECustomerKeyMD5", customer_key);
    return;
  }
  output.set("ServerSideEncryption", version.key_arn.empty() ? "AES256" : "aws:kms");
  if (version.key_arn.empty()) return;
  output.set("SSEKMSKeyId", version.key_arn.text());
  if (version.bucket_key) output.set("BucketKeyEnabled", true);
}

std::vector<ReadableObject> readable_objects(const Bucket& bucket, Time now) {
  std::vector<ReadableObject> readable;
  for (const auto& [key, history] : bucket.objects) {
    const ObjectVersion* current = history.current();
    if (current == nullptr || current->delete_marker || is_archived(*current, now)) continue;
    readable.push_back({key, current->size(), checksum_of(*current->content)});
  }
  return readable;
}

}  // namespace godwit::lab::services
