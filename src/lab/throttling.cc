#include "lab/throttling.h"

namespace godwit::lab {

aws::ServiceError throttled(const aws::Service& service) {
  if (service.signing_name == "s3")
    return {503, "SlowDown", "Please reduce your request rate.", {}};
  switch (service.protocol) {
    case aws::Protocol::query:
    case aws::Protocol::rest_xml:
      return {400, "Throttling", "Rate exceeded", {}};
    case aws::Protocol::ec2:
      return {503, "RequestLimitExceeded", "Request limit exceeded.", {}};
    case aws::Protocol::rest_json:
      return {429, "TooManyRequestsException", "Too Many Requests", {}};
    default:
      return {400, "ThrottlingException", "Rate exceeded", {}};
  }
}

}  // namespace godwit::lab
