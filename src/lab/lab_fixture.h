// For tests: a lab in virtual time with two regions, asked through its front door by a client that
// signs, as everybody asks it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "account/account.h"
#include "aws/api/kms.h"
#include "aws/api/s3.h"
#include "aws/call.h"
#include "aws/signature.h"
#include "env/simulated_env.h"
#include "lab/lab.h"
#include "lab/services/kms/kms.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab {

inline const std::string west = "eu-west-1";
inline const std::string central = "eu-central-1";
inline const std::string west_key = "5e84763b-0627-410f-b9bf-661e4021fba3";

// Two versioned buckets, one with a key of its own, and nothing in them.
inline account::Account two_region_account() {
  account::Account account;
  account.id = "558069890522";
  account.starts = parse_time("2026-01-05T06:00:00Z").value();
  account.regions = {west, central};
  account.credentials = {"AKIAEXAMPLE000000000", "made-up-secret"};
  account.keys = {{.region = west, .id = west_key, .description = "west", .alias = "alias/west"}};
  account.buckets = {
      {.name = "source", .region = west, .versioning = account::Versioning::enabled},
      {.name = "target", .region = central, .versioning = account::Versioning::enabled}};
  return account;
}

class LabTest : public testing::Test {
 protected:
  explicit LabTest(account::Account given = two_region_account(), std::uint64_t seed = 7)
      : env(given.starts, seed), account(std::move(given)) {}

  // ---- asking

  Result<aws::Value> ask(std::string_view service, std::string_view operation,
                         const std::string& region, const aws::Value& input) {
    return aws::call(cloud, service, operation, region, input, {});
  }
  // The output, where success is expected.
  aws::Value must(std::string_view service, std::string_view operation, const std::string& region,
                  const aws::Value& input) {
    auto output = ask(service, operation, region, input);
    EXPECT_TRUE(output.has_value())
        << operation << ": " << (output ? std::string() : to_string(output.error()));
    return output.value_or(aws::Value());
  }
  // The code, where refusal is expected.
  std::string refused(std::string_view service, std::string_view operation,
                      const std::string& region, const aws::Value& input) {
    const auto output = ask(service, operation, region, input);
    return output ? "(success)" : output.error().code;
  }
  // The answer as it is on the wire.
  aws::Response raw(std::string_view service, std::string_view operation, const std::string& region,
                    const aws::Value& input) {
    const aws::Service& model = aws::service(service);
    const auto request =
        aws::serialize_request(model, *model.find(operation), region, input).value();
    const auto response = cloud.send(request);
    EXPECT_TRUE(response.has_value()) << (response ? std::string() : to_string(response.error()));
    return response.value_or(aws::Response{});
  }

  static aws::Value in(std::string_view bucket) { return aws::Value().set("Bucket", bucket); }
  static aws::Value at(std::string_view bucket, std::string_view key,
                       std::string_view version_id = {}) {
    aws::Value input = in(bucket).set("Key", key);
    if (!version_id.empty()) input.set("VersionId", version_id);
    return input;
  }

  // ---- the usual

  std::string put(const aws::s3::BucketName& bucket, const std::string& key, Body body,
                  aws::s3::Tags tags = {}) {
    const auto result = aws::s3::put_object(
        cloud, bucket, {.key = key, .body = std::move(body), .tags = std::move(tags)});
    EXPECT_TRUE(result.has_value()) << (result ? std::string() : to_string(result.error()));
    return result ? result->version_id : std::string();
  }
  std::string status_of(const aws::s3::BucketName& bucket, const std::string& key,
                        const std::string& version_id = {}) {
    const auto info = aws::s3::head_object(cloud, bucket, key, version_id);
    return info ? info->replication_status : info.error().code;
  }
  std::string text_of(const aws::s3::BucketName& bucket, const std::string& key,
                      const std::string& version_id = {}) {
    const auto object = aws::s3::get_object(cloud, bucket, key, version_id);
    return object ? std::string(object->body.bytes()) : object.error().code;
  }
  void pass(Duration duration) { env.scheduler.run_until(env.clock.now() + duration); }

  SimulatedEnv env;
  account::Account account;
  Lab lab{World{env.clock, env.scheduler, env.random}, account};
  aws::SigningCloud cloud{
      lab.cloud(),
      {account.credentials.access_key_id, account.credentials.secret_access_key, {}},
      env.clock};
  const aws::s3::BucketName source{west, "source"};
  const aws::s3::BucketName target{central, "target"};
};

}  // namespace godwit::lab
