// GetObject and HeadObject.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
#include "base/text.h"
#include "lab/lab.h"
#include "lab/services/kms/kms.h"
#include "lab/services/s3/checksums.h"
#include "lab/services/s3/conditions.h"
#include "lab/services/s3/customer_key.h"
#include "lab/services/s3/lifecycle.h"
#include "lab/services/s3/object_lock.h"
#include "lab/services/s3/put.h"
#include "lab/services/s3/s3.h"

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
  call.head->headers.set("x-amz-version-id", marker.version_id.text());
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
    if (current == nullptr || current->delete_marker) {
      if (!may_list(call, bucket)) return refuse(403, "AccessDenied", "Access Denied");
    }
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

constexpr std::int64_t most_parts = 10'000;

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

// Which piece of an object a request wants.
struct Piece {
  std::optional<Range> range;        // nullopt: all of it
  const ObjectPart* part = nullptr;  // by number, of what came in several
};

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/range-get-olap.html and .../API_GetObject
std::expected<Piece, aws::ServiceError> read_piece(const Value& input,
                                                   const ObjectContent& content) {
  const std::uint64_t size = content.body.size();
  if (!input.has("PartNumber")) {
    if (!input.has("Range")) return Piece{};
    return Piece{.range = TRY(read_range(input["Range"].text(), size))};
  }
  if (input.has("Range")) {
    return refuse(400, "InvalidRequest",
                  "Cannot specify both Range header and partNumber query parameter");
  }
  const std::int64_t number = input["PartNumber"].integer();
  if (number < 1 || number > most_parts) {
    return refuse(400, "InvalidArgument",
                  "Part number must be an integer between 1 and 10000, inclusive",
                  Value().set("ArgumentName", "partNumber").set("ArgumentValue", number));
  }
  const std::int64_t count =
      content.parts == nullptr ? 1 : static_cast<std::int64_t>(content.parts->size());
  if (number > count) {
    return refuse(416, "InvalidPartNumber", "The requested partnumber is not satisfiable",
                  Value().set("PartNumberRequested", number).set("ActualPartCount", count));
  }
  if (size == 0) return Piece{};
  if (content.parts == nullptr) return Piece{.range = Range{0, size - 1}};
  std::uint64_t offset = 0;
  for (std::int64_t i = 0; i + 1 < number; ++i) {
    offset += (*content.parts)[static_cast<std::size_t>(i)].size;
  }
  const ObjectPart& part = (*content.parts)[static_cast<std::size_t>(number - 1)];
  if (part.size == 0) return Piece{};
  return Piece{.range = Range{offset, offset + part.size - 1}, .part = &part};
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, "Overriding response header
// values": of signed requests only. Ours all are.
constexpr std::pair<std::string_view, std::string_view> overrides[] = {
    {"ResponseCacheControl", "CacheControl"},
    {"ResponseContentDisposition", "ContentDisposition"},
    {"ResponseContentEncoding", "ContentEncoding"},
    {"ResponseContentLanguage", "ContentLanguage"},
    {"ResponseContentType", "ContentType"},
    {"ResponseExpires", "Expires"}};

void override_headers(const Value& input, Value& output) {
  const Value::NameFilter filter(input);
  for (const auto& [asked_for, header] : overrides) {
    if (filter.may_have(asked_for) && input.has(asked_for)) output.set(header, input[asked_for]);
  }
}

// Everything that GET and HEAD say alike.
Value describe(const Call& call, const Bucket& bucket, const ObjectVersion& version) {
  const ObjectContent& content = *version.content;
  const VersionExtras& extras = version.extras();
  aws::Members output;
  output.reserve(20);
  const auto say = [&](std::string_view member, Value value) {
    output.emplace_back(member, std::move(value));
  };
  say("AcceptRanges", "bytes");
  say("LastModified", shown_time(version.last_modified));
  say("ContentLength", content.body.size());
  say("ETag", version.etag.text());
  if (bucket.versioning != Versioning::never) say("VersionId", version.version_id.view());
  say("ContentType",
      content.content_type.empty() ? Value(default_content_type) : Value(content.content_type));
  for (const auto& [header, value] : content.headers()) {
    if (header == "Expires") {
      if (const auto time = parse_http_date(value)) say(header, *time);
    } else {
      say(header, value);
    }
  }
  if (!content.metadata().empty()) {
    aws::Members metadata;
    for (const auto& [key, value] : content.metadata()) metadata.emplace_back(key, value);
    say("Metadata", std::move(metadata));
  }
  if (version.storage_class != StorageClass::standard) {
    say("StorageClass", to_string(version.storage_class));
  }
  if (version.replication_status != ReplicationStatus::none) {
    say("ReplicationStatus", to_string(version.replication_status));
  }
  if (extras.restore_ongoing) {
    say("Restore", R"(ongoing-request="true")");
  } else if (extras.restored_until && *extras.restored_until > call.now) {
    say("Restore", fmt::format(R"(ongoing-request="false", expiry-date="{}")",
                               format_http_date(*extras.restored_until)));
  }
  if (extras.retention) {
    say("ObjectLockMode", to_string(*extras.retention));
    say("ObjectLockRetainUntilDate", extras.retention->until);
  }
  if (extras.legal_hold) say("ObjectLockLegalHoldStatus", *extras.legal_hold ? "ON" : "OFF");
  if (bucket.lifecycle != nullptr && bucket.current(call.input["Key"].text()) == &version) {
    const Expiry expiry = expiry_of(*bucket.lifecycle, call.input["Key"].text(), version);
    if (expiry.rule != nullptr) say("Expiration", describe_expiry(expiry));
  }
  Value all(std::move(output));
  say_encryption(all, version);
  return all;
}

// The piece that is asked for, in headers; and the checksum, where it is that of what is sent.
void describe_piece(const Call& call, const ObjectContent& content, const Piece& piece,
                    Value& output) {
  if (call.input.has("PartNumber") && content.parts != nullptr) {
    output.set("PartsCount", static_cast<std::int64_t>(content.parts->size()));
  }
  const std::uint64_t size = content.body.size();
  if (piece.range && call.head != nullptr) {
    call.head->status = 206;
    output.set("ContentLength", piece.range->last - piece.range->first + 1)
        .set("ContentRange",
             fmt::format("bytes {}-{}/{}", piece.range->first, piece.range->last, size));
  }
  if (call.input["ChecksumMode"].text() != "ENABLED") return;
  const bool whole = !piece.range || (piece.range->first == 0 && piece.range->last + 1 == size);
  if (whole) {
    say_checksum(output, checksum_to_say(content));
  } else if (piece.part != nullptr && !piece.part->checksum.empty()) {
    Checksum checksum = checksum_to_say(content);
    checksum.value = piece.part->checksum;
    say_checksum(output, checksum);
  }
}

}  // namespace

