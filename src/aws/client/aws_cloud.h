// AwsCloud: a Cloud that leads to AWS, or to what stands in for it. Directs every request to its
// endpoint, signs it with credentials that are kept fresh, sends it, and tries again what may be
// tried again (retry.h).
//
// Two things about it are learned from answers: how far this machine's clock is from a host's, and
// which region a bucket of S3 is in. Both refusals change nothing, and are answered once by asking
// again.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "aws/client/cached_credentials.h"
#include "aws/client/endpoint_rules.h"
#include "aws/client/retry.h"
#include "aws/cloud.h"
#include "env/env.h"

namespace godwit::aws {

struct AwsCloudParts {
  Env env;
  EndpointRules endpoints;
  std::shared_ptr<CredentialsSource> credentials;  // nullptr: nothing is signed
  RetrySettings retries;
  HttpOptions http;                // time-outs, CA bundle
  Duration timeout = minutes(15);  // of one try, where the request does not ask for more
  // Names the partition of global services' requests; empty: theirs is "aws".
  std::string home_region;
};

class AwsCloud : public Cloud {
 public:
  explicit AwsCloud(AwsCloudParts parts);
  AwsCloud(const AwsCloud&) = delete;
  AwsCloud& operator=(const AwsCloud&) = delete;

  // May be called from any thread if the parts may. `elapsed` is of all tries together, without the
  // pauses. Where there are no credentials the error is `unreachable`: nothing was sent.
  Result<Response> send(const Request& request) override;

 private:
  struct Try;
  Result<Response> send_once(const Request& request, const Service& service, Try& state);
  bool learns_region(const Request& request, const Service& service, const Response& response,
                     Try& state);
  bool learns_skew(const Response& response, Try& state);
  bool renews_credentials(const Response& response, Try& state);
  bool learns(const Request& request, const Service& service, const Response& response, Try& state);
  std::string region_for(const Request& request, const Service& service, const std::string& bucket);
  Duration skew_of(const std::string& host);
  Duration draw_pause(int attempt, const Result<Response>& answer);

  AwsCloudParts parts_;
  RetryQuota quota_;
  std::mutex mutex_;  // of what follows
  std::unique_ptr<Random> random_;
  std::map<std::string, Duration> skews_;              // by host: its clock minus ours
  std::map<std::string, std::string> bucket_regions_;  // as far as they were not where we thought
};

}  // namespace godwit::aws
