// PutObject, and what it shares with CopyObject.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
#include "lab/services/s3_put.h"

#include "base/text.h"
#include "lab/lab.h"
#include "lab/services/kms.h"
#include "lab/services/s3.h"
#include "lab/services/s3_checksums.h"
#include "lab/services/s3_replication.h"
#include "lab/services/s3_tag_set.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::uint64_t largest_put = 5ULL << 30;  // in one piece
constexpr std::size_t longest_key = 1024;
constexpr std::size_t most_metadata = 2048;

// Headers that S3 keeps and gives back as they came.
constexpr std::string_view kept_headers[] = {"CacheControl",    "ContentDisposition",
                                             "ContentEncoding", "ContentLanguage",
                                             "Expires",         "WebsiteRedirectLocation"};

bool is_storage_class(std::string_view text) {
  for (const std::string_view known :
       {"STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING",
        "GLACIER", "DEEP_ARCHIVE", "GLACIER_IR"}) {
    if (text == known) return true;
  }
  return false;
}

}  // namespace

void read_headers(const Value& input, ObjectContent& content) {
  content.content_type = input["ContentType"].text();
  if (content.content_type.empty()) content.content_type = "binary/octet-stream";
  for (const std::string_view header : kept_headers) {
    const Value& value = input[header];
    if (!value) continue;
    content.headers.emplace(header,
                            value.is_time() ? format_http_date(value.time()) : value.text());
  }
  // Metadata names are headers: without regard to case, and kept in lower case.
  for (const auto& [key, value] : input["Metadata"].members()) {
    content.metadata.emplace(to_lower(key), value.text());
  }
}

