// CopyObject: within S3, from any of its regions.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
#include "base/encoding.h"
#include "base/text.h"
#include "lab/lab.h"
#include "lab/services/kms/kms.h"
#include "lab/services/s3/checksums.h"
#include "lab/services/s3/conditions.h"
#include "lab/services/s3/customer_key.h"
#include "lab/services/s3/put.h"
#include "lab/services/s3/s3.h"
#include "lab/services/s3/tag_set.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

// "/bucket/key?versionId=...", percent-encoded; the first slash may be left out.
struct NamedSource {
  std::string bucket;
  std::string key;
  std::string version_id;  // empty: the current one
};

std::optional<NamedSource> read_source(std::string_view text) {
  NamedSource source;
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

bool replaces(const Value& directive) { return directive.text() == "REPLACE"; }

}  // namespace

std::expected<S3::CopySource, aws::ServiceError> S3::copy_source(const Call& call) {
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
  Bucket* bucket = TRY(other_bucket(named->bucket, input["ExpectedSourceBucketOwner"].text()));
  const History* history = bucket->find(named->key);
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
  TRY_VOID(check_copy_conditions(input, *source));
  TRY_VOID(check_customer_key(input, *source, "CopySource"));
  if (is_archived(*source, call.now)) {
    return refuse(403, "InvalidObjectState",
                  "Operation is not valid for the source object's storage class",
                  Value().set("StorageClass", to_string(source->storage_class)));
  }
  if (!source->key_arn.empty()) {
    if (auto refusal = lab_.kms().refusal(bucket->region, source->key_arn.text())) {
      return std::unexpected(std::move(*refusal));
    }
  }
  return CopySource{bucket, named->key, source, !named->version_id.empty()};
}

Answer S3::copy_object(const Call& call, Bucket& bucket) {
  const Value& input = call.input;
  const CopySource from = TRY(copy_source(call));
  const ObjectVersion* source = from.version;
  if (source->size() > largest_put) {
    return refuse(400, "InvalidRequest",
                  "The specified copy source is larger than the maximum allowable size for a copy "
                  "source: 5368709120");
  }
  const bool new_metadata = replaces(input["MetadataDirective"]);
  const std::string& key = input["Key"].text();
  if (from.bucket == &bucket && from.key == key && !from.by_version_id && !new_metadata &&
      !input.has("StorageClass") && !input.has("ServerSideEncryption") &&
      !input.has("SSECustomerAlgorithm") && !input.has("WebsiteRedirectLocation")) {
    return refuse(400, "InvalidRequest",
                  "This copy request is illegal because it is trying to copy an object to itself "
                  "without changing the object's metadata, storage class, website redirect "
                  "location or encryption attributes.");
  }

  // A copy is one piece, whatever its source came in, and its checksum is of the whole.
  auto content = std::make_shared<ObjectContent>(*source->content);
  content->parts = nullptr;
  if (new_metadata) read_headers(input, *content);
  const auto algorithm = checksum_algorithm_of(input["ChecksumAlgorithm"].text());
  if (algorithm) {
    replace_checksum(*algorithm, *content);
  } else if (content->checksum && content->checksum->composite) {
    replace_checksum(content->checksum->algorithm, *content);
  }
  TRY_VOID(check_upload(input, *content));
  ObjectVersion version = TRY(draft_version(call, bucket));
  TRY_VOID(check_write_conditions(call, bucket));
  version.content = content;
  version.set_tags(source->tags());
  if (replaces(input["TaggingDirective"])) {
    version.set_tags(TRY(read_tag_header(input["Tagging"].text())));
  }
  const std::string source_version_id = source->version_id.text();  // which the write may move
  const ObjectVersion& written = write_and_replicate(bucket, key, std::move(version));

  Value result;
  result.set("ETag", written.etag.text()).set("LastModified", shown_time(written.last_modified));
  say_checksum(result, checksum_to_say(*content));
  Value output;
  output.set("CopyObjectResult", std::move(result));
  if (from.bucket->versioning != Versioning::never) {
    output.set("CopySourceVersionId", source_version_id);
  }
  say_written(bucket, key, written, output);
  return output;
}

}  // namespace godwit::lab::services
