// Buckets and their settings.
#include <algorithm>
#include <array>

#include "aws/api/pages.h"
#include "aws/api/s3_call.h"

namespace godwit::aws::s3 {

namespace {

constexpr std::array<std::string_view, 4> public_access_settings = {
    "BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"};

}  // namespace

Result<void> create_bucket(Cloud& cloud, const BucketName& bucket) {
  Value input = about(bucket);
  // us-east-1 is the one region that has no name here.
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
  if (bucket.region != "us-east-1") {
    Value configuration;
    configuration.set("LocationConstraint", bucket.region);
    input.set("CreateBucketConfiguration", std::move(configuration));
  }
  return without_output(call_bucket(cloud, "CreateBucket", bucket, input));
}

Result<void> delete_bucket(Cloud& cloud, const BucketName& bucket) {
  return without_output(call_bucket(cloud, "DeleteBucket", bucket, about(bucket)));
}

Result<void> head_bucket(Cloud& cloud, const BucketName& bucket,
                         const std::string& expected_owner) {
  Value input = about(bucket);
  if (!expected_owner.empty()) input.set("ExpectedBucketOwner", expected_owner);
  return without_output(call_bucket(cloud, "HeadBucket", bucket, input));
}

Result<std::vector<std::string>> list_buckets(Cloud& cloud, const std::string& region) {
  Value input;
  input.set("BucketRegion", region);
  std::vector<std::string> names;
  TRY_VOID(each_page(cloud, "s3", "ListBuckets", region, std::move(input), "",
                     {{"ContinuationToken", "ContinuationToken"}}, "in " + region,
                     [&](const Value& page) {
                       for (const Value& bucket : page["Buckets"].list()) {
                         names.push_back(bucket["Name"].text());
                       }
                     }));
  return names;
}

Result<Versioning> get_bucket_versioning(Cloud& cloud, const BucketName& bucket) {
  const Value output = TRY(call_bucket(cloud, "GetBucketVersioning", bucket, about(bucket)));
  const std::string& status = output["Status"].text();
  if (status == "Enabled") return Versioning::enabled;
  if (status == "Suspended") return Versioning::suspended;
  return Versioning::never;
}

Result<void> put_bucket_versioning(Cloud& cloud, const BucketName& bucket, Versioning versioning) {
  Value configuration;
  configuration.set("Status", versioning == Versioning::enabled ? "Enabled" : "Suspended");
  Value input = about(bucket);
  input.set("VersioningConfiguration", std::move(configuration));
  return without_output(call_bucket(cloud, "PutBucketVersioning", bucket, input));
}

Result<Encryption> get_bucket_encryption(Cloud& cloud, const BucketName& bucket) {
  const Value output =
      TRY(or_absent(call_bucket(cloud, "GetBucketEncryption", bucket, about(bucket)),
                    "ServerSideEncryptionConfigurationNotFoundError"));
  const List& rules = output["ServerSideEncryptionConfiguration"]["Rules"].list();
  if (rules.empty()) return Encryption{};
  const Value& rule = rules.front();
  return Encryption{.key_arn = rule["ApplyServerSideEncryptionByDefault"]["KMSMasterKeyID"].text(),
                    .bucket_key = rule["BucketKeyEnabled"].flag()};
}

Result<void> put_bucket_encryption(Cloud& cloud, const BucketName& bucket,
                                   const Encryption& encryption) {
  const bool with_key = !encryption.key_arn.empty();
  Value by_default;
  by_default.set("SSEAlgorithm", with_key ? "aws:kms" : "AES256");
  if (with_key) by_default.set("KMSMasterKeyID", encryption.key_arn);
  Value rule;
  rule.set("ApplyServerSideEncryptionByDefault", std::move(by_default));
  if (with_key) rule.set("BucketKeyEnabled", encryption.bucket_key);
  Value configuration;
  configuration.set("Rules", List{std::move(rule)});
  Value input = about(bucket);
  input.set("ServerSideEncryptionConfiguration", std::move(configuration));
  return without_output(call_bucket(cloud, "PutBucketEncryption", bucket, input));
}

Result<bool> get_public_access_block(Cloud& cloud, const BucketName& bucket) {
  const Value output =
      TRY(or_absent(call_bucket(cloud, "GetPublicAccessBlock", bucket, about(bucket)),
                    "NoSuchPublicAccessBlockConfiguration"));
  const Value& settings = output["PublicAccessBlockConfiguration"];
  return std::ranges::all_of(public_access_settings,
                             [&](std::string_view each) { return settings[each].flag(); });
}

Result<void> put_public_access_block(Cloud& cloud, const BucketName& bucket) {
  Value settings;
  for (const std::string_view each : public_access_settings) settings.set(each, true);
  Value input = about(bucket);
  input.set("PublicAccessBlockConfiguration", std::move(settings));
  return without_output(call_bucket(cloud, "PutPublicAccessBlock", bucket, input));
}

Result<Tags> get_bucket_tagging(Cloud& cloud, const BucketName& bucket) {
  const Value output =
      TRY(or_absent(call_bucket(cloud, "GetBucketTagging", bucket, about(bucket)), "NoSuchTagSet"));
  return tags_of(output["TagSet"]);
}

Result<void> put_bucket_tagging(Cloud& cloud, const BucketName& bucket, const Tags& tags) {
  Value tag_set(List{});
  for (const auto& [name, value] : tags) {
    Value tag;
    tag.set("Key", name).set("Value", value);
    tag_set.push(std::move(tag));
  }
  Value tagging;
  tagging.set("TagSet", std::move(tag_set));
  Value input = about(bucket);
  input.set("Tagging", std::move(tagging));
  return without_output(call_bucket(cloud, "PutBucketTagging", bucket, input));
}

}  // namespace godwit::aws::s3
