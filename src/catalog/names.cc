// What people call services.
// as_of: 2026-11. source: AWS's own names, in the AWS General Reference
// (https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html), without "AWS" and
// "Amazon", and the short forms that its pages use.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "catalog/catalog.h"

namespace godwit::catalog {

namespace {

// Of one prefix the first is the name that messages use.
constexpr std::array<ServiceName, 76> names = {{
    {"Chime SDK Media Pipelines", "media-pipelines-chime", true},
    {"Chime SDK media capture pipelines", "media-pipelines-chime", true},
    {"Chime SDK Messaging", "messaging-chime", true},
    {"Chime SDK Identity", "identity-chime", true},
    {"Chime SDK Voice", "voice-chime", true},
    {"Chime SDK Meetings", "meetings-chime", true},
    {"Chime SDK", "meetings-chime", true},
    {"Chime", "meetings-chime", false},
    {"Comprehend Medical", "comprehendmedical", true},
    {"ComprehendMedical", "comprehendmedical", true},
    {"Comprehend", "comprehend", false},
    {"Transcribe Medical", "transcribemedical", true},
    {"Transcribe Streaming", "transcribestreaming", true},
    {"Transcribe", "transcribe", false},
    {"Translate", "translate", false},
    {"Textract", "textract", true},
    {"Rekognition", "rekognition", true},
    {"Polly", "polly", false},
    {"Bedrock Runtime", "bedrock-runtime", true},
    {"Bedrock", "bedrock-runtime", false},
    {"End User Messaging SMS", "sms-voice", true},
    {"Pinpoint SMS", "sms-voice", true},
    {"SageMaker Runtime", "runtime.sagemaker", true},
    {"SageMaker", "api.sagemaker", true},
    {"Lambda", "lambda", false},
    {"API Gateway", "apigateway", true},
    {"DynamoDB Streams", "streams.dynamodb", true},
    {"DynamoDB", "dynamodb", true},
    {"ElastiCache", "elasticache", true},
    {"EventBridge", "events", true},
    {"CloudFormation", "cloudformation", true},
    {"CloudFront", "cloudfront", true},
    {"CloudTrail", "cloudtrail", true},
    {"CloudWatch Logs", "logs", true},
    {"CloudWatch Synthetics", "synthetics", true},
    {"CloudWatch", "monitoring", true},
    {"CodeBuild", "codebuild", true},
    {"Cognito", "cognito-idp", true},
    {"Secrets Manager", "secretsmanager", true},
    {"Systems Manager", "ssm", true},
    {"Parameter Store", "ssm", true},
    {"Service Quotas", "servicequotas", true},
    {"Step Functions", "states", true},
    {"Database Migration Service", "dms", true},
    {"Elastic Load Balancing", "elasticloadbalancing", true},
    {"Application Load Balancer", "elasticloadbalancing", true},
    {"Network Load Balancer", "elasticloadbalancing", true},
    {"Elastic File System", "elasticfilesystem", true},
    {"OpenSearch Service", "es", true},
    {"Certificate Manager", "acm", true},
    {"GuardDuty", "guardduty", true},
    {"Redshift", "redshift", true},
    {"Kinesis Data Firehose", "firehose", true},
    {"Data Firehose", "firehose", true},
    {"Kinesis", "kinesis", true},
    {"Athena", "athena", false},
    {"Route 53", "route53", true},
    {"Fargate", "ecs", true},
    {"AppConfig", "appconfig", true},
    {"X-Ray", "xray", false},
    {"Glue", "glue", false},
    {"Batch", "batch", false},
    {"Backup", "backup", false},
    {"Config", "config", false},
    {"Support", "support", false},
    {"FSx", "fsx", true},
    {"ECR", "api.ecr", true},
    {"ECS", "ecs", true},
    {"EKS", "eks", true},
    {"EC2", "ec2", true},
    {"IAM", "iam", true},
    {"KMS", "kms", true},
    {"RDS", "rds", true},
    {"SNS", "sns", true},
    {"SQS", "sqs", true},
    {"S3", "s3", true},
}};

}  // namespace

std::span<const ServiceName> service_names() { return names; }

std::string_view service_name(std::string_view prefix) {
  if (prefix == "meetings-chime") return "Chime SDK meetings";
  if (prefix == "media-pipelines-chime") return "Chime SDK media pipelines";
  if (prefix == "bedrock-runtime" || prefix == "bedrock") return "Bedrock";
  const auto found = std::ranges::find(names, prefix, &ServiceName::prefix);
  return found == names.end() ? prefix : found->words;
}

std::string_view find_service(std::string_view name) {
  for (const std::string_view company : {"AWS ", "Amazon ", "aws ", "amazon "}) {
    if (name.starts_with(company)) name.remove_prefix(company.size());
  }
  for (const ServiceName& each : names) {
    if (equal_ignoring_case(each.words, name) || equal_ignoring_case(each.prefix, name)) {
      return each.prefix;
    }
  }
  for (const std::string_view prefix : service_prefixes()) {
    if (prefix == name) return prefix;
  }
  return {};
}

}  // namespace godwit::catalog
