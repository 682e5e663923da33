// Multipart uploads: begun, filled, given up.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
#include "lab/services/s3/multipart.h"

#include "base/digest.h"
#include "base/encoding.h"
#include "base/text.h"
#include "lab/identifiers.h"
#include "lab/lab.h"
#include "lab/services/s3/checksums.h"
#include "lab/services/s3/customer_key.h"
#include "lab/services/s3/lifecycle.h"
#include "lab/services/s3/put.h"
#include "lab/services/s3/s3.h"
#include "lab/services/s3/tag_set.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::int64_t most_parts = 10'000;
constexpr std::string_view upload_id_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";

bool is_full_object_only(ChecksumAlgorithm algorithm) {
  return algorithm == ChecksumAlgorithm::crc64nvme;
}
bool is_composite_only(ChecksumAlgorithm algorithm) {
  return algorithm == ChecksumAlgorithm::sha1 || algorithm == ChecksumAlgorithm::sha256;
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
std::expected<void, aws::ServiceError> read_checksum_choice(const Value& input, Upload& upload) {
  const std::string& type = input["ChecksumType"].text();
  const std::string& name = input["ChecksumAlgorithm"].text();
  if (name.empty()) {
    if (type.empty()) return {};
    return refuse(400, "InvalidRequest",
                  "The x-amz-checksum-type header can only be used with the "
                  "x-amz-checksum-algorithm header.");
  }
  const auto algorithm = checksum_algorithm_of(name);
  if (!algorithm) {
    return refuse(400, "InvalidRequest",
                  "Checksum algorithm provided is unsupported. Please try again with any of the "
                  "valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
  }
  if (!type.empty() && type != "COMPOSITE" && type != "FULL_OBJECT") {
    return refuse(400, "InvalidRequest", "Value for x-amz-checksum-type header is invalid.");
  }
  upload.checksum_asked = true;
  upload.algorithm = *algorithm;
  upload.composite = type.empty() ? !is_full_object_only(*algorithm) : type == "COMPOSITE";
  const bool impossible =
      upload.composite ? is_full_object_only(*algorithm) : is_composite_only(*algorithm);
  if (impossible) {
    return refuse(400, "InvalidRequest",
                  fmt::format("The {} checksum type cannot be used with the {} checksum algorithm.",
                              upload.composite ? "COMPOSITE" : "FULL_OBJECT", to_lower(name)));
  }
  return {};
}

std::expected<int, aws::ServiceError> read_part_number(const Value& input) {
  const std::int64_t number = input["PartNumber"].integer();
  if (number >= 1 && number <= most_parts) return static_cast<int>(number);
  return refuse(400, "InvalidArgument",
                "Part number must be an integer between 1 and 10000, inclusive",
                Value().set("ArgumentName", "partNumber").set("ArgumentValue", number));
}

// A part has the checksum that its upload was begun with. Where that asked for none, clients send
// what they send with everything; it is verified, and that is all.
std::expected<void, aws::ServiceError> check_part_checksum(const Upload& upload,
                                                           const std::optional<Checksum>& given) {
  const bool fits =
      given ? given->algorithm == upload.algorithm || !upload.checksum_asked : !upload.composite;
  if (fits) return {};
  return refuse(400, "InvalidRequest",
                fmt::format("Checksum Type mismatch occurred, expected checksum Type: {}, actual "
                            "checksum Type: {}",
                            to_lower(to_string(upload.algorithm)),
                            given ? to_lower(to_string(given->algorithm)) : "null"));
}

}  // namespace

Upload* Uploads::find(std::string_view key, std::string_view id) {
  const auto found = open.find(key);
  if (found == open.end()) return nullptr;
  const auto upload = std::ranges::find(found->second, id, &Upload::id);
  return upload == found->second.end() ? nullptr : &*upload;
}

void Uploads::remove(std::string_view key, std::string_view id) {
  const auto found = open.find(key);
  if (found == open.end()) return;
  std::erase_if(found->second, [&](const Upload& upload) { return upload.id == id; });
  if (found->second.empty()) open.erase(found);
}

std::unexpected<aws::ServiceError> no_such_upload(const std::string& id) {
  return refuse(404, "NoSuchUpload",
                "The specified upload does not exist. The upload ID may be invalid, or the upload "
                "may have been aborted or completed.",
                Value().set("UploadId", id));
}

Answer S3::create_multipart_upload(const Call& call, Bucket& bucket) {
  const Value& input = call.input;
  const std::string& key = input["Key"].text();
  Upload upload;
  read_headers(input, upload.content);
  TRY_VOID(check_upload(input, upload.content));
  TRY_VOID(read_checksum_choice(input, upload));
  upload.draft = TRY(draft_version(call, bucket));
  upload.draft.set_tags(TRY(read_tag_header(input["Tagging"].text())));
  upload.initiated = call.now;
  const std::uint64_t about[] = {stable_hash(key, secret_), stable_hash(bucket.name),
                                 ++uploads_begun_};
  upload.id =
      derived_text(secret_, std::string_view(reinterpret_cast<const char*>(about), sizeof about),
                   128, upload_id_alphabet);

  Value output;
  output.set("Bucket", bucket.name).set("Key", key).set("UploadId", upload.id);
  if (upload.checksum_asked) {
    output.set("ChecksumAlgorithm", to_string(upload.algorithm))
        .set("ChecksumType", upload.composite ? "COMPOSITE" : "FULL_OBJECT");
  }
  say_encryption(output, upload.draft);
  say_abort(bucket, key, upload, output);
  bucket.uploads.open[key].push_back(std::move(upload));
  return output;
}

Answer S3::upload_part(const Call& call, Bucket& bucket) {
  const Value& input = call.input;
  const int number = TRY(read_part_number(input));
  Upload* upload = bucket.uploads.find(input["Key"].text(), input["UploadId"].text());
  if (upload == nullptr) return no_such_upload(input["UploadId"].text());
  UploadedPart part;
  part.body = input["Body"].body();
  if (part.body.size() > largest_put) {
    return refuse(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size",
                  Value().set("ProposedSize", part.body.size()).set("MaxSizeAllowed", largest_put));
  }
  TRY_VOID(check_customer_key(input, upload->draft));
  const auto checksum = TRY(verify_checksums(call, part.body));
  TRY_VOID(check_part_checksum(*upload, checksum));
  part.crc32c = part.body.crc32c();
  part.etag = etag_of(md5_of(part.body, part.crc32c));
  if (checksum && checksum->algorithm == upload->algorithm) part.checksum = checksum->value;
  part.last_modified = call.now;

  Value output;
  output.set("ETag", part.etag.text());
  if (checksum) output.set(checksum_member(checksum->algorithm), checksum->value);
  say_encryption(output, upload->draft);
  upload->parts.insert_or_assign(number, std::move(part));
  return output;
}

namespace {

// "bytes=0-5242879", of which nothing may be left out.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html
std::expected<Body, aws::ServiceError> read_copied_range(const Value& range, const Body& source) {
  if (!range) return source;
  const auto invalid = [&](std::string message) {
    return refuse(
        400, "InvalidArgument", std::move(message),
        Value().set("ArgumentName", "x-amz-copy-source-range").set("ArgumentValue", range.text()));
  };
  const std::string_view text = range.text();
  constexpr std::string_view unit = "bytes=";
  const auto bounds =
      split(text.starts_with(unit) ? text.substr(unit.size()) : std::string_view(), '-');
  const auto first = bounds.size() == 2 ? parse_integer(bounds[0]) : std::nullopt;
  const auto last = bounds.size() == 2 ? parse_integer(bounds[1]) : std::nullopt;
  if (!first || !last || *first < 0 || *last < *first) {
    return invalid(
        "The x-amz-copy-source-range value must be of the form bytes=first-last where first and "
        "last are the zero-based offsets of the first and last bytes to copy");
  }
  if (static_cast<std::uint64_t>(*last) >= source.size()) {
    return invalid(
        fmt::format("Range specified is not valid for source object of size: {}", source.size()));
  }
  return source.part(static_cast<std::uint64_t>(*first),
                     static_cast<std::uint64_t>(*last - *first + 1));
}

}  // namespace

Answer S3::upload_part_copy(const Call& call, Bucket& bucket) {
  const Value& input = call.input;
  const int number = TRY(read_part_number(input));
  Upload* upload = bucket.uploads.find(input["Key"].text(), input["UploadId"].text());
  if (upload == nullptr) return no_such_upload(input["UploadId"].text());
  const CopySource from = TRY(copy_source(call));
  TRY_VOID(check_customer_key(input, upload->draft));
  UploadedPart part;
  part.body = TRY(read_copied_range(input["CopySourceRange"], from.version->content->body));
  if (part.body.size() > largest_put) {
    return refuse(400, "InvalidRequest",
                  "The specified copy source is larger than the maximum allowable size for a copy "
                  "source: 5368709120");
  }
  part.crc32c = part.body.crc32c();
  part.etag = etag_of(md5_of(part.body, part.crc32c));
  // S3 works it out, since nobody else sees the bytes.
  if (upload->checksum_asked) {
    part.checksum = to_base64(compute_checksum(upload->algorithm, part.body));
  }
  part.last_modified = call.now;

  Value result;
  result.set("ETag", part.etag.text()).set("LastModified", shown_time(call.now));
  if (!part.checksum.empty()) result.set(checksum_member(upload->algorithm), part.checksum);
  Value output;
  output.set("CopyPartResult", std::move(result));
  if (from.bucket->versioning != Versioning::never) {
    output.set("CopySourceVersionId", from.version->version_id.view());
  }
  say_encryption(output, upload->draft);
  upload->parts.insert_or_assign(number, std::move(part));
  return output;
}

Answer S3::abort_multipart_upload(const Call& call, Bucket& bucket) {
  const std::string& key = call.input["Key"].text();
  const std::string& id = call.input["UploadId"].text();
  if (bucket.uploads.find(key, id) == nullptr) return no_such_upload(id);
  bucket.uploads.remove(key, id);
  return Value::structure();
}

}  // namespace godwit::lab::services
