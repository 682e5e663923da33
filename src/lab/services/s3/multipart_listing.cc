// ListParts and ListMultipartUploads.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
#include "lab/lab.h"
#include "lab/services/s3/checksums.h"
#include "lab/services/s3/listing.h"
#include "lab/services/s3/multipart.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::int64_t longest_page = 1000;

std::expected<std::int64_t, aws::ServiceError> read_page_size(const Value& given,
                                                              std::string_view name,
                                                              std::string_view header) {
  if (!given) return longest_page;
  if (given.integer() < 0 || given.integer() > INT32_MAX) {
    return refuse(400, "InvalidArgument",
                  fmt::format("Argument {} must be an integer between 0 and 2147483647", header),
                  Value().set("ArgumentName", name));
  }
  return std::min(given.integer(), longest_page);
}

Value initiator(const Call& call, const std::string& owner) {
  Value who;
  const bool is_user = call.caller != nullptr && !call.caller->arn.empty();
  who.set("ID", is_user ? call.caller->arn : owner);
  return who;
}

// Where the listing of uploads stands, and what it has found.
struct UploadPage {
  const ListingRequest& request;
  aws::List uploads;
  std::vector<std::string> prefixes;
  std::string last_key;
  std::string last_id;
  bool truncated = false;
  bool full() const { return uploads.size() + prefixes.size() == request.most; }
};

}  // namespace

Answer S3::list_parts(const Call& call, Bucket& bucket) {
  const Value& input = call.input;
  const std::string& key = input["Key"].text();
  const std::string& id = input["UploadId"].text();
  const Upload* upload = bucket.uploads.find(key, id);
  if (upload == nullptr) return no_such_upload(id);
  const auto most =
      static_cast<std::size_t>(TRY(read_page_size(input["MaxParts"], "max-parts", "max-parts")));
  const std::int64_t after =
      std::clamp<std::int64_t>(input["PartNumberMarker"].integer(), 0, 10'000);

  aws::List parts;
  std::int64_t last = 0;
  bool truncated = false;
  for (auto part = upload->parts.upper_bound(static_cast<int>(after)); part != upload->parts.end();
       ++part) {
    truncated = parts.size() == most;
    if (truncated) break;
    last = part->first;
    Value one;
    one.set("PartNumber", part->first).set("LastModified", shown_time(part->second.last_modified));
    one.set("ETag", part->second.etag.text()).set("Size", part->second.body.size());
    if (!part->second.checksum.empty()) {
      one.set(checksum_member(upload->algorithm), part->second.checksum);
    }
    parts.push_back(std::move(one));
  }
  Value output;
  output.set("Bucket", bucket.name).set("Key", key).set("UploadId", id);
  output.set("Initiator", initiator(call, owner_id())).set("Owner", Value().set("ID", owner_id()));
  output.set("StorageClass", to_string(upload->draft.storage_class));
  output.set("PartNumberMarker", after).set("NextPartNumberMarker", last);
  output.set("MaxParts", static_cast<std::int64_t>(most)).set("IsTruncated", truncated);
  if (upload->checksum_asked) {
    output.set("ChecksumAlgorithm", to_string(upload->algorithm))
        .set("ChecksumType", upload->composite ? "COMPOSITE" : "FULL_OBJECT");
  }
  say_abort(bucket, key, *upload, output);
  if (!parts.empty()) output.set("Parts", std::move(parts));
  return output;
}

// By key, and by the time of their beginning within a key.
Answer S3::list_multipart_uploads(const Call& call, Bucket& bucket) {
  const Value& input = call.input;
  ListingRequest request = TRY(read_listing_request(input));
  request.most = static_cast<std::size_t>(
      TRY(read_page_size(input["MaxUploads"], "max-uploads", "max-uploads")));
  const std::string& key_marker = input["KeyMarker"].text();
  // Without a key it says nothing.
  const std::string id_marker = key_marker.empty() ? std::string() : input["UploadIdMarker"].text();

  UploadPage page{.request = request};
  const auto& open = bucket.uploads.open;
  auto position = open.lower_bound(request.prefix);
  if (key_marker > request.prefix) position = open.lower_bound(key_marker);
  for (; position != open.end() && !page.truncated && request.most > 0; ++position) {
    const std::string& key = position->first;
    if (!key.starts_with(request.prefix)) {
      if (key > request.prefix) break;
      continue;
    }
    const std::string prefix = folded(request, key);
    if (!prefix.empty()) {
      // A prefix that was shown last, or lies behind the marker, is not shown again.
      if (!key_marker.empty() && prefix <= key_marker) continue;
      if (!page.prefixes.empty() && page.prefixes.back() == prefix) continue;
      if (page.full()) {
        page.truncated = true;
        break;
      }
      page.last_key = prefix;
      page.last_id.clear();
      page.prefixes.push_back(prefix);
      continue;
    }
    if (key == key_marker && id_marker.empty()) continue;
    bool skip = key == key_marker && std::ranges::find(position->second, id_marker, &Upload::id) !=
                                         position->second.end();
    for (const Upload& upload : position->second) {
      if (skip) {
        skip = upload.id != id_marker;
        continue;
      }
      if (page.full()) {
        page.truncated = true;
        break;
      }
      Value one;
      one.set("Key", spell(request, key)).set("UploadId", upload.id);
      one.set("Initiator", initiator(call, owner_id())).set("Owner", Value().set("ID", owner_id()));
      one.set("StorageClass", to_string(upload.draft.storage_class));
      one.set("Initiated", shown_time(upload.initiated));
      if (upload.checksum_asked) {
        one.set("ChecksumAlgorithm", to_string(upload.algorithm))
            .set("ChecksumType", upload.composite ? "COMPOSITE" : "FULL_OBJECT");
      }
      page.uploads.push_back(std::move(one));
      page.last_key = key;
      page.last_id = upload.id;
    }
  }

  Value output;
  output.set("Bucket", bucket.name).set("KeyMarker", spell(request, key_marker));
  output.set("UploadIdMarker", id_marker);
  if (page.truncated) {
    output.set("NextKeyMarker", spell(request, page.last_key));
    output.set("NextUploadIdMarker", page.last_id);
  }
  if (input.has("Delimiter")) output.set("Delimiter", spell(request, request.delimiter));
  output.set("Prefix", spell(request, request.prefix));
  output.set("MaxUploads", static_cast<std::int64_t>(request.most));
  output.set("IsTruncated", page.truncated);
  if (request.url_encoded) output.set("EncodingType", "url");
  if (!page.uploads.empty()) output.set("Uploads", std::move(page.uploads));
  output.set("CommonPrefixes", common_prefixes(request, page.prefixes));
  return output;
}

}  // namespace godwit::lab::services
