// Which service has an endpoint in which region of the partition "aws".
// as_of: 2026-05 (botocore 1.43.11). source: botocore data/endpoints.json; names are endpoint
// prefixes. Services that are not named here are not known.
#include <algorithm>
#include <array>

#include "catalog/catalog.h"

namespace godwit::catalog {

namespace {

struct Row {
  std::string_view prefix;
  std::string_view regions;  // apart by spaces, or one of these:
};
constexpr std::string_view everywhere = "*";
constexpr std::string_view global = "";  // one endpoint, in no region

constexpr std::array<Row, 78> rows = {{
    {"acm", everywhere},
    {"api.ecr", everywhere},
    {"api.sagemaker", everywhere},
    {"apigateway", everywhere},
    {"appconfig", everywhere},
    {"application-autoscaling", everywhere},
    {"athena", everywhere},
    {"autoscaling", everywhere},
    {"backup", everywhere},
    {"batch", everywhere},
    {"bedrock",
     "af-south-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 "
     "ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 "
     "ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 "
     "eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 "
     "il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 "
     "us-west-1 us-west-2"},
    {"bedrock-runtime",
     "ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 "
     "ap-southeast-2 ca-central-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 "
     "eu-south-2 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-2"},
    {"chime", global},
    {"cloudformation", everywhere},
    {"cloudfront", global},
    {"cloudtrail", everywhere},
    {"codebuild",
     "af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 "
     "ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 "
     "ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 eu-central-1 eu-central-2 "
     "eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 "
     "me-central-1 me-south-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2"},
    {"cognito-identity", everywhere},
    {"cognito-idp", everywhere},
    {"comprehend",
     "ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 "
     "eu-central-1 eu-west-1 eu-west-2 us-east-1 us-east-2 us-west-2"},
    {"comprehendmedical",
     "ap-southeast-2 ca-central-1 eu-west-1 eu-west-2 us-east-1 us-east-2 us-west-2"},
    {"config", everywhere},
    {"dms", everywhere},
    {"dynamodb", everywhere},
    {"ebs", everywhere},
    {"ec2", everywhere},
    {"ecs", everywhere},
    {"eks", everywhere},
    {"elasticache", everywhere},
    {"elasticfilesystem", everywhere},
    {"elasticloadbalancing", everywhere},
    {"es", everywhere},
    {"events", everywhere},
    {"firehose", everywhere},
    {"fsx", everywhere},
    {"glue", everywhere},
    {"guardduty", everywhere},
    {"iam", global},
    {"identity-chime", "eu-central-1 us-east-1"},
    {"kinesis", everywhere},
    {"kms", everywhere},
    {"lambda", everywhere},
    {"logs", everywhere},
    {"media-pipelines-chime",
     "ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 "
     "eu-central-1 eu-west-2 us-east-1 us-west-2"},
    {"meetings-chime",
     "af-south-1 ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 "
     "ca-central-1 eu-central-1 eu-west-2 il-central-1 us-east-1 us-west-2"},
    {"messaging-chime", "eu-central-1 us-east-1"},
    {"monitoring", everywhere},
    {"mq", everywhere},
    {"oidc", everywhere},
    {"polly",
     "af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 "
     "ap-southeast-1 ap-southeast-2 ap-southeast-5 ca-central-1 eu-central-1 eu-central-2 "
     "eu-north-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 me-south-1 sa-east-1 us-east-1 "
     "us-east-2 us-west-1 us-west-2"},
    {"ram", everywhere},
    {"rds", everywhere},
    {"redshift", everywhere},
    {"rekognition",
     "ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 "
     "eu-central-1 eu-south-2 eu-west-1 eu-west-2 il-central-1 sa-east-1 us-east-1 "
     "us-east-2 us-west-1 us-west-2"},
    {"resource-groups", everywhere},
    {"route53", global},
    {"runtime.sagemaker", everywhere},
    {"s3", everywhere},
    {"s3-control",
     "af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 "
     "ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ca-central-1 "
     "ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 "
     "eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 sa-east-1 us-east-1 "
     "us-east-2 us-west-1 us-west-2"},
    {"secretsmanager", everywhere},
    {"servicequotas", everywhere},
    {"sms-voice",
     "af-south-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 "
     "ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 "
     "ap-southeast-6 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 "
     "eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 "
     "me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2"},
    {"sns", everywhere},
    {"sqs", everywhere},
    {"ssm", everywhere},
    {"states", everywhere},
    {"streams.dynamodb", everywhere},
    {"sts", everywhere},
    {"support", global},
    {"synthetics", everywhere},
    {"tagging", everywhere},
    {"textract",
     "ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 "
     "eu-south-2 eu-west-1 eu-west-2 eu-west-3 us-east-1 us-east-2 us-west-1 us-west-2"},
    {"transcribe",
     "af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 "
     "ap-southeast-2 ca-central-1 eu-central-1 eu-central-2 eu-north-1 eu-west-1 eu-west-2 "
     "eu-west-3 me-south-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2"},
    {"transcribestreaming",
     "af-south-1 ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 "
     "ap-southeast-5 ap-southeast-7 ca-central-1 eu-central-1 eu-central-2 eu-west-1 "
     "eu-west-2 mx-central-1 sa-east-1 us-east-1 us-east-2 us-west-2"},
    {"translate",
     "ap-east-1 ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 "
     "ca-central-1 eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 us-east-1 "
     "us-east-2 us-west-1 us-west-2"},
    {"voice-chime",
     "ap-northeast-1 ap-northeast-2 ap-southeast-1 ap-southeast-2 ca-central-1 "
     "eu-central-1 eu-west-1 eu-west-2 us-east-1 us-west-2"},
    {"wafv2", everywhere},
    {"xray", everywhere},
}};
static_assert(std::ranges::is_sorted(rows, {}, &Row::prefix));

const Row* find(std::string_view prefix) {
  const auto found = std::ranges::lower_bound(rows, prefix, {}, &Row::prefix);
  return found != rows.end() && found->prefix == prefix ? &*found : nullptr;
}

}  // namespace

bool lists(std::string_view list, std::string_view word) {
  if (word.empty()) return false;
  for (std::size_t at = list.find(word); at != std::string_view::npos;
       at = list.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || list[at - 1] == ' ') && (end == list.size() || list[end] == ' ')) return true;
  }
  return false;
}

std::vector<std::string_view> service_prefixes() {
  std::vector<std::string_view> prefixes;
  for (const Row& row : rows) prefixes.push_back(row.prefix);
  return prefixes;
}

bool knows_service(std::string_view prefix) { return find(prefix) != nullptr; }

bool has_endpoint(std::string_view prefix, std::string_view region) {
  const Row* row = find(prefix);
  if (row == nullptr) return is_region(region);
  if (row->regions == global) return region.empty();
  if (!is_region(region)) return false;
  return row->regions == everywhere || lists(row->regions, region);
}

}  // namespace godwit::catalog
