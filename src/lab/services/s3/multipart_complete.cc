// CompleteMultipartUpload: parts become an object.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
#include "base/digest.h"
#include "base/encoding.h"
#include "base/text.h"
#include "lab/lab.h"
#include "lab/services/s3/checksums.h"
#include "lab/services/s3/conditions.h"
#include "lab/services/s3/customer_key.h"
#include "lab/services/s3/multipart.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::uint64_t smallest_part = 5ULL << 20;
constexpr std::size_t most_parts = 10'000;

// How long a completion can be repeated. AWS states none; clients retry for minutes.
constexpr Duration remembered = hours(24);

std::unexpected<aws::ServiceError> invalid_part(int number, const std::string& etag,
                                                const std::string& id) {
  return refuse(400, "InvalidPart",
                "One or more of the specified parts could not be found.  The part may not have "
                "been uploaded, or the specified entity tag may not match the part's entity tag.",
                Value().set("UploadId", id).set("PartNumber", number).set("ETag", etag));
}

// Does the request list what was uploaded? Returns the parts in their order.
std::expected<std::vector<const UploadedPart*>, aws::ServiceError> listed_parts(
    const Value& list, const Upload& upload) {
  const aws::List& given = list.list();
  if (given.empty() || given.size() > most_parts) return malformed_xml();
  std::vector<const UploadedPart*> parts;
  std::int64_t before = 0;
  for (const Value& one : given) {
    const std::int64_t number = one["PartNumber"].integer();
    if (number <= before) {
      return refuse(400, "InvalidPartOrder",
                    "The list of parts was not in ascending order. The parts list must be "
                    "specified in order by part number.",
                    Value().set("UploadId", upload.id));
    }
    before = number;
    const auto found = upload.parts.find(static_cast<int>(number));
    if (found == upload.parts.end() || !names_etag(one["ETag"].text(), found->second.etag)) {
      return invalid_part(static_cast<int>(number), one["ETag"].text(), upload.id);
    }
    for (const auto algorithm :
         {ChecksumAlgorithm::crc32, ChecksumAlgorithm::crc32c, ChecksumAlgorithm::crc64nvme,
          ChecksumAlgorithm::sha1, ChecksumAlgorithm::sha256}) {
      const Value& checksum = one[checksum_member(algorithm)];
      if (!upload.checksum_asked) break;  // they were verified as they came
      const bool is_own = algorithm == upload.algorithm;
      if (checksum && (!is_own || (!found->second.checksum.empty() &&
                                   checksum.text() != found->second.checksum))) {
        return invalid_part(static_cast<int>(number), one["ETag"].text(), upload.id);
      }
      if (is_own && !checksum && upload.checksum_asked && upload.composite) {
        return refuse(400, "InvalidRequest",
                      fmt::format("The upload was created using a {} checksum. The complete "
                                  "request must include the checksum for each part. It was "
                                  "missing for part {} in the request.",
                                  to_lower(to_string(algorithm)), number));
      }
    }
    parts.push_back(&found->second);
  }
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    if (parts[i]->body.size() >= smallest_part) continue;
    return refuse(400, "EntityTooSmall",
                  "Your proposed upload is smaller than the minimum allowed size",
                  Value()
                      .set("ProposedSize", parts[i]->body.size())
                      .set("MinSizeAllowed", smallest_part)
                      .set("PartNumber", given[i]["PartNumber"])
                      .set("ETag", given[i]["ETag"]));
  }
  return parts;
}

// The object's checksum, which follows from those of its parts where they have them.
std::expected<std::optional<Checksum>, aws::ServiceError> object_checksum(
    const Call& call, const Upload& upload, const ObjectContent& content) {
  const auto& parts = *content.parts;
  Checksum checksum{upload.algorithm, upload.composite, {}};
  const bool all_known =
      std::ranges::none_of(parts, [](const ObjectPart& part) { return part.checksum.empty(); });
  const auto given = TRY(given_checksum(call));
  if (!upload.checksum_asked && !given) return std::nullopt;  // S3's own, when somebody asks
  if (upload.composite) {
    checksum.value = checksum_of_checksums(upload.algorithm, parts);
  } else if (all_known) {
    checksum.value = combine_crcs(upload.algorithm, parts);
  } else {
    checksum.value = to_base64(compute_checksum(upload.algorithm, content.body));
  }
  const std::string& type = call.input["ChecksumType"].text();
  const std::string_view own_type = upload.composite ? "COMPOSITE" : "FULL_OBJECT";
  if (!type.empty() && type != own_type) {
    return refuse(400, "InvalidRequest",
                  fmt::format("The upload was created using the {} checksum mode. The complete "
                              "request must use the same checksum mode.",
                              own_type));
  }
  if (given && !upload.checksum_asked) {
    if (to_base64(compute_checksum(given->algorithm, content.body)) == given->value) {
      return std::nullopt;
    }
    return refuse(400, "BadDigest",
                  fmt::format("The {} you specified did not match the calculated checksum.",
                              to_lower(to_string(given->algorithm))));
  }
  if (given && given->algorithm != upload.algorithm) {
    return refuse(400, "BadDigest",
                  fmt::format("The {} you specified did not match the calculated checksum.",
                              to_lower(to_string(given->algorithm))));
  }
  // A composite checksum may come without its count.
  if (given && given->value != checksum.value &&
      !(upload.composite && checksum.value.starts_with(given->value + "-"))) {
    return refuse(400, "BadDigest",
                  fmt::format("The {} you specified did not match the calculated checksum.",
                              to_lower(to_string(upload.algorithm))));
  }
  return checksum;
}

