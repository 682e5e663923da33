// Every service that the lab has. A new one is its file in services/ and a line here.
#include "lab/service.h"
#include "lab/services/iam.h"
#include "lab/services/kms.h"
#include "lab/services/route53.h"
#include "lab/services/s3.h"
#include "lab/services/s3control.h"
#include "lab/services/secretsmanager.h"
#include "lab/services/sts.h"

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
  return services;
}

}  // namespace godwit::lab
