// GetObject and HeadObject.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
#include "base/text.h"
#include "lab/lab.h"
#include "lab/services/kms.h"
#include "lab/services/s3.h"
#include "lab/services/s3_checksums.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

std::unexpected<aws::ServiceError> no_such_key(const std::string& key) {
  return refuse(404, "NoSuchKey", "The specified key does not exist.", Value().set("Key", key));
}

// A refusal on a delete marker says that it is one.
void say_marker(const Call& call, const ObjectVersion& marker) {
  if (call.head == nullptr) return;
  call.head->headers.set("x-amz-delete-marker", "true");
  call.head->headers.set("x-amz-version-id", marker.version_id);
}

}  // namespace

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html
std::expected<ObjectVersion*, aws::ServiceError> S3::version_of(const Call& call, Bucket& bucket) {
  const std::string& key = call.input["Key"].text();
  const Value& version_id = call.input["VersionId"];
  if (version_id && !is_version_id(version_id.text())) return bad_version_id(version_id.text());
  History* history = bucket.find(key);
  if (!version_id) {
    ObjectVersion* current = history != nullptr ? history->current() : nullptr;
    if (current == nullptr) return no_such_key(key);
    if (current->delete_marker) {
      say_marker(call, *current);
      return no_such_key(key);
    }
    return current;
  }
  ObjectVersion* version = history != nullptr ? history->find(version_id.text()) : nullptr;
  if (version == nullptr) {
    return refuse(404, "NoSuchVersion", "The specified version does not exist.",
                  Value().set("Key", key).set("VersionId", version_id.text()));
  }
  if (version->delete_marker) {
    say_marker(call, *version);
    if (call.head != nullptr) {
      call.head->headers.set("Allow", "DELETE");
      call.head->headers.set("Last-Modified", format_http_date(version->last_modified));
    }
    return refuse(
        405, "MethodNotAllowed", "The specified method is not allowed against this resource.",
        Value().set("Method", call.operation.http_method).set("ResourceType", "DeleteMarker"));
  }
  return version;
}

