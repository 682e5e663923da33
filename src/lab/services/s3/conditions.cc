#include "lab/services/s3/conditions.h"

#include "base/text.h"
#include "lab/services/s3/checksums.h"

namespace godwit::lab::services {

using aws::Value;

std::unexpected<aws::ServiceError> precondition_failed(std::string_view condition) {
  return refuse(412, "PreconditionFailed",
                "At least one of the pre-conditions you specified did not hold",
                Value().set("Condition", condition));
}

// https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2, which S3 follows: what has an ETag's
// condition is not asked for its date.
std::expected<void, aws::ServiceError> check_read_conditions(const Call& call,
                                                             const ObjectVersion& version) {
  const Time modified = shown_time(version.last_modified);
  const Value& match = call.input["IfMatch"];
  const Value& none_match = call.input["IfNoneMatch"];
  const Value& modified_since = call.input["IfModifiedSince"];
  const Value& unmodified_since = call.input["IfUnmodifiedSince"];
  if (match && !names_etag(match.text(), version.etag)) return precondition_failed("If-Match");
  if (!match && unmodified_since && modified > unmodified_since.time()) {
    return precondition_failed("If-Unmodified-Since");
  }
  // A date to come says nothing (section 13.1.3).
  const bool unchanged = none_match ? names_etag(none_match.text(), version.etag)
                                    : modified_since && modified <= modified_since.time() &&
                                          modified_since.time() <= call.now;
  if (!unchanged) return {};
  if (call.head != nullptr) {
    call.head->headers.set("ETag", version.etag.text());
    call.head->headers.set("Last-Modified", format_http_date(version.last_modified));
  }
  return refuse(304, "NotModified", "Not Modified");
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html: If-Match that holds outdoes
// If-Unmodified-Since that does not; If-None-Match that fails outdoes If-Modified-Since that holds.
std::expected<void, aws::ServiceError> check_copy_conditions(const Value& input,
                                                             const ObjectVersion& source) {
  const Time modified = shown_time(source.last_modified);
  const Value& match = input["CopySourceIfMatch"];
  const Value& none_match = input["CopySourceIfNoneMatch"];
  const Value& modified_since = input["CopySourceIfModifiedSince"];
  const Value& unmodified_since = input["CopySourceIfUnmodifiedSince"];
  if (match && !names_etag(match.text(), source.etag)) {
    return precondition_failed("x-amz-copy-source-If-Match");
  }
  if (none_match && names_etag(none_match.text(), source.etag)) {
    return precondition_failed("x-amz-copy-source-If-None-Match");
  }
  if (!none_match && modified_since && modified <= modified_since.time()) {
    return precondition_failed("x-amz-copy-source-If-Modified-Since");
  }
  if (!match && unmodified_since && modified > unmodified_since.time()) {
    return precondition_failed("x-amz-copy-source-If-Unmodified-Since");
  }
  return {};
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
std::expected<void, aws::ServiceError> check_write_conditions(const Call& call,
                                                              const Bucket& bucket) {
  const auto none_match = asked(call, "IfNoneMatch", "If-None-Match");
  const auto match = asked(call, "IfMatch", "If-Match");
  if (!none_match && !match) return {};
  if ((none_match && *none_match != "*") || (none_match && match) || (match && *match == "*")) {
    return refuse(501, "NotImplemented",
                  "A header you provided implies functionality that is not implemented",
                  Value().set("Header", none_match ? "If-None-Match" : "If-Match"));
  }
  const ObjectVersion* current = bucket.current(call.input["Key"].text());
  if (match && current == nullptr) {
    return refuse(404, "NoSuchKey", "The specified key does not exist.",
                  Value().set("Key", call.input["Key"].text()));
  }
  const bool holds = none_match ? current == nullptr : names_etag(*match, current->etag);
  if (holds) return {};
  return precondition_failed(none_match ? "If-None-Match" : "If-Match");
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
std::expected<void, aws::ServiceError> check_delete_condition(const Bucket& bucket,
                                                              std::string_view key,
                                                              std::string_view match) {
  const History* history = bucket.find(key);
  const ObjectVersion* current = history == nullptr ? nullptr : history->current();
  if (current == nullptr && trim(match) != "*") {
    return refuse(404, "NoSuchKey", "The specified key does not exist.", Value().set("Key", key));
  }
  if (current != nullptr && !current->delete_marker && names_etag(match, current->etag)) return {};
  return precondition_failed("If-Match");
}

}  // namespace godwit::lab::services
