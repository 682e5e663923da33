// What S3 looks at before it keeps a setting.
#include "base/text.h"
#include "lab/services/s3/kept_settings.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

std::unexpected<aws::ServiceError> invalid(std::string message) {
  return refuse(400, "InvalidRequest", std::move(message));
}
std::unexpected<aws::ServiceError> bad_argument(std::string message) {
  return refuse(400, "InvalidArgument", std::move(message));
}

std::expected<void, aws::ServiceError> check_wildcards(const Value& list, std::string_view what) {
  for (const Value& one : list.list()) {
    if (std::ranges::count(one.text(), '*') > 1) {
      return invalid(
          fmt::format("{} \"{}\" can not have more than one wildcard.", what, one.text()));
    }
  }
  return {};
}

}  // namespace

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
std::expected<void, aws::ServiceError> check_cors(const Value& given, const Bucket&, const S3&) {
  constexpr std::size_t most_rules = 100;
  const aws::List& rules = given["CORSRules"].list();
  if (rules.empty() || rules.size() > most_rules) return malformed_xml();
  for (const Value& rule : rules) {
    if (rule["AllowedMethods"].list().empty() || rule["AllowedOrigins"].list().empty()) {
      return malformed_xml();
    }
    for (const Value& method : rule["AllowedMethods"].list()) {
      const std::string& name = method.text();
      if (name != "GET" && name != "PUT" && name != "POST" && name != "DELETE" && name != "HEAD") {
        return invalid(fmt::format(
            "Found unsupported HTTP method in CORS config. Unsupported method is {}", name));
      }
    }
    TRY_VOID(check_wildcards(rule["AllowedOrigins"], "AllowedOrigin"));
    TRY_VOID(check_wildcards(rule["AllowedHeaders"], "AllowedHeader"));
    for (const Value& header : rule["ExposeHeaders"].list()) {
      if (header.text().find('*') == std::string::npos) continue;
      return invalid(
          fmt::format("ExposeHeader \"{}\" contains wildcard. We currently do not "
                      "support wildcard for ExposeHeader.",
                      header.text()));
    }
  }
  return {};
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html
std::expected<void, aws::ServiceError> check_website(const Value& given, const Bucket&, const S3&) {
  if (const Value& all = given["RedirectAllRequestsTo"]) {
    if (given.has("IndexDocument") || given.has("ErrorDocument") || given.has("RoutingRules")) {
      return bad_argument(
          "RedirectAllRequestsTo cannot be provided in conjunction with other "
          "Website configuration.");
    }
    const std::string& protocol = all["Protocol"].text();
    if (all["HostName"].text().empty()) return malformed_xml();
    if (!protocol.empty() && protocol != "http" && protocol != "https") {
      return invalid(
          "Invalid protocol, protocol can be http or https. If not defined the protocol "
          "will be selected automatically.");
    }
    return {};
  }
  const std::string& suffix = given["IndexDocument"]["Suffix"].text();
  if (suffix.empty()) {
    return bad_argument(
        "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty");
  }
  if (suffix.find('/') != std::string::npos) {
    return bad_argument("The IndexDocument Suffix is not well formed");
  }
  constexpr std::size_t most_rules = 50;
  if (given["RoutingRules"].list().size() > most_rules) {
    return bad_argument("The number of routing rules must not exceed 50");
  }
  return {};
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html
std::expected<void, aws::ServiceError> check_notification(const Value& given, const Bucket& bucket,
                                                          const S3&) {
  struct Kind {
    std::string_view member;
    std::string_view arn;
    std::string_view service;
  };
  constexpr Kind kinds[] = {{"TopicConfigurations", "TopicArn", "sns"},
                            {"QueueConfigurations", "QueueArn", "sqs"},
                            {"LambdaFunctionConfigurations", "LambdaFunctionArn", "lambda"}};
  std::set<std::string> ids;
  for (const Kind& kind : kinds) {
    for (const Value& one : given[kind.member].list()) {
      const std::string& arn = one[kind.arn].text();
      const auto parts = split(arn, ':');
      if (parts.size() < 6 || parts[0] != "arn" || parts[2] != kind.service) {
        return bad_argument("The ARN could not be parsed or is not valid");
      }
      if (parts[3] != bucket.region) {
        return bad_argument(
            "The notification destination service region is not valid for the "
            "bucket location constraint");
      }
      if (one["Events"].list().empty()) return malformed_xml();
      for (const Value& event : one["Events"].list()) {
        if (!event.text().starts_with("s3:")) {
          return bad_argument("A specified event is not supported for notifications.");
        }
      }
      const std::string& id = one["Id"].text();
      if (!id.empty() && !ids.insert(id).second) {
        return bad_argument("Configurations cannot share the same ID. Duplicate ID found.");
      }
    }
  }
  return {};
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html
std::expected<void, aws::ServiceError> check_logging(const Value& given, const Bucket& bucket,
                                                     const S3& s3) {
  const Value& enabled = given["LoggingEnabled"];
  if (!enabled) return {};
  if (!enabled.has("TargetBucket") || !enabled.has("TargetPrefix")) return malformed_xml();
  const Bucket* target = s3.find(enabled["TargetBucket"].text());
  if (target == nullptr) {
    return refuse(400, "InvalidTargetBucketForLogging",
                  "The target bucket for logging does not exist",
                  Value().set("TargetBucket", enabled["TargetBucket"]));
  }
  if (target->region != bucket.region) {
    return refuse(403, "CrossLocationLoggingProhibitted", "Cross S3 location logging not allowed. ",
                  Value()
                      .set("SourceBucketLocation", bucket.region)
                      .set("TargetBucketLocation", target->region));
  }
  return {};
}

std::expected<void, aws::ServiceError> check_acceleration(const Value& given, const Bucket& bucket,
                                                          const S3&) {
  const std::string& status = given["Status"].text();
  if (status != "Enabled" && status != "Suspended") return malformed_xml();
  if (bucket.name.find('.') == std::string::npos) return {};
  return invalid(
      "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names");
}

std::expected<void, aws::ServiceError> check_payment(const Value& given, const Bucket&, const S3&) {
  const std::string& payer = given["Payer"].text();
  if (payer != "Requester" && payer != "BucketOwner") return malformed_xml();
  return {};
}

}  // namespace godwit::lab::services
