// ListObjects, ListObjectsV2 and ListObjectVersions.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
#include "lab/services/s3/listing.h"

#include "base/digest.h"
#include "base/encoding.h"
#include "lab/lab.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

// What both listings of objects share: current versions that are no delete markers.
struct ObjectPage {
  aws::List contents;
  std::vector<std::string> prefixes;
  std::string last;  // the last key or prefix that is shown
  bool last_is_prefix = false;
  bool truncated = false;
  std::size_t count() const { return contents.size() + prefixes.size(); }
};

// How an object's checksum is made, though not the checksum.
void say_checksum_kind(aws::Members& members, const ObjectContent& content) {
  const auto& checksum = content.checksum;
  const auto algorithm = checksum ? checksum->algorithm : ChecksumAlgorithm::crc64nvme;
  members.emplace_back("ChecksumAlgorithm", aws::List{to_string(algorithm)});
  members.emplace_back("ChecksumType",
                       checksum && checksum->composite ? "COMPOSITE" : "FULL_OBJECT");
}

Value describe_object(const ListingRequest& request, const std::string& key,
                      const ObjectVersion& version, const Value& owner) {
  aws::Members members;
  members.reserve(owner ? 8 : 7);
  members.emplace_back("Key", spell(request, key));
  members.emplace_back("LastModified", shown_time(version.last_modified));
  members.emplace_back("ETag", version.etag.text());
  say_checksum_kind(members, *version.content);
  members.emplace_back("Size", version.size());
  members.emplace_back("StorageClass", to_string(version.storage_class));
  if (owner) members.emplace_back("Owner", owner);
  return members;
}

ObjectPage list_page(ListingWalk& walk, const ListingRequest& request, const Value& owner) {
  ObjectPage page;
  while (request.most > 0 && !walk.at_end()) {
    const ObjectVersion* current = walk.history().current();
    if (current->delete_marker) {
      walk.next();
      continue;
    }
    if (page.count() == request.most) {
      page.truncated = true;
      break;
    }
    std::string prefix = walk.common_prefix();
    page.last_is_prefix = !prefix.empty();
    if (page.last_is_prefix) {
      walk.start_after_prefix(prefix);
      page.last = prefix;
      page.prefixes.push_back(std::move(prefix));
    } else {
      page.last = walk.key();
      page.contents.push_back(describe_object(request, walk.key(), *current, owner));
      walk.next();
    }
  }
  return page;
}

// What every listing repeats of its request.
Value echo(const Bucket& bucket, const ListingRequest& request, const Value& input) {
  Value output;
  output.set("Name", bucket.name).set("Prefix", spell(request, request.prefix));
  output.set("MaxKeys", static_cast<std::int64_t>(request.most));
  if (input.has("Delimiter")) output.set("Delimiter", spell(request, request.delimiter));
  if (request.url_encoded) output.set("EncodingType", "url");
  return output;
}

// Continuation tokens are opaque: which kind of thing was last shown, and its name.
constexpr std::string_view after_key = "key ";
constexpr std::string_view after_prefix = "prefix ";

std::unexpected<aws::ServiceError> bad_token() {
  return refuse(400, "InvalidArgument", "The continuation token provided is incorrect",
                Value().set("ArgumentName", "continuation-token"));
}

}  // namespace

Answer S3::list_objects_v2(const Call& call, Bucket& bucket) {
  const Value& input = call.input;
  const ListingRequest request = TRY(read_listing_request(input));
  ListingWalk walk(bucket, request);
  if (const Value& token = input["ContinuationToken"]) {
    const auto decoded = from_base64(token.text());
    if (!decoded) return bad_token();
    if (decoded->starts_with(after_key)) {
      walk.start_after(decoded->substr(after_key.size()));
    } else if (decoded->starts_with(after_prefix)) {
      walk.start_after_prefix(decoded->substr(after_prefix.size()));
    } else {
      return bad_token();
    }
  } else if (const Value& start = input["StartAfter"]) {
    walk.start_after(start.text());
  }
  const Value owner = input["FetchOwner"].flag() ? Value().set("ID", owner_id()) : Value();
  ObjectPage page = list_page(walk, request, owner);

  Value output = echo(bucket, request, input);
  output.set("KeyCount", static_cast<std::int64_t>(page.count()))
      .set("IsTruncated", page.truncated);
  if (page.truncated) {
    output.set(
        "NextContinuationToken",
        to_base64(fmt::format("{}{}", page.last_is_prefix ? after_prefix : after_key, page.last)));
  }
  output.set("ContinuationToken", input["ContinuationToken"]);
  if (input.has("StartAfter")) output.set("StartAfter", spell(request, input["StartAfter"].text()));
  output.set("CommonPrefixes", common_prefixes(request, page.prefixes));
  if (!page.contents.empty()) output.set("Contents", std::move(page.contents));
  return output;
}

