// CopyObject: within S3, from any of its regions.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
#include "base/encoding.h"
#include "base/text.h"
#include "lab/lab.h"
#include "lab/services/kms.h"
#include "lab/services/s3.h"
#include "lab/services/s3_checksums.h"
#include "lab/services/s3_put.h"
#include "lab/services/s3_tag_set.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::uint64_t largest_copy = 5ULL << 30;

// "/bucket/key?versionId=...", percent-encoded; the first slash may be left out.
struct CopySource {
  std::string bucket;
  std::string key;
  std::string version_id;  // empty: the current one
};

std::optional<CopySource> read_source(std::string_view text) {
  CopySource source;
  constexpr std::string_view version_prefix = "?versionId=";
  if (const auto query = text.find(version_prefix); query != std::string_view::npos) {
    source.version_id = percent_decode(text.substr(query + version_prefix.size()));
    text = text.substr(0, query);
  }
  const std::string decoded = percent_decode(text, true);
  std::string_view path = decoded;
  if (path.starts_with('/')) path.remove_prefix(1);
  const auto slash = path.find('/');
  if (slash == 0 || slash == std::string_view::npos || slash + 1 == path.size()) {
    return std::nullopt;
  }
  source.bucket = path.substr(0, slash);
  source.key = path.substr(slash + 1);
  return source;
}

std::unexpected<aws::ServiceError> refuse_conditions() {
  return refuse(412, "PreconditionFailed",
                "At least one of the pre-conditions you specified did not hold");
}

std::expected<void, aws::ServiceError> check_source_conditions(const Value& input,
                                                               const ObjectVersion& source) {
  const Time modified = shown_time(source.last_modified);
  const Value& match = input["CopySourceIfMatch"];
  const Value& none_match = input["CopySourceIfNoneMatch"];
  const Value& modified_since = input["CopySourceIfModifiedSince"];
  const Value& unmodified_since = input["CopySourceIfUnmodifiedSince"];
  if (match && match.text() != source.etag) return refuse_conditions();
  if (none_match && none_match.text() == source.etag) return refuse_conditions();
  if (modified_since && modified <= modified_since.time()) return refuse_conditions();
  if (unmodified_since && modified > unmodified_since.time()) return refuse_conditions();
  return {};
}

bool replaces(const Value& directive) { return directive.text() == "REPLACE"; }

}  // namespace

Answer S3::copy_object(const Call& call, Bucket& bucket) {
  const Value& input = call.input;
  const auto named = read_source(input["CopySource"].text());
  if (!named) {
    return refuse(400, "InvalidArgument",
                  "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
                  Value().set("ArgumentName", "x-amz-copy-source"));
  }
  if (!named->version_id.empty() && !is_version_id(named->version_id)) {
    return bad_version_id(named->version_id);
  }
  Bucket* source_bucket = find(named->bucket);
  if (source_bucket == nullptr) {
    if (taken_.contains(named->bucket)) return refuse(403, "AccessDenied", "Access Denied");
    return refuse(404, "NoSuchBucket", "The specified bucket does not exist",
                  Value().set("BucketName", named->bucket));
  }
  const std::string& expected_owner = input["ExpectedSourceBucketOwner"].text();
  if (!expected_owner.empty() && expected_owner != lab_.account().id) {
    return refuse(403, "AccessDenied", "Access Denied");
  }
  // The destination's front door is up, or nobody would be here; the source's may be down.
  if (lab_.is_down(source_bucket->region)) {
    return refuse(503, "ServiceUnavailable", "Reduce your request rate.");
  }

  const History* history = source_bucket->find(named->key);
  const ObjectVersion* source = nullptr;
  if (history != nullptr) {
    source = named->version_id.empty() ? history->current() : history->find(named->version_id);
  }
  if (source == nullptr || (source->delete_marker && named->version_id.empty())) {
    if (!named->version_id.empty()) {
      return refuse(404, "NoSuchVersion", "The specified version does not exist.",
                    Value().set("Key", named->key).set("VersionId", named->version_id));
    }
    return refuse(404, "NoSuchKey", "The specified key does not exist.",
                  Value().set("Key", named->key));
  }
  if (source->delete_marker) {
    return refuse(400, "InvalidRequest",
                  "The source of a copy request may not specifically refer to a delete marker by "
                  "version id.");
  }
  TRY_VOID(check_source_conditions(input, *source));
  if (is_archived(*source, call.now)) {
    return refuse(403, "InvalidObjectState",
                  "Operation is not valid for the source object's storage class",
                  Value().set("StorageClass", source->storage_class));
  }
  if (source->size() > largest_copy) {
    return refuse(400, "InvalidRequest",
                  "The specified copy source is larger than the maximum allowable size for a copy "
                  "source: 5368709120");
  }
  if (!source->key_arn.empty()) {
    if (auto refusal = lab_.kms().refusal(source_bucket->region, source->key_arn)) {
      return std::unexpected(std::move(*refusal));
    }
  }
  const bool new_metadata = replaces(input["MetadataDirective"]);
  const std::string& key = input["Key"].text();
  if (source_bucket == &bucket && named->key == key && named->version_id.empty() && !new_metadata &&
      !input.has("StorageClass") && !input.has("ServerSideEncryption") &&
      !input.has("WebsiteRedirectLocation")) {
    return refuse(400, "InvalidRequest",
                  "This copy request is illegal because it is trying to copy an object to itself "
                  "without changing the object's metadata, storage class, website redirect "
                  "location or encryption attributes.");
  }

  auto content = std::make_shared<ObjectContent>(*source->content);
  if (new_metadata) {
    content->headers.clear();
    content->metadata.clear();
    read_headers(input, *content);
  }
  if (input.has("ChecksumAlgorithm")) add_checksum(input["ChecksumAlgorithm"].text(), *content);
  TRY_VOID(check_upload(input, *content));
  Encryption encryption = TRY(encryption_for(call, bucket));
  ObjectVersion version;
  version.last_modified = call.now;
  version.content = content;
  version.tags = source->tags;
  if (replaces(input["TaggingDirective"])) {
    version.tags = TRY(read_tag_header(input["Tagging"].text()));
  }
  // Copies are STANDARD unless they are asked to be something else.
  if (input.has("StorageClass")) version.storage_class = input["StorageClass"].text();
  version.key_arn = std::move(encryption.key_arn);
  version.bucket_key = encryption.bucket_key;
  const std::string source_version_id = source->version_id;  // which the write may move
  const ObjectVersion& written = write_and_replicate(bucket, key, std::move(version));

  Value result;
  result.set("ETag", written.etag).set("LastModified", shown_time(written.last_modified));
  say_checksums(result, *content);
  Value output;
  output.set("CopyObjectResult", std::move(result));
  if (source_bucket->versioning != Versioning::never) {
    output.set("CopySourceVersionId", source_version_id);
  }
  if (bucket.versioning != Versioning::never) output.set("VersionId", written.version_id);
  say_encryption(output, written);
  return output;
}

}  // namespace godwit::lab::services
