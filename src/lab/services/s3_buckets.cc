// Buckets: made, found, listed, removed.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
#include "base/digest.h"
#include "base/encoding.h"
#include "catalog/catalog.h"
#include "lab/lab.h"
#include "lab/services/s3.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::string_view global_region = "us-east-1";

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool looks_like_address(std::string_view name) {
  return std::ranges::count(name, '.') == 3 &&
         name.find_first_not_of("0123456789.") == std::string_view::npos;
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
bool is_bucket_name(std::string_view name) {
  if (name.size() < 3 || name.size() > 63) return false;
  if (!is_letter_or_digit(name.front()) || !is_letter_or_digit(name.back())) return false;
  if (!std::ranges::all_of(name,
                           [](char c) { return is_letter_or_digit(c) || c == '-' || c == '.'; })) {
    return false;
  }
  if (name.find("..") != std::string_view::npos || looks_like_address(name)) return false;
  for (const std::string_view prefix : {"xn--", "sthree-", "amzn-s3-demo-"}) {
    if (name.starts_with(prefix)) return false;
  }
  for (const std::string_view suffix : {"-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"}) {
    if (name.ends_with(suffix)) return false;
  }
  return true;
}

// The constraint must name the region of the endpoint, and us-east-1 must not be named at all.
std::expected<void, aws::ServiceError> check_location(const Value& constraint,
                                                      std::string_view region) {
  std::string_view asked = constraint.text();
  if (constraint && asked == "EU") asked = "eu-west-1";  // its name before there were two
  if (constraint && (asked == global_region || !catalog::is_region(asked))) {
    return refuse(400, "InvalidLocationConstraint",
                  "The specified location-constraint is not valid",
                  Value().set("LocationConstraint", asked));
  }
  if (constraint ? asked == region : region == global_region) return {};
  return refuse(400, "IllegalLocationConstraintException",
                fmt::format("The {} location constraint is incompatible for the region specific "
                            "endpoint this request was sent to.",
                            constraint ? asked : "unspecified"));
}

}  // namespace

Answer S3::create_bucket(const Call& call) {
  const std::string& bucket_name = call.input["Bucket"].text();
  if (!is_bucket_name(bucket_name)) {
    return refuse(400, "InvalidBucketName", "The specified bucket is not valid.",
                  Value().set("BucketName", bucket_name));
  }
  const std::string region = call.region.empty() ? std::string(global_region) : call.region;
  TRY_VOID(check_location(call.input["CreateBucketConfiguration"]["LocationConstraint"], region));
  if (taken_.contains(bucket_name)) {
    return refuse(409, "BucketAlreadyExists",
                  "The requested bucket name is not available. The bucket namespace is shared by "
                  "all users of the system. Please select a different name and try again.",
                  Value().set("BucketName", bucket_name));
  }
  if (buckets_.contains(bucket_name)) {
    return refuse(409, "BucketAlreadyOwnedByYou",
                  "Your previous request to create the named bucket succeeded and you already own "
                  "it.",
                  Value().set("BucketName", bucket_name));
  }
  if (call.input["ObjectLockEnabledForBucket"].flag()) {
    return refuse(501, "NotImplemented", "The lab's S3 has no Object Lock");
  }
  add_bucket({.name = bucket_name, .region = region, .created = call.now});
  return Value().set("Location", region == global_region
                                     ? "/" + bucket_name
                                     : fmt::format("http://{}.s3.amazonaws.com/", bucket_name));
}

Answer S3::list_buckets(const Call&) {
  aws::List list;
  for (const auto& [bucket_name, bucket] : buckets_) {
    list.emplace_back(
        aws::Members{{"Name", bucket_name}, {"CreationDate", shown_time(bucket.created)}});
  }
  // A canonical user id is 64 hexadecimal digits that say nothing.
  Value owner;
  owner.set("ID", to_hex(sha256(lab_.account().id)));
  return Value().set("Buckets", std::move(list)).set("Owner", std::move(owner));
}

Answer S3::delete_bucket(const Call&, Bucket& bucket) {
  if (!bucket.objects.empty()) {
    return refuse(409, "BucketNotEmpty",
                  bucket.versioning == Versioning::never
                      ? "The bucket you tried to delete is not empty"
                      : "The bucket you tried to delete is not empty. You must delete all versions "
                        "in the bucket.",
                  Value().set("BucketName", bucket.name));
  }
  buckets_.erase(bucket.name);
  return Value();
}

// Says where the bucket is in a header that models have only known since 2023.
Answer S3::head_bucket(const Call& call, Bucket& bucket) {
  if (call.head != nullptr) {
    call.head->headers.set("x-amz-bucket-region", bucket.region);
    call.head->headers.set("x-amz-access-point-alias", "false");
  }
  return Value();
}

// Empty for us-east-1, to this day.
Answer S3::get_bucket_location(const Call&, Bucket& bucket) {
  Value output = Value::structure();
  if (bucket.region != global_region) output.set("LocationConstraint", bucket.region);
  return output;
}

}  // namespace godwit::lab::services
