// Those of AWS's own managed policies that people attach most, with what they allow: shortened
// where AWS lists what a wildcard says as well.
// as_of: 2026-11. source:
// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
#include "lab/services/iam/iam.h"

namespace godwit::lab::services {

namespace {

#define ALLOW(actions)                                                           \
  R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[)" actions \
  R"(],"Resource":"*"}]})"

constexpr PolicyOfAws all[] = {
    {"/", "AdministratorAccess", ALLOW(R"("*")")},
    {"/", "AmazonChimeSDK",
     ALLOW(R"("chime:CreateMeeting","chime:CreateMeetingWithAttendees",)"
           R"("chime:DeleteMeeting","chime:GetMeeting",)"
           R"("chime:CreateAttendee","chime:BatchCreateAttendee",)"
           R"("chime:DeleteAttendee","chime:GetAttendee",)"
           R"("chime:ListAttendees","chime:ListAttendeeTags",)"
           R"("chime:ListMeetingTags","chime:ListTagsForResource",)"
           R"("chime:TagMeeting","chime:TagResource",)"
           R"("chime:UntagMeeting","chime:UntagResource",)"
           R"("chime:StartMeetingTranscription",)"
           R"("chime:StopMeetingTranscription")")},
    {"/", "AmazonBedrockFullAccess", ALLOW(R"("bedrock:*")")},
    {"/", "AmazonDynamoDBFullAccess", ALLOW(R"("dynamodb:*")")},
    {"/", "AmazonRoute53FullAccess", ALLOW(R"("route53:*","route53domains:*")")},
    {"/", "AmazonRoute53ReadOnlyAccess",
     ALLOW(R"("route53:Get*","route53:List*","route53:TestDNSAnswer")")},
    {"/", "AmazonS3FullAccess", ALLOW(R"("s3:*","s3-object-lambda:*")")},
    {"/", "AmazonS3ReadOnlyAccess",
     ALLOW(R"("s3:Get*","s3:List*","s3:Describe*","s3-object-lambda:Get*",)"
           R"("s3-object-lambda:List*")")},
    {"/", "AmazonSNSFullAccess", ALLOW(R"("sns:*")")},
    {"/", "AmazonSSMReadOnlyAccess", ALLOW(R"("ssm:Describe*","ssm:Get*","ssm:List*")")},
    {"/", "AmazonTranscribeFullAccess", ALLOW(R"("transcribe:*")")},
    {"/", "CloudWatchFullAccess",
     ALLOW(R"("autoscaling:Describe*","cloudwatch:*","logs:*","sns:*","iam:GetPolicy",)"
           R"("iam:GetPolicyVersion","iam:GetRole")")},
    {"/", "CloudWatchReadOnlyAccess",
     ALLOW(R"("cloudwatch:Describe*","cloudwatch:Get*","cloudwatch:List*","logs:Get*",)"
           R"("logs:List*","logs:Describe*","sns:Get*","sns:List*")")},
    {"/", "ComprehendMedicalFullAccess", ALLOW(R"("comprehendmedical:*")")},
    {"/", "IAMFullAccess", ALLOW(R"("iam:*")")},
    {"/", "IAMReadOnlyAccess",
     ALLOW(R"("iam:GenerateCredentialReport","iam:GenerateServiceLastAccessedDetails",)"
           R"("iam:Get*","iam:List*","iam:SimulateCustomPolicy","iam:SimulatePrincipalPolicy")")},
    {"/", "PowerUserAccess",
     R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":["iam:*",)"
     R"("organizations:*","account:*"],"Resource":"*"},{"Effect":"Allow","Action":[)"
     R"("iam:CreateServiceLinkedRole","iam:DeleteServiceLinkedRole","iam:ListRoles",)"
     R"("organizations:DescribeOrganization","account:ListRegions"],"Resource":"*"}]})"},
    {"/", "SecretsManagerReadWrite",
     ALLOW(R"("secretsmanager:*","kms:DescribeKey","kms:ListAliases","kms:ListKeys")")},
    {"/", "TranslateFullAccess", ALLOW(R"("translate:*")")},
    {"/", "TranslateReadOnly",
     ALLOW(R"("translate:TranslateText","translate:GetTerminology","translate:ListTerminologies",)"
           R"("translate:ListTextTranslationJobs","translate:DescribeTextTranslationJob")")},
    {"/service-role/", "AWSLambdaBasicExecutionRole",
     ALLOW(R"("logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents")")},
    {"/service-role/", "AmazonECSTaskExecutionRolePolicy",
     ALLOW(R"("ecr:GetAuthorizationToken","ecr:BatchCheckLayerAvailability",)"
           R"("ecr:GetDownloadUrlForLayer","ecr:BatchGetImage","logs:CreateLogStream",)"
           R"("logs:PutLogEvents")")},
};

#undef ALLOW

}  // namespace

std::span<const PolicyOfAws> policies_of_aws() { return all; }

}  // namespace godwit::lab::services