Answer S3::get_object(const Call& call, Bucket& bucket) {
  const Value& input = call.input;
  const ObjectVersion* version = TRY(version_of(call, bucket));
  TRY_VOID(check_customer_key(input, *version));
  TRY_VOID(check_read_conditions(call, *version));
  if (is_archived(*version, call.now)) {
    return refuse(403, "InvalidObjectState",
                  "The operation is not valid for the object's storage class",
                  Value().set("StorageClass", to_string(version->storage_class)));
  }
  if (!version->key_arn.empty()) {
    if (auto refusal = lab_.kms().refusal(bucket.region, version->key_arn.text())) {
      return std::unexpected(std::move(*refusal));
    }
  }
  const ObjectContent& content = *version->content;
  const Piece piece = TRY(read_piece(input, content));
  Value output = describe(call, bucket, *version);
  if (!version->tags().empty()) {
    output.set("TagCount", static_cast<std::int64_t>(version->tags().size()));
  }
  override_headers(input, output);
  describe_piece(call, content, piece, output);
  if (piece.range && call.head != nullptr) {
    const std::uint64_t length = piece.range->last - piece.range->first + 1;
    output.set("Body", Body(content.body.slice(piece.range->first, length)));
  } else {
    output.set("Body", content.body);
  }
  return output;
}

// Needs no key, unless a checksum is asked for, which is kept encrypted too.
Answer S3::head_object(const Call& call, Bucket& bucket) {
  const ObjectVersion* version = TRY(version_of(call, bucket));
  TRY_VOID(check_customer_key(call.input, *version));
  TRY_VOID(check_read_conditions(call, *version));
  if (!version->key_arn.empty() && call.input["ChecksumMode"].text() == "ENABLED") {
    if (auto refusal = lab_.kms().refusal(bucket.region, version->key_arn.text())) {
      return std::unexpected(std::move(*refusal));
    }
  }
  const Piece piece = TRY(read_piece(call.input, *version->content));
  Value output = describe(call, bucket, *version);
  override_headers(call.input, output);
  describe_piece(call, *version->content, piece, output);
  return output;
}

}  // namespace godwit::lab::services
