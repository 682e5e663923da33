#include "lab/planes.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace godwit::lab {
namespace {

using Names = std::initializer_list<std::string_view>;

bool is_one_of(std::string_view name, Names names) {
  return std::ranges::find(names, name) != names.end();
}

bool begins_with_one_of(std::string_view name, Names beginnings) {
  return std::ranges::any_of(beginnings, [&](auto each) { return name.starts_with(each); });
}

// Objects are data, buckets and their settings are not.
bool is_s3_data(std::string_view name) {
  if (name == "HeadBucket") return true;
  if (name.find("LockConfiguration") != std::string_view::npos) return false;
  return name.find("Object") != std::string_view::npos ||
         name.find("Multipart") != std::string_view::npos ||
         name.find("UploadPart") != std::string_view::npos || name == "ListParts";
}

}  // namespace

Plane plane_of(const aws::Service& service, const aws::Operation& operation) {
  const std::string_view name = operation.name;
  bool data = false;
  if (service.name == "s3") {
    data = is_s3_data(name);
  } else if (service.name == "kms") {
    data =
        begins_with_one_of(name, {"Encrypt", "Decrypt", "ReEncrypt", "GenerateDataKey",
                                  "GenerateMac", "GenerateRandom", "VerifyMac", "DeriveShared"}) ||
        is_one_of(name, {"Sign", "Verify"});
  } else if (service.name == "cloudwatch") {
    data = is_one_of(name, {"PutMetricData", "GetMetricData", "GetMetricStatistics"});
  } else if (service.name == "secretsmanager") {
    data = is_one_of(name, {"GetSecretValue", "BatchGetSecretValue"});
  } else if (service.name == "ssm") {
    data = is_one_of(name, {"GetParameter", "GetParameters", "GetParametersByPath"});
  } else if (service.name == "sns") {
    data = is_one_of(name, {"Publish", "PublishBatch"});
  } else {
    // What has no resources to manage: it is asked, and answers.
    data = is_one_of(service.name, {"sts", "bedrock-runtime", "comprehendmedical", "translate",
                                    "transcribe", "chime-sdk-meetings"});
  }
  return data ? Plane::data : Plane::control;
}

}  // namespace godwit::lab