std::expected<void, aws::ServiceError> check_upload(const Value& input,
                                                    const ObjectContent& content) {
  if (input["Key"].text().size() > longest_key) {
    return refuse(400, "KeyTooLongError", "Your key is too long",
                  Value()
                      .set("Size", static_cast<std::int64_t>(input["Key"].text().size()))
                      .set("MaxSizeAllowed", static_cast<std::int64_t>(longest_key)));
  }
  std::size_t metadata_size = 0;
  for (const auto& [key, value] : content.metadata) metadata_size += key.size() + value.size();
  if (metadata_size > most_metadata) {
    return refuse(400, "MetadataTooLarge",
                  "Your metadata headers exceed the maximum allowed metadata size");
  }
  if (content.body.size() > largest_put) {
    return refuse(400, "EntityTooLarge",
                  "Your proposed upload exceeds the maximum allowed object size.");
  }
  const Value& storage_class = input["StorageClass"];
  if (storage_class && !is_storage_class(storage_class.text())) {
    return refuse(400, "InvalidStorageClass", "The storage class you specified is not valid");
  }
  // Since April 2023 the owner of a new bucket owns what is in it, and ACLs are off.
  const std::string& acl = input["ACL"].text();
  if (!acl.empty() && acl != "private" && acl != "bucket-owner-full-control") {
    return refuse(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
  }
  if (input.has("ObjectLockMode") || input.has("ObjectLockLegalHoldStatus")) {
    return refuse(400, "InvalidRequest", "Bucket is missing Object Lock Configuration");
  }
  return {};
}

// What the request says, or else the bucket's own setting; and whether that key can be used now.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html
std::expected<S3::Encryption, aws::ServiceError> S3::encryption_for(const Call& call,
                                                                    const Bucket& bucket) {
  const Value& input = call.input;
  if (input.has("SSECustomerAlgorithm") || input.has("SSECustomerKey")) {
    return refuse(501, "NotImplemented", "The lab's S3 has no SSE-C");
  }
  const Value& algorithm = input["ServerSideEncryption"];
  const std::string& key = input["SSEKMSKeyId"].text();
  if (algorithm && algorithm.text() != "AES256" && algorithm.text() != "aws:kms") {
    return refuse(400, "InvalidEncryptionAlgorithmError",
                  "The encryption request you specified is not valid. Supported value: AES256.");
  }
  if (!key.empty() && algorithm.text() != "aws:kms") {
    return refuse(400, "InvalidArgument",
                  "Server Side Encryption with AWS KMS managed key requires HTTP header "
                  "x-amz-server-side-encryption : aws:kms",
                  Value().set("ArgumentName", "x-amz-server-side-encryption"));
  }
  const bool kms = algorithm ? algorithm.text() == "aws:kms" : bucket.encryption.kms;
  if (!kms) return Encryption{};
  const std::string& named = !algorithm ? bucket.encryption.key : key;
  Kms& keys = lab_.kms();
  const bool bucket_key = input.has("BucketKeyEnabled") ? input["BucketKeyEnabled"].flag()
                                                        : bucket.encryption.bucket_key;
  if (named.empty()) return Encryption{keys.managed_key(bucket.region, "s3").arn, bucket_key};
  if (auto refusal = keys.refusal(bucket.region, named)) {
    return std::unexpected(std::move(*refusal));
  }
  return Encryption{keys.find(bucket.region, named)->arn, bucket_key};
}

namespace {

// Writes on a condition, which models have only known since 2024: "If-None-Match: *" where nothing
// may be there, "If-Match" where something must be.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
std::expected<void, aws::ServiceError> check_write_conditions(const Call& call,
                                                              const Bucket& bucket) {
  if (call.http == nullptr) return {};
  const std::string* none_match = call.http->headers.find("If-None-Match");
  const std::string* match = call.http->headers.find("If-Match");
  if (none_match == nullptr && match == nullptr) return {};
  const History* history = bucket.find(call.input["Key"].text());
  const ObjectVersion* current = history != nullptr ? history->current() : nullptr;
  if (current != nullptr && current->delete_marker) current = nullptr;
  if (none_match != nullptr && *none_match != "*") {
    return refuse(501, "NotImplemented",
                  "A header you provided implies functionality that is not implemented",
                  Value().set("Header", "If-None-Match"));
  }
  if (match != nullptr && current == nullptr) {
    return refuse(404, "NoSuchKey", "The specified key does not exist.",
                  Value().set("Key", call.input["Key"].text()));
  }
  const bool holds = none_match != nullptr ? current == nullptr : *match == current->etag;
  if (holds) return {};
  return refuse(412, "PreconditionFailed",
                "At least one of the pre-conditions you specified did not hold",
                Value().set("Condition", none_match != nullptr ? "If-None-Match" : "If-Match"));
}

}  // namespace

ObjectVersion& S3::write_and_replicate(Bucket& bucket, const std::string& key,
                                       ObjectVersion version) {
  ObjectVersion& written = write(bucket, key, std::move(version));
  replication_->written(bucket, key, written);
  return written;
}

Answer S3::put_object(const Call& call, Bucket& bucket) {
  const Value& input = call.input;
  const auto content = std::make_shared<ObjectContent>();
  content->body = input["Body"].body();
  content->crc32c = content->body.crc32c();
  read_headers(input, *content);
  TRY_VOID(check_upload(input, *content));
  TRY_VOID(verify_checksums(input, *content));
  TRY_VOID(check_write_conditions(call, bucket));
  Encryption encryption = TRY(encryption_for(call, bucket));
  ObjectVersion version;
  version.last_modified = call.now;
  version.content = content;
  version.tags = TRY(read_tag_header(input["Tagging"].text()));
  if (input.has("StorageClass")) version.storage_class = input["StorageClass"].text();
  version.key_arn = std::move(encryption.key_arn);
  version.bucket_key = encryption.bucket_key;
  const ObjectVersion& written =
      write_and_replicate(bucket, input["Key"].text(), std::move(version));

  Value output;
  output.set("ETag", written.etag);
  if (bucket.versioning != Versioning::never) output.set("VersionId", written.version_id);
  say_encryption(output, written);
  say_checksums(output, *content);
  return output;
}

}  // namespace godwit::lab::services