// The first version, which older clients still use.
Answer S3::list_objects(const Call& call, Bucket& bucket) {
  const Value& input = call.input;
  const ListingRequest request = TRY(read_listing_request(input));
  ListingWalk walk(bucket, request);
  if (!input["Marker"].text().empty()) walk.start_after_marker(input["Marker"].text());
  ObjectPage page = list_page(walk, request, Value().set("ID", owner_id()));

  Value output = echo(bucket, request, input);
  output.set("Marker", spell(request, input["Marker"].text())).set("IsTruncated", page.truncated);
  // Only with a delimiter; without one the client knows the last key itself.
  if (page.truncated && !request.delimiter.empty()) {
    output.set("NextMarker", spell(request, page.last));
  }
  output.set("CommonPrefixes", common_prefixes(request, page.prefixes));
  if (!page.contents.empty()) output.set("Contents", std::move(page.contents));
  return output;
}

namespace {

Value describe_version(const ListingRequest& request, const std::string& key,
                       const ObjectVersion& version, bool latest, const Value& owner) {
  aws::Members members;
  members.reserve(10);
  members.emplace_back("Key", spell(request, key));
  members.emplace_back("VersionId", version.version_id.view());
  members.emplace_back("IsLatest", latest);
  members.emplace_back("LastModified", shown_time(version.last_modified));
  if (!version.delete_marker) {
    members.emplace_back("ETag", version.etag.text());
    say_checksum_kind(members, *version.content);
    members.emplace_back("Size", version.size());
    members.emplace_back("StorageClass", to_string(version.storage_class));
  }
  members.emplace_back("Owner", owner);
  return members;
}

// One page of versions, as it grows.
struct VersionPage {
  const ListingRequest& request;
  const Value owner;
  aws::List versions;
  aws::List markers;
  std::vector<std::string> prefixes;
  std::string last_key;
  std::string last_version_id;
  bool truncated = false;

  bool full() const { return versions.size() + markers.size() + prefixes.size() == request.most; }

  // Those of one key, newest first, after the version `after`. What has been deleted since the last
  // page cannot be found; what then remains of the key has not been shown.
  void add(const std::string& key, const History& history, std::string_view after) {
    const auto& all = history.versions();
    const bool known = !after.empty() && history.find(after) != nullptr;
    bool shown = known;
    for (auto version = all.rbegin(); version != all.rend(); ++version) {
      if (shown) {
        shown = version->version_id != after;
        continue;
      }
      if (full()) {
        truncated = true;
        return;
      }
      auto& list = version->delete_marker ? markers : versions;
      list.push_back(describe_version(request, key, *version, version == all.rbegin(), owner));
      last_key = key;
      last_version_id = version->version_id.text();
    }
  }
};

}  // namespace

Answer S3::list_object_versions(const Call& call, Bucket& bucket) {
  const Value& input = call.input;
  const ListingRequest request = TRY(read_listing_request(input));
  const std::string& key_marker = input["KeyMarker"].text();
  const std::string& version_marker = input["VersionIdMarker"].text();
  if (!version_marker.empty() && key_marker.empty()) {
    return refuse(400, "InvalidArgument",
                  "A version-id marker cannot be specified without a key marker.",
                  Value().set("ArgumentName", "version-id-marker"));
  }
  if (!version_marker.empty() && !is_version_id(version_marker)) {
    return bad_version_id(version_marker);
  }

  ListingWalk walk(bucket, request);
  VersionPage page{.request = request, .owner = Value().set("ID", owner_id())};
  if (!version_marker.empty()) {
    walk.start_at(key_marker);
  } else if (!key_marker.empty()) {
    walk.start_after_marker(key_marker);
  }
  while (request.most > 0 && !walk.at_end() && !page.truncated) {
    std::string prefix = walk.common_prefix();
    if (prefix.empty()) {
      page.add(walk.key(), walk.history(),
               walk.key() == key_marker ? std::string_view(version_marker) : std::string_view());
      walk.next();
    } else if (page.full()) {
      page.truncated = true;
    } else {
      walk.start_after_prefix(prefix);
      page.last_key = prefix;
      page.last_version_id.clear();
      page.prefixes.push_back(std::move(prefix));
    }
  }

  Value output = echo(bucket, request, input);
  output.set("KeyMarker", spell(request, key_marker))
      .set("VersionIdMarker", version_marker)
      .set("IsTruncated", page.truncated);
  if (page.truncated) {
    output.set("NextKeyMarker", spell(request, page.last_key));
    if (!page.last_version_id.empty()) output.set("NextVersionIdMarker", page.last_version_id);
  }
  output.set("CommonPrefixes", common_prefixes(request, page.prefixes));
  if (!page.versions.empty()) output.set("Versions", std::move(page.versions));
  if (!page.markers.empty()) output.set("DeleteMarkers", std::move(page.markers));
  return output;
}

}  // namespace godwit::lab::services
