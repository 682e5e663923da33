// Where a request that came through a socket is to go: AWS tells by the host that was asked, and
// here one port stands for all of them.
#pragma once

#include <expected>
#include <string>
#include <variant>

#include "aws/codec.h"
#include "env/http.h"

namespace godwit::lab {

class Lab;
class OutsideService;

struct ToService {
  aws::Endpoint endpoint;
  // The bucket that the host names, or empty: the host is then none of AWS's.
  std::string bucket;
};
struct ToSite {
  std::string address;
};
// A service outside AWS.
struct ToOutside {
  OutsideService* service = nullptr;
};
// AWS has no such address, or the lab no such service: what is said instead, and for whom.
struct ToNowhere {
  const aws::Service* service = nullptr;  // nullptr: none that anybody knows
  aws::ServiceError error;
};
using Destination = std::variant<ToService, ToSite, ToOutside, ToNowhere>;

// By the host where it is AWS's, a site's or an outside service's; else by what the request is
// signed for, its target and its path. What is signed for nothing is S3's, whose objects may be
// anybody's.
Destination destination_of(Lab& lab, const HttpRequest& request);

// "photos" of "photos.localhost:4566" and "photos.s3.eu-west-1.localhost"; empty for other hosts.
std::string_view bucket_of_local_host(std::string_view host);

}  // namespace godwit::lab
