// Buckets: made, found, listed, removed.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
#include "base/ascii.h"
#include "base/digest.h"
#include "base/encoding.h"
#include "catalog/catalog.h"
#include "lab/lab.h"
#include "lab/services/s3/acl.h"
#include "lab/services/s3/s3.h"
#include "lab/services/s3/tag_set.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::string_view global_region = "us-east-1";

bool is_lower_or_digit(char c) { return is_lower(c) || is_digit(c); }

bool looks_like_address(std::string_view name) {
  return std::ranges::count(name, '.') == 3 &&
         name.find_first_not_of("0123456789.") == std::string_view::npos;
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
bool is_bucket_name(std::string_view name) {
  if (name.size() < 3 || name.size() > 63) return false;
  if (!is_lower_or_digit(name.front()) || !is_lower_or_digit(name.back())) return false;
  if (!std::ranges::all_of(name,
                           [](char c) { return is_lower_or_digit(c) || c == '-' || c == '.'; })) {
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

// What a new bucket is given beside its place.
std::expected<void, aws::ServiceError> read_creation_settings(const Value& input,
                                                              const std::string& owner,
                                                              Bucket& bucket) {
  if (const Value& ownership = input["ObjectOwnership"]) {
    bucket.ownership = ownership_of(ownership.text());
    if (!bucket.ownership) {
      return refuse(400, "InvalidArgument", "Invalid x-amz-object-ownership header",
                    Value().set("ArgumentName", "x-amz-object-ownership"));
    }
  }
  auto acl = TRY(read_access_control(input, owner, AclOf::bucket));
  const bool is_private =
      acl == nullptr || (acl->grants.size() == 1 && acl->grants[0].grantee == owner);
  if (!is_private && bucket.ownership == Ownership::bucket_owner_enforced) {
    return refuse(400, "InvalidBucketAclWithObjectOwnership",
                  "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
  }
  // New buckets block public access, which nobody can have turned off yet.
  if (!is_private && acl->is_public()) return refuse(403, "AccessDenied", "Access Denied");
  if (!is_private) bucket.access_control = std::move(acl);
  if (input["ObjectLockEnabledForBucket"].flag()) {
    bucket.object_lock = ObjectLock{};
    bucket.versioning = Versioning::enabled;
  }
  const Value& tags = input["CreateBucketConfiguration"]["Tags"];
  bucket.tags = TRY(read_tag_set(tags, most_bucket_tags));
  return {};
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
  if (const Bucket* own = find(bucket_name)) {
    // Since 2006, in the first region only: making one's own bucket again makes it private.
    if (region == global_region && own->region == global_region) {
      find(bucket_name)->access_control.reset();
      return Value().set("Location", "/" + bucket_name);
    }
    return refuse(409, "BucketAlreadyOwnedByYou",
                  "Your previous request to create the named bucket succeeded and you already own "
                  "it.",
                  Value().set("BucketName", bucket_name));
  }
  Bucket bucket{.name = bucket_name, .region = region, .created = call.now};
  TRY_VOID(read_creation_settings(call.input, owner_id(), bucket));
  add_bucket(std::move(bucket));
  return Value().set("Location", region == global_region
                                     ? "/" + bucket_name
                                     : fmt::format("http://{}.s3.amazonaws.com/", bucket_name));
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
Answer S3::list_buckets(const Call& call) {
  const Value& input = call.input;
  constexpr std::int64_t longest_page = 10'000;
  std::int64_t most = longest_page;
  if (const Value& asked_for = input["MaxBuckets"]) {
    most = asked_for.integer();
    if (most < 1 || most > longest_page) {
      return refuse(400, "InvalidArgument",
                    "Argument max-buckets must be an integer between 1 and 10000",
                    Value().set("ArgumentName", "max-buckets").set("ArgumentValue", most));
    }
  }
  const std::string& prefix = input["Prefix"].text();
  const std::string& region = input["BucketRegion"].text();
  auto position = buckets_.lower_bound(prefix);
  if (const Value& token = input["ContinuationToken"]) {
    const auto after = from_base64(token.text());
    if (!after || after->empty()) {
      return refuse(400, "InvalidArgument", "The continuation token provided is incorrect",
                    Value().set("ArgumentName", "continuation-token"));
    }
    position = std::max(prefix, *after) == prefix ? position : buckets_.upper_bound(*after);
  }
  aws::List list;
  std::string token;
  for (; position != buckets_.end(); ++position) {
    const auto& [bucket_name, bucket] = *position;
    if (!bucket_name.starts_with(prefix)) break;
    if (!region.empty() && bucket.region != region) continue;
    if (static_cast<std::int64_t>(list.size()) == most) {
      token = to_base64(list.back()["Name"].text());
      break;
    }
    Value one;
    one.set("Name", bucket_name).set("CreationDate", shown_time(bucket.created));
    // Requests without parameters are answered as they always were.
    if (input.has("MaxBuckets") || input.has("BucketRegion") || input.has("Prefix")) {
      one.set("BucketRegion", bucket.region);
    }
    list.push_back(std::move(one));
  }
  Value output;
  output.set("Buckets", std::move(list)).set("Owner", Value().set("ID", owner_id()));
  if (!token.empty()) output.set("ContinuationToken", token);
  if (input.has("Prefix")) output.set("Prefix", prefix);
  return output;
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
