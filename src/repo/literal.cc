#include "repo/literal.h"

namespace godwit::repo {

std::string_view to_string(What what) {
  switch (what) {
    case What::region:
      return "region";
    case What::region_name:
      return "region-name";
    case What::zone:
      return "zone";
    case What::arn:
      return "arn";
    case What::endpoint:
      return "endpoint";
    case What::api:
      return "api";
    case What::load_balancer:
      return "load-balancer";
    case What::s3_url:
      return "s3-url";
    case What::bucket:
      return "bucket";
    case What::key:
      return "key";
    case What::hosted_zone:
      return "hosted-zone";
    case What::image:
      return "image";
    case What::resource:
      return "resource";
    case What::account:
      return "account";
    case What::network:
      return "network";
    case What::given:
      return "given";
  }
  return "";
}

}  // namespace godwit::repo
