// Listings of versions.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
#include <algorithm>
#include <iterator>

#include "aws/api/s3_call.h"
#include "base/encoding.h"

namespace godwit::aws::s3 {

namespace {

// Keys may hold what XML cannot, so they are asked for, and come, percent-encoded.
std::string decoded(const std::string& text, bool encoded) {
  return encoded ? percent_decode(text, true) : text;
}

Version version_of(const Value& value, bool encoded, bool delete_marker) {
  Version version;
  version.key = decoded(value["Key"].text(), encoded);
  version.version_id = value["VersionId"].text();
  version.size = static_cast<std::uint64_t>(value["Size"].integer());
  version.etag = value["ETag"].text();
  version.storage_class = value["StorageClass"].text();
  version.last_modified = value["LastModified"].time();
  version.latest = value["IsLatest"].flag();
  version.delete_marker = delete_marker;
  return version;
}

// By key; of one key the newest first.
bool comes_before(const Version& a, const Version& b) {
  if (const int order = a.key.compare(b.key); order != 0) return order < 0;
  if (a.latest != b.latest) return a.latest;
  return a.last_modified > b.last_modified;
}

VersionPage page_of(const Value& output) {
  const bool encoded = output["EncodingType"].text() == "url";
  const List& versions = output["Versions"].list();
  const List& markers = output["DeleteMarkers"].list();

  // On the wire the two are mixed in their one order; the model has them apart, each in that order.
  VersionPage page;
  page.versions.reserve(versions.size() + markers.size());
  for (const Value& each : versions) page.versions.push_back(version_of(each, encoded, false));
  const auto middle = static_cast<std::ptrdiff_t>(page.versions.size());
  for (const Value& each : markers) page.versions.push_back(version_of(each, encoded, true));
  std::inplace_merge(page.versions.begin(), page.versions.begin() + middle, page.versions.end(),
                     comes_before);

  page.truncated = output["IsTruncated"].flag();
  page.next_key_marker = decoded(output["NextKeyMarker"].text(), encoded);
  page.next_version_id_marker = output["NextVersionIdMarker"].text();
  return page;
}

}  // namespace

Result<VersionPage> list_object_versions(Cloud& cloud, const BucketName& bucket,
                                         const std::string& key_marker,
                                         const std::string& version_id_marker) {
  Value input = about(bucket);
  input.set("EncodingType", "url");
  if (!key_marker.empty()) input.set("KeyMarker", key_marker);
  if (!version_id_marker.empty()) input.set("VersionIdMarker", version_id_marker);
  return page_of(TRY(call_bucket(cloud, "ListObjectVersions", bucket, input)));
}

Result<std::vector<Version>> list_all_versions(Cloud& cloud, const BucketName& bucket) {
  std::vector<Version> all;
  std::string key_marker;
  std::string version_id_marker;
  for (;;) {
    VersionPage page = TRY(list_object_versions(cloud, bucket, key_marker, version_id_marker));
    std::ranges::move(page.versions, std::back_inserter(all));
    if (!page.truncated) return all;
    if (page.next_key_marker == key_marker && page.next_version_id_marker == version_id_marker) {
      return fail({.kind = ErrorKind::unreachable,
                   .operation = "s3 ListObjectVersions",
                   .subject = bucket.name + " in " + bucket.region,
                   .cause = "the answer says that there is more, but not where",
                   .remedy = "try again",
                   .code = {},
                   .where = {}});
    }
    key_marker = std::move(page.next_key_marker);
    version_id_marker = std::move(page.next_version_id_marker);
  }
}

}  // namespace godwit::aws::s3
