// Every service that the lab has. A new one is its file in services/ and a line here.
#include "lab/service.h"
#include "lab/services/bedrock.h"
#include "lab/services/bedrock_runtime.h"
#include "lab/services/chime_meetings.h"
#include "lab/services/cloudformation.h"
#include "lab/services/cloudwatch.h"
#include "lab/services/comprehend_medical.h"
#include "lab/services/ec2.h"
#include "lab/services/iam/iam.h"
#include "lab/services/kms/kms.h"
#include "lab/services/route53/route53.h"
#include "lab/services/s3/s3.h"
#include "lab/services/s3control/s3control.h"
#include "lab/services/secretsmanager.h"
#include "lab/services/service_quotas.h"
#include "lab/services/sns.h"
#include "lab/services/ssm.h"
#include "lab/services/sts.h"
#include "lab/services/transcribe.h"
#include "lab/services/translate.h"

namespace godwit::lab {

std::vector<std::unique_ptr<Service>> make_services(Lab& lab) {
  std::vector<std::unique_ptr<Service>> services;
  services.push_back(std::make_unique<services::S3>(lab));
  services.push_back(std::make_unique<services::S3Control>(lab));
  services.push_back(std::make_unique<services::Kms>(lab));
  services.push_back(std::make_unique<services::Route53>(lab));
  services.push_back(std::make_unique<services::Sts>(lab));
  services.push_back(std::make_unique<services::Iam>(lab));
  services.push_back(std::make_unique<services::SecretsManager>(lab));
  services.push_back(std::make_unique<services::Ssm>(lab));
  services.push_back(std::make_unique<services::ServiceQuotas>(lab));
  services.push_back(std::make_unique<services::Translate>(lab));
  services.push_back(std::make_unique<services::Transcribe>(lab));
  services.push_back(std::make_unique<services::ComprehendMedical>(lab));
  services.push_back(std::make_unique<services::Bedrock>(lab));
  services.push_back(std::make_unique<services::BedrockRuntime>(lab));
  services.push_back(std::make_unique<services::ChimeMeetings>(lab));
  services.push_back(std::make_unique<services::Ec2>(lab));
  services.push_back(std::make_unique<services::CloudFormation>(lab));
  services.push_back(std::make_unique<services::CloudWatch>(lab));
  services.push_back(std::make_unique<services::Sns>(lab));
  return services;
}

}  // namespace godwit::lab
