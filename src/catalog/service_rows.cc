// Which service has an endpoint in which region of the partition "aws"; by endpoint prefix.
// Written by tools/compile_catalog.py.
// as_of: 2026-05 (botocore 1.43.11). source: botocore data/endpoints.json, partition aws; keys are
// endpoint prefixes.
#include <array>

#include "catalog/rows.h"

namespace godwit::catalog {

namespace {

constexpr std::string_view everywhere = "*";
constexpr std::string_view global = "";

constexpr std::array<ServiceRow, 78> rows = {{
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
     "ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 "
     "ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-central-2 eu-north-1 "
     "eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 "
     "us-east-2 us-west-2"},
    {"chime", global},
    {"cloudformation", everywhere},
    {"cloudfront", global},
    {"cloudtrail", everywhere},
    {"codebuild",
     "af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 "
     "ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 "
     "ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 eu-central-1 "
     "eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 "
     "il-central-1 me-central-1 me-south-1 sa-east-1 us-east-1 us-east-2 us-west-1 "
     "us-west-2"},
    {"cognito-identity", everywhere},
    {"cognito-idp", everywhere},
    {"comprehend",
     "ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 "
     "ca-central-1 eu-central-1 eu-west-1 eu-west-2 us-east-1 us-east-2 us-west-2"},
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
     "ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 "
     "ca-central-1 eu-central-1 eu-west-2 us-east-1 us-west-2"},
    {"meetings-chime",
     "af-south-1 ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 "
     "ap-southeast-2 ca-central-1 eu-central-1 eu-west-2 il-central-1 us-east-1 "
     "us-west-2"},
    {"messaging-chime", "eu-central-1 us-east-1"},
    {"monitoring", everywhere},
    {"mq", everywhere},
    {"oidc", everywhere},
    {"polly",
     "af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 "
     "ap-southeast-1 ap-southeast-2 ap-southeast-5 ca-central-1 eu-central-1 "
     "eu-central-2 eu-north-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 me-south-1 "
     "sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2"},
    {"ram", everywhere},
    {"rds", everywhere},
    {"redshift", everywhere},
    {"rekognition",
     "ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 "
     "ca-central-1 eu-central-1 eu-south-2 eu-west-1 eu-west-2 il-central-1 sa-east-1 "
     "us-east-1 us-east-2 us-west-1 us-west-2"},
    {"resource-groups", everywhere},
    {"route53", global},
    {"runtime.sagemaker", everywhere},
    {"s3", everywhere},
    {"s3-control",
     "af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 "
     "ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 "
     "ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 "
     "eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 "
     "sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2"},
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
     "ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 "
     "eu-central-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 us-east-1 us-east-2 "
     "us-west-1 us-west-2"},
    {"transcribe",
     "af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 "
     "ap-southeast-2 ca-central-1 eu-central-1 eu-central-2 eu-north-1 eu-west-1 "
     "eu-west-2 eu-west-3 me-south-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2"},
    {"transcribestreaming",
     "af-south-1 ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 "
     "ap-southeast-2 ap-southeast-5 ap-southeast-7 ca-central-1 eu-central-1 "
     "eu-central-2 eu-west-1 eu-west-2 mx-central-1 sa-east-1 us-east-1 us-east-2 "
     "us-west-2"},
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

}  // namespace

std::span<const ServiceRow> service_rows() { return rows; }
std::string_view services_as_of() { return "2026-05 (botocore 1.43.11)"; }

}  // namespace godwit::catalog
