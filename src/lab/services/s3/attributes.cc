// GetObjectAttributes: what HEAD says, and the parts.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html
#include "lab/lab.h"
#include "lab/services/kms/kms.h"
#include "lab/services/s3/checksums.h"
#include "lab/services/s3/customer_key.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::int64_t longest_page = 1000;

std::unexpected<aws::ServiceError> invalid(std::string_view name, std::string message) {
  return refuse(400, "InvalidArgument", std::move(message), Value().set("ArgumentName", name));
}

// The list of parts is only told where parts have checksums of their own.
std::expected<Value, aws::ServiceError> describe_parts(const Value& input,
                                                       const ObjectContent& content) {
  std::int64_t most = longest_page;
  if (const Value& asked_for = input["MaxParts"]) {
    if (asked_for.integer() < 0) return invalid("max-parts", "Invalid value for max-parts");
    most = std::min(most, asked_for.integer());
  }
  const std::int64_t after = input["PartNumberMarker"].integer();
  Value output;
  output.set("TotalPartsCount", static_cast<std::int64_t>(content.parts->size()));
  const bool told = content.checksum && content.checksum->composite;
  if (!told) return output;
  aws::List parts;
  bool truncated = false;
  std::int64_t last = 0;
  for (const ObjectPart& part : *content.parts) {
    if (part.number <= after) continue;
    truncated = static_cast<std::int64_t>(parts.size()) == most;
    if (truncated) break;
    last = part.number;
    Value one;
    one.set("PartNumber", part.number).set("Size", part.size);
    if (!part.checksum.empty()) {
      one.set(checksum_member(content.checksum->algorithm), part.checksum);
    }
    parts.push_back(std::move(one));
  }
  output.set("PartNumberMarker", after).set("NextPartNumberMarker", last);
  output.set("MaxParts", most).set("IsTruncated", truncated);
  if (!parts.empty()) output.set("Parts", std::move(parts));
  return output;
}

}  // namespace

Answer S3::get_object_attributes(const Call& call, Bucket& bucket) {
  const Value& input = call.input;
  std::set<std::string_view> wanted;
  for (const Value& one : input["ObjectAttributes"].list()) wanted.insert(one.text());
  for (const std::string_view one : wanted) {
    if (one != "ETag" && one != "Checksum" && one != "ObjectParts" && one != "StorageClass" &&
        one != "ObjectSize") {
      return invalid("x-amz-object-attributes", "Invalid attribute name specified.");
    }
  }
  if (wanted.empty()) {
    return invalid("x-amz-object-attributes",
                   "The x-amz-object-attributes header specifying the attributes to be retrieved "
                   "is either missing or empty");
  }
  const ObjectVersion* version = TRY(version_of(call, bucket));
  TRY_VOID(check_customer_key(input, *version));
  if (!version->key_arn.empty() && wanted.contains("Checksum")) {
    if (auto refusal = lab_.kms().refusal(bucket.region, version->key_arn.text())) {
      return std::unexpected(std::move(*refusal));
    }
  }
  const ObjectContent& content = *version->content;
  Value output;
  output.set("LastModified", shown_time(version->last_modified));
  if (bucket.versioning != Versioning::never) output.set("VersionId", version->version_id.view());
  if (wanted.contains("ETag")) {
    const std::string etag = version->etag.text();  // here, and only here, without quotes
    output.set("ETag", etag.substr(1, etag.size() - 2));
  }
  if (wanted.contains("Checksum")) {
    Value checksum;
    say_checksum(checksum, checksum_to_say(content));
    output.set("Checksum", std::move(checksum));
  }
  if (wanted.contains("ObjectParts") && content.parts != nullptr) {
    output.set("ObjectParts", TRY(describe_parts(input, content)));
  }
  if (wanted.contains("StorageClass")) {
    output.set("StorageClass", to_string(version->storage_class));
  }
  if (wanted.contains("ObjectSize")) output.set("ObjectSize", version->size());
  return output;
}

}  // namespace godwit::lab::services