std::expected<void, aws::ServiceError> check_size(const Value& announced, std::uint64_t size) {
  if (!announced || static_cast<std::uint64_t>(announced.integer()) == size) return {};
  return refuse(400, "InvalidRequest",
                fmt::format("The provided 'x-amz-mp-object-size' header value {} does not match "
                            "what was computed: {}",
                            announced.integer(), size));
}

}  // namespace

Answer S3::repeat_completion(const Bucket& bucket, const CompletedUpload& completed) {
  Value output;
  output.set("Location", fmt::format("https://{}.s3.{}.amazonaws.com/{}", bucket.name,
                                     bucket.region, percent_encode(completed.key)));
  output.set("Bucket", bucket.name).set("Key", completed.key);
  output.set("ETag", completed.etag.text());
  if (completed.checksum) say_checksum(output, *completed.checksum);
  if (bucket.versioning != Versioning::never) output.set("VersionId", completed.version_id);
  const History* history = bucket.find(completed.key);
  const ObjectVersion* version = history == nullptr ? nullptr : history->find(completed.version_id);
  if (version != nullptr) say_encryption(output, *version);
  return output;
}

Answer S3::complete_multipart_upload(const Call& call, Bucket& bucket) {
  const Value& input = call.input;
  const std::string& key = input["Key"].text();
  const std::string& id = input["UploadId"].text();
  Uploads& uploads = bucket.uploads;
  std::erase_if(uploads.completed,
                [&](const auto& one) { return one.second.completed + remembered < call.now; });
  Upload* upload = uploads.find(key, id);
  if (upload == nullptr) {
    const auto completed = uploads.completed.find(id);
    if (completed == uploads.completed.end() || completed->second.key != key) {
      return no_such_upload(id);
    }
    return repeat_completion(bucket, completed->second);
  }
  if (input.has("SSECustomerKey")) TRY_VOID(check_customer_key(input, upload->draft));
  const Value& list = input["MultipartUpload"]["Parts"];
  const auto parts = TRY(listed_parts(list, *upload));
  TRY_VOID(check_write_conditions(call, bucket));

  auto content = std::make_shared<ObjectContent>(upload->content);
  std::vector<Body> bodies;
  auto described = std::make_shared<std::vector<ObjectPart>>();
  std::string digests;
  bool first = true;
  for (const UploadedPart* part : parts) {
    content->crc32c =
        first ? part->crc32c : crc32c_combine(content->crc32c, part->crc32c, part->body.size());
    first = false;
    bodies.push_back(part->body);
    described->push_back({static_cast<int>(list.list()[described->size()]["PartNumber"].integer()),
                          part->body.size(), part->checksum});
    digests.append(reinterpret_cast<const char*>(part->etag.digest.data()),
                   part->etag.digest.size());
  }
  content->body = Body::joined(bodies);
  content->parts = described;
  TRY_VOID(check_size(input["MpuObjectSize"], content->body.size()));
  content->checksum = TRY(object_checksum(call, *upload, *content));
  ObjectVersion version = upload->draft;
  version.last_modified = call.now;
  version.content = content;
  version.etag = etag_of(md5(digests), parts.size());
  uploads.remove(key, id);  // `upload` and its parts are gone from here on
  const ObjectVersion& written = write_and_replicate(bucket, key, std::move(version));
  const auto completed = uploads.completed.insert_or_assign(
      id, CompletedUpload{key, written.version_id.text(), written.etag, checksum_to_say(*content),
                          call.now});
  Value output = TRY(repeat_completion(bucket, completed.first->second));
  say_written(bucket, key, written, output);
  return output;
}

}  // namespace godwit::lab::services
