// PlainCloud: a Cloud that leads to services that nobody signs for: requests go out as they are,
// and what may be tried again is (retry.h).
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "aws/client/retry.h"
#include "aws/cloud.h"
#include "env/env.h"

namespace godwit::aws {

struct PlainCloudParts {
  Env env;
  RetrySettings retries;
  HttpOptions http;
  Duration timeout = minutes(2);  // of one try, where the request does not ask for more
  // "http://127.0.0.1:4566": where all requests go instead of their hosts, with their hosts' names.
  // Empty: each goes to its own.
  std::string stand_in;
};

class PlainCloud : public Cloud {
 public:
  explicit PlainCloud(PlainCloudParts parts);
  PlainCloud(const PlainCloud&) = delete;
  PlainCloud& operator=(const PlainCloud&) = delete;

  // May be called from any thread if the parts may. `elapsed` is of all tries together, without the
  // pauses.
  Result<Response> send(const Request& request) override;

 private:
  Result<Response> send_once(const HttpRequest& request);
  Duration draw_pause(int attempt, const Result<Response>& answer);

  PlainCloudParts parts_;
  RetryQuota quota_;
  std::mutex mutex_;  // of what follows
  std::unique_ptr<Random> random_;
};

}  // namespace godwit::aws
