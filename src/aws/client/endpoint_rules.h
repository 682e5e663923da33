// Where requests go: AWS's own hosts by region and partition, with FIPS and dual stack where asked
// for, or an endpoint that the user names.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html
#pragma once

#include <map>
#include <string>

#include "aws/client/shared_config.h"
#include "aws/client/web_address.h"
#include "aws/cloud.h"
#include "aws/model.h"

namespace godwit::aws {

class EndpointRules {
 public:
  EndpointRules() = default;
  // In this order: `endpoint_url`, AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, the profile's
  // section of services, its endpoint_url; all but the first unless
  // AWS_IGNORE_CONFIGURED_ENDPOINT_URLS. And AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT, or
  // the profile's. ErrorKind::invalid where an endpoint is no URL, or a switch neither true nor
  // false.
  static Result<EndpointRules> from(const Environment& environment, const SharedConfig& config,
                                    const std::string& endpoint_url);

  // Turns a request that has the host of serialize_request for `built_for` towards `region`. What
  // it is signed for is returned.
  std::string direct(HttpRequest& request, const Service& service, const std::string& built_for,
                     const std::string& region) const;

  // AWS's own host, without what may stand before it.
  std::string host_of(const Service& service, const std::string& region) const;

 private:
  const WebAddress* custom(const Service& service) const;

  bool fips_ = false;
  bool dual_stack_ = false;
  bool buckets_in_host_ = false;                // at custom endpoints too
  std::map<std::string, WebAddress> services_;  // by id: "S3 Control"; "" is for all
};

}  // namespace godwit::aws
