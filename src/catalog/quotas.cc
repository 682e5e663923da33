// Quotas that AWS sets for everybody, under the codes that Service Quotas has for them (fact A11).
// as_of: 2026-11. source: for L-3032A538 and L-7B6409FD fact A11; other codes as public tools that
// read quotas have them, values from the AWS General Reference
// (https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html). Those marked (?)
// have no source at hand, nor have the values of S3 and CloudFormation: confirm them before relying
// on them. What is missing is not known.
#include <algorithm>
#include <array>

#include "catalog/catalog.h"

namespace godwit::catalog {

namespace {

constexpr std::array<Quota, 12> all = {{
    {"cloudformation", "L-0485CB21", "Stack count", 2000, true, false},
    {"dynamodb", "L-F98FE922", "Maximum number of tables", 2500, true, false},
    {"ec2", "L-0263D0A3", "EC2-VPC Elastic IPs", 5, true, false},  // (?)
    {"ec2", "L-1216C47A", "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", 5,
     true, false},  // (?)
    {"elasticloadbalancing", "L-53DA6B97", "Application Load Balancers per Region", 50, true,
     false},
    {"elasticloadbalancing", "L-69A177A2", "Network Load Balancers per Region", 50, true,
     false},  // (?)
    {"fargate", "L-3032A538", "Fargate On-Demand vCPU resource count", 6, true, false},
    {"kms", "L-C2F1777E", "Customer Master Keys (CMKs)", 100'000, true, false},  // (?)
    {"lambda", "L-B99A9384", "Concurrent executions", 1000, true, false},
    {"rds", "L-7B6409FD", "DB instances", 40, true, false},
    {"s3", "L-DC2B2D3D", "General purpose buckets", 10'000, true, true},
    {"vpc", "L-F678F1CE", "VPCs per Region", 5, true, false},  // (?)
}};

struct Named {
  std::string_view code;
  std::string_view name;
};

// A service may be known of which no quota is: ECS is not Fargate.
constexpr std::array<Named, 12> services = {{
    {"cloudformation", "AWS CloudFormation"},
    {"dynamodb", "Amazon DynamoDB"},
    {"ec2", "Amazon Elastic Compute Cloud (Amazon EC2)"},
    {"ecs", "Amazon Elastic Container Service (Amazon ECS)"},
    {"elasticloadbalancing", "Elastic Load Balancing (ELB)"},
    {"fargate", "AWS Fargate"},
    {"kms", "AWS Key Management Service (AWS KMS)"},
    {"lambda", "AWS Lambda"},
    {"rds", "Amazon Relational Database Service (Amazon RDS)"},
    {"route53", "Amazon Route 53"},
    {"s3", "Amazon Simple Storage Service (Amazon S3)"},
    {"vpc", "Amazon Virtual Private Cloud (Amazon VPC)"},
}};

}  // namespace

std::span<const Quota> quotas() { return all; }

const Quota* find_quota(std::string_view service, std::string_view code) {
  const auto found = std::ranges::find_if(
      all, [&](const Quota& quota) { return quota.service == service && quota.code == code; });
  return found == all.end() ? nullptr : &*found;
}

std::string_view quota_service_name(std::string_view service) {
  const auto found = std::ranges::find(services, service, &Named::code);
  return found == services.end() ? std::string_view() : found->name;
}

std::vector<std::string_view> quota_services() {
  std::vector<std::string_view> codes;
  for (const Named& service : services) codes.push_back(service.code);
  return codes;
}

}  // namespace godwit::catalog