namespace {

// https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2, which S3 follows.
std::expected<void, aws::ServiceError> check_conditions(const Value& input,
                                                        const ObjectVersion& version) {
  const auto names = [&](const std::string& tags) {
    if (trim(tags) == "*") return true;
    const std::string_view bare(version.etag.data() + 1, version.etag.size() - 2);
    for (std::string_view tag : split(tags, ',')) {
      tag = trim(tag);
      if (tag == version.etag || tag == bare) return true;
    }
    return false;
  };
  const Time modified = shown_time(version.last_modified);
  const auto failed = [](std::string condition) {
    return refuse(412, "PreconditionFailed",
                  "At least one of the pre-conditions you specified did not hold",
                  Value().set("Condition", std::move(condition)));
  };
  const Value& match = input["IfMatch"];
  const Value& none_match = input["IfNoneMatch"];
  const Value& modified_since = input["IfModifiedSince"];
  const Value& unmodified_since = input["IfUnmodifiedSince"];
  if (match && !names(match.text())) return failed("If-Match");
  if (!match && unmodified_since && modified > unmodified_since.time()) {
    return failed("If-Unmodified-Since");
  }
  const bool unchanged =
      none_match ? names(none_match.text()) : modified_since && modified <= modified_since.time();
  if (unchanged) return refuse(304, "NotModified", "Not Modified");
  return {};
}

struct Range {
  std::uint64_t first;
  std::uint64_t last;
};

// One range; nullopt where S3 ignores what was asked and sends everything.
std::expected<std::optional<Range>, aws::ServiceError> read_range(const std::string& text,
                                                                  std::uint64_t size) {
  if (!text.starts_with("bytes=") || text.find(',') != std::string::npos) return std::nullopt;
  const auto bounds = split(std::string_view(text).substr(6), '-');
  if (bounds.size() != 2) return std::nullopt;
  const auto first = parse_integer(bounds[0]);
  const auto last = parse_integer(bounds[1]);
  if ((!first && !bounds[0].empty()) || (!last && !bounds[1].empty())) return std::nullopt;
  if (!first && !last) return std::nullopt;
  if ((first && *first < 0) || (last && *last < 0)) return std::nullopt;
  if (first && last && *first > *last) return std::nullopt;
  const auto refused = [&] {
    return refuse(416, "InvalidRange", "The requested range is not satisfiable",
                  Value()
                      .set("RangeRequested", text)
                      .set("ActualObjectSize", static_cast<std::int64_t>(size)));
  };
  if (!first) {
    const auto suffix = static_cast<std::uint64_t>(*last);
    if (suffix == 0 || size == 0) return refused();
    return Range{size - std::min(suffix, size), size - 1};
  }
  const auto from = static_cast<std::uint64_t>(*first);
  if (from >= size) return refused();
  return Range{from, last ? std::min(static_cast<std::uint64_t>(*last), size - 1) : size - 1};
}

// Everything that GET and HEAD say alike.
Value describe(const Call& call, const Bucket& bucket, const ObjectVersion& version) {
  const ObjectContent& content = *version.content;
  aws::Members output;
  output.reserve(20);
  const auto say = [&](std::string_view member, Value value) {
    output.emplace_back(member, std::move(value));
  };
  say("AcceptRanges", "bytes");
  say("LastModified", shown_time(version.last_modified));
  say("ContentLength", content.body.size());
  say("ETag", version.etag);
  if (bucket.versioning != Versioning::never) say("VersionId", version.version_id);
  say("ContentType", content.content_type);
  for (const auto& [header, value] : content.headers) {
    if (header == "Expires") {
      if (const auto time = parse_http_date(value)) say(header, *time);
    } else {
      say(header, value);
    }
  }
  if (!content.metadata.empty()) {
    aws::Members metadata;
    for (const auto& [key, value] : content.metadata) metadata.emplace_back(key, value);
    say("Metadata", std::move(metadata));
  }
  if (version.storage_class != "STANDARD") say("StorageClass", version.storage_class);
  if (!version.replication_status.empty()) say("ReplicationStatus", version.replication_status);
  if (version.restore_ongoing) {
    say("Restore", R"(ongoing-request="true")");
  } else if (version.restored_until && *version.restored_until > call.now) {
    say("Restore", fmt::format(R"(ongoing-request="false", expiry-date="{}")",
                               format_http_date(*version.restored_until)));
  }
  Value all(std::move(output));
  say_encryption(all, version);
  if (call.input["ChecksumMode"].text() == "ENABLED") say_checksums(all, content);
  return all;
}

}  // namespace

Answer S3::get_object(const Call& call, Bucket& bucket) {
  const Value& input = call.input;
  const ObjectVersion* version = TRY(version_of(call, bucket));
  TRY_VOID(check_conditions(input, *version));
  if (is_archived(*version, call.now)) {
    return refuse(403, "InvalidObjectState",
                  "The operation is not valid for the object's storage class",
                  Value().set("StorageClass", version->storage_class));
  }
  if (!version->key_arn.empty()) {
    if (auto refusal = lab_.kms().refusal(bucket.region, version->key_arn)) {
      return std::unexpected(std::move(*refusal));
    }
  }
  Value output = describe(call, bucket, *version);
  if (!version->tags.empty()) {
    output.set("TagCount", static_cast<std::int64_t>(version->tags.size()));
  }
  const Body& body = version->content->body;
  if (input.has("Range") && call.head != nullptr) {
    if (const auto range = TRY(read_range(input["Range"].text(), body.size()))) {
      const std::uint64_t length = range->last - range->first + 1;
      call.head->status = 206;
      output.set("ContentLength", length)
          .set("ContentRange",
               fmt::format("bytes {}-{}/{}", range->first, range->last, body.size()))
          .set("Body", Body(body.slice(range->first, length)));
      return output;
    }
  }
  output.set("Body", body);
  return output;
}

// Needs no key, unless a checksum is asked for, which is kept encrypted too.
Answer S3::head_object(const Call& call, Bucket& bucket) {
  const ObjectVersion* version = TRY(version_of(call, bucket));
  TRY_VOID(check_conditions(call.input, *version));
  if (!version->key_arn.empty() && call.input["ChecksumMode"].text() == "ENABLED") {
    if (auto refusal = lab_.kms().refusal(bucket.region, version->key_arn)) {
      return std::unexpected(std::move(*refusal));
    }
  }
  return describe(call, bucket, *version);
}

}  // namespace godwit::lab::services
