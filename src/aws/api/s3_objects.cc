// Objects and their versions.
#include <array>

#include "aws/api/s3_call.h"
#include "aws/body_digest.h"
#include "base/digest.h"
#include "base/encoding.h"

namespace godwit::aws::s3 {

namespace {

Value about(const BucketName& bucket, const std::string& key, const std::string& version_id) {
  Value input = about(bucket);
  input.set("Key", key);
  if (!version_id.empty()) input.set("VersionId", version_id);
  return input;
}

// "owner=radiology&kind=x%20ray", as the header x-amz-tagging has it.
std::string tagging_header(const Tags& tags) {
  std::string text;
  for (const auto& [name, value] : tags) {
    if (!text.empty()) text += '&';
    percent_encode_to(text, name);
    text += '=';
    percent_encode_to(text, value);
  }
  return text;
}

// The first that there is, the cheapest first.
std::string checksum_of(const Value& output) {
  struct Kind {
    std::string_view member;
    std::string_view name;
  };
  constexpr std::array<Kind, 4> kinds = {{{"ChecksumCRC32C", "crc32c:"},
                                          {"ChecksumCRC32", "crc32:"},
                                          {"ChecksumSHA256", "sha256:"},
                                          {"ChecksumSHA1", "sha1:"}}};
  for (const Kind& kind : kinds) {
    const std::string& checksum = output[kind.member].text();
    if (!checksum.empty()) return std::string(kind.name) + checksum;
  }
  return {};
}

ObjectInfo info_of(const Value& output) {
  ObjectInfo info;
  info.size = static_cast<std::uint64_t>(output["ContentLength"].integer());
  info.version_id = output["VersionId"].text();
  info.etag = output["ETag"].text();
  info.checksum = checksum_of(output);
  info.storage_class = output["StorageClass"].text();
  if (info.storage_class.empty()) info.storage_class = "STANDARD";
  info.restore = output["Restore"].text();
  info.replication_status = output["ReplicationStatus"].text();
  info.encryption_key_arn = output["SSEKMSKeyId"].text();
  info.content_type = output["ContentType"].text();
  for (const auto& [name, value] : output["Metadata"].members()) {
    info.metadata.emplace(name, value.text());
  }
  info.last_modified = output["LastModified"].time();
  return info;
}

}  // namespace

Result<PutResult> put_object(Cloud& cloud, const BucketName& bucket, const PutObject& object) {
  Value input = about(bucket, object.key, {});
  if (!object.body.empty()) input.set("Body", object.body);
  input.set("ChecksumCRC32C", to_base64(crc_bytes(crc32c_of(object.body))));
  if (!object.content_type.empty()) input.set("ContentType", object.content_type);
  if (!object.tags.empty()) input.set("Tagging", tagging_header(object.tags));
  if (!object.metadata.empty()) {
    Value metadata;
    for (const auto& [name, value] : object.metadata) metadata.set(name, value);
    input.set("Metadata", std::move(metadata));
  }
  const Value output = TRY(call_object(cloud, "PutObject", bucket, object.key, input));
  return PutResult{.version_id = output["VersionId"].text(), .etag = output["ETag"].text()};
}

Result<Object> get_object(Cloud& cloud, const BucketName& bucket, const std::string& key,
                          const std::string& version_id) {
  Value input = about(bucket, key, version_id);
  input.set("ChecksumMode", "ENABLED");
  const Value output = TRY(call_object(cloud, "GetObject", bucket, key, input));
  Object object{.info = info_of(output), .body = output["Body"].body()};
  if (!output.has("ContentLength")) object.info.size = object.body.size();
  return object;
}

Result<ObjectInfo> head_object(Cloud& cloud, const BucketName& bucket, const std::string& key,
                               const std::string& version_id) {
  Value input = about(bucket, key, version_id);
  input.set("ChecksumMode", "ENABLED");
  return info_of(TRY(call_object(cloud, "HeadObject", bucket, key, input)));
}

Result<void> delete_object(Cloud& cloud, const BucketName& bucket, const std::string& key,
                           const std::string& version_id) {
  return without_output(
      call_object(cloud, "DeleteObject", bucket, key, about(bucket, key, version_id)));
}

Result<Tags> get_object_tagging(Cloud& cloud, const BucketName& bucket, const std::string& key,
                                const std::string& version_id) {
  const Value output =
      TRY(call_object(cloud, "GetObjectTagging", bucket, key, about(bucket, key, version_id)));
  return tags_of(output["TagSet"]);
}

Result<void> restore_object(Cloud& cloud, const BucketName& bucket, const std::string& key,
                            const std::string& version_id, int days) {
  Value parameters;
  parameters.set("Tier", "Standard");
  Value request;
  request.set("Days", days).set("GlacierJobParameters", std::move(parameters));
  Value input = about(bucket, key, version_id);
  input.set("RestoreRequest", std::move(request));
  return without_output(call_object(cloud, "RestoreObject", bucket, key, input));
}

}  // namespace godwit::aws::s3
