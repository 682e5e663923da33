#include "lab/audit_trail.h"

#include <fmt/format.h>

#include "aws/model.h"

namespace godwit::lab {
namespace {

// Where an operation names what it makes or removes. What is missing here only sets.
struct Naming {
  std::string_view service;
  std::string_view operation;
  Deed deed;
  std::string_view kind;
  bool in_output;
  std::string_view outer;  // a structure around the name, or empty
  std::string_view member;
};

constexpr Naming namings[] = {
    {"kms", "CreateKey", Deed::makes, "key", true, "KeyMetadata", "KeyId"},
    {"kms", "ScheduleKeyDeletion", Deed::removes, "key", false, "", "KeyId"},
    {"kms", "CreateAlias", Deed::makes, "alias", false, "", "AliasName"},
    {"kms", "DeleteAlias", Deed::removes, "alias", false, "", "AliasName"},
    {"s3", "CreateBucket", Deed::makes, "bucket", false, "", "Bucket"},
    {"s3", "DeleteBucket", Deed::removes, "bucket", false, "", "Bucket"},
    {"s3control", "CreateJob", Deed::makes, "batch job", true, "", "JobId"},
    {"route53", "CreateHealthCheck", Deed::makes, "health check", true, "HealthCheck", "Id"},
    {"route53", "DeleteHealthCheck", Deed::removes, "health check", false, "", "HealthCheckId"},
    {"cloudwatch", "PutMetricAlarm", Deed::makes, "alarm", false, "", "AlarmName"},
    {"cloudwatch", "DeleteAlarms", Deed::removes, "alarm", false, "", "AlarmNames"},
};

// The names of members in which callers say "this once".
constexpr std::string_view token_members[] = {"CallerReference", "ClientRequestToken",
                                              "ClientToken"};

// A name, or the first of a list of names.
std::string name_in(const aws::Value& value) {
  if (value.is_list()) return value.list().empty() ? std::string() : value.list().front().text();
  return value.text();
}

}  // namespace

AuditEntry describe_call(const aws::Service& service, const aws::Operation& operation,
                         const std::string& region, const HttpRequest& request,
                         const aws::Value& input, const aws::Value& output) {
  AuditEntry entry;
  entry.operation = fmt::format("{} {}", service.name, operation.name);
  entry.region = region;
  entry.subject = request.host + request.path;
  for (const std::string_view member : token_members) {
    if (const aws::Value& token = input[member]; token.is_text()) entry.token = token.text();
  }
  for (const Naming& naming : namings) {
    if (naming.service != service.name || naming.operation != operation.name) continue;
    const aws::Value& around = naming.in_output ? output : input;
    const aws::Value& inner = naming.outer.empty() ? around : around[naming.outer];
    entry.deed = naming.deed;
    entry.resource = fmt::format("{} {}", naming.kind, name_in(inner[naming.member]));
  }
  return entry;
}

}  // namespace godwit::lab
