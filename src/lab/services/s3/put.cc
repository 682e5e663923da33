// PutObject, and what it shares with CopyObject.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
#include "lab/services/s3/put.h"

#include "base/text.h"
#include "lab/lab.h"
#include "lab/services/kms/kms.h"
#include "lab/services/s3/acl.h"
#include "lab/services/s3/checksums.h"
#include "lab/services/s3/conditions.h"
#include "lab/services/s3/customer_key.h"
#include "lab/services/s3/lifecycle.h"
#include "lab/services/s3/object_lock.h"
#include "lab/services/s3/replication.h"
#include "lab/services/s3/s3.h"
#include "lab/services/s3/tag_set.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::size_t longest_key = 1024;
constexpr std::size_t most_metadata = 2048;

// Headers that S3 keeps and gives back as they came.
constexpr std::string_view kept_headers[] = {"CacheControl",    "ContentDisposition",
                                             "ContentEncoding", "ContentLanguage",
                                             "Expires",         "WebsiteRedirectLocation"};

}  // namespace

void read_headers(const Value& input, ObjectContent& content) {
  content.content_type = input["ContentType"].text();
  if (content.content_type == default_content_type) content.content_type.clear();
  ObjectHeaders described;
  for (const std::string_view header : kept_headers) {
    const Value& value = input[header];
    if (!value) continue;
    described.headers.emplace(header,
                              value.is_time() ? format_http_date(value.time()) : value.text());
  }
  // Metadata names are headers: without regard to case, and kept in lower case.
  for (const auto& [key, value] : input["Metadata"].members()) {
    described.metadata.emplace(to_lower(key), value.text());
  }
  content.described =
      described.empty() ? nullptr : std::make_shared<const ObjectHeaders>(std::move(described));
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
  for (const auto& [key, value] : content.metadata()) metadata_size += key.size() + value.size();
  if (metadata_size > most_metadata) {
    return refuse(400, "MetadataTooLarge",
                  "Your metadata headers exceed the maximum allowed metadata size",
                  Value()
                      .set("Size", static_cast<std::int64_t>(metadata_size))
                      .set("MaxSizeAllowed", static_cast<std::int64_t>(most_metadata)));
  }
  if (content.body.size() > largest_put) {
    return refuse(
        400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size",
        Value().set("ProposedSize", content.body.size()).set("MaxSizeAllowed", largest_put));
  }
  return {};
}

std::expected<ObjectVersion, aws::ServiceError> S3::draft_version(const Call& call,
                                                                  const Bucket& bucket) {
  const Value& input = call.input;
  ObjectVersion version;
  version.last_modified = call.now;
  if (const Value& given = input["StorageClass"]) {
    const auto storage_class = storage_class_of(given.text());
    if (!storage_class) {
      return refuse(400, "InvalidStorageClass", "The storage class you specified is not valid",
                    Value().set("StorageClassRequested", given.text()));
    }
    version.storage_class = *storage_class;
  }
  auto access_control = TRY(read_access_control(input, owner_id(), AclOf::object));
  if (access_control != nullptr) {
    TRY_VOID(check_acl_allowed(bucket, public_access_of(bucket).block_acls, input,
                               access_control.get(), AclOf::object));
    if (bucket.ownership != Ownership::bucket_owner_enforced && input["ACL"].text() != "private") {
      version.change_extras().access_control = std::move(access_control);
    }
  }
  TRY_VOID(read_object_lock(call, bucket, version));
  Encryption encryption = TRY(encryption_for(call, bucket));
  version.key_arn = encryption.key_arn;
  version.bucket_key = encryption.bucket_key;
  if (!encryption.customer_key_md5.empty()) {
    version.change_extras().customer_key_md5 = std::move(encryption.customer_key_md5);
  }
  return version;
}

// What the request says, or else the bucket's own setting; and whether that key can be used now.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html
std::expected<S3::Encryption, aws::ServiceError> S3::encryption_for(const Call& call,
                                                                    const Bucket& bucket) {
  const Value& input = call.input;
  const Value& algorithm = input["ServerSideEncryption"];
  std::string customer_key = TRY(read_customer_key(input));
  if (!customer_key.empty()) {
    if (!algorithm) return Encryption{.customer_key_md5 = std::move(customer_key)};
    return refuse(400, "InvalidArgument",
                  "Server Side Encryption with Customer provided key is incompatible with the "
                  "encryption method specified",
                  Value().set("ArgumentName", "x-amz-server-side-encryption"));
  }
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
  if (named.empty()) {
    return Encryption{keys.managed_key(bucket.region, "s3").arn, bucket_key, {}};
  }
  if (auto refusal = keys.refusal(bucket.region, named)) {
    return std::unexpected(std::move(*refusal));
  }
  return Encryption{keys.find(bucket.region, named)->arn, bucket_key, {}};
}

ObjectVersion& S3::write_and_replicate(Bucket& bucket, const std::string& key,
                                       ObjectVersion version) {
  ObjectVersion& written = write(bucket, key, std::move(version));
  replication_->written(bucket, key, written);
  return written;
}

// What all answers to writes say.
void S3::say_written(const Bucket& bucket, const std::string& key, const ObjectVersion& written,
                     Value& output) {
  if (bucket.versioning != Versioning::never) output.set("VersionId", written.version_id.view());
  say_encryption(output, written);
  if (bucket.lifecycle == nullptr) return;
  const Expiry expiry = expiry_of(*bucket.lifecycle, key, written);
  if (expiry.rule == nullptr) return;
  output.set("Expiration", describe_expiry(expiry));
}

Answer S3::put_object(const Call& call, Bucket& bucket) {
  const Value& input = call.input;
  const auto content = std::make_shared<ObjectContent>();
  content->body = input["Body"].body();
  read_headers(input, *content);
  TRY_VOID(check_upload(input, *content));
  ObjectVersion version = TRY(draft_version(call, bucket));
  content->checksum = TRY(verify_checksums(call, content->body));
  TRY_VOID(check_write_conditions(call, bucket));
  version.set_tags(TRY(read_tag_header(input["Tagging"].text())));
  content->crc32c = content->body.crc32c();
  version.content = content;
  const std::string& key = input["Key"].text();
  const ObjectVersion& written = write_and_replicate(bucket, key, std::move(version));

  Value output;
  output.set("ETag", written.etag.text());
  say_checksum(output, checksum_to_say(*content));
  say_written(bucket, key, written, output);
  return output;
}

}  // namespace godwit::lab::services
