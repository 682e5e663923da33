// OutsideService: a service that the workload is configured with and that is not AWS's. It speaks
// JSON, and knows its callers by a bearer token. Each is a file in this folder and a line in
// outside.cc.
#pragma once

#include <boost/json.hpp>
#include <expected>
#include <span>
#include <string>
#include <string_view>

#include "aws/codec.h"
#include "base/time.h"
#include "env/http.h"
#include "lab/audit_trail.h"
#include "lab/outside/web_route.h"

namespace godwit::lab {

// One request of somebody who may ask.
struct OutsideCall {
  const WebMatch& match;
  const HttpRequest& http;
  Time now;
};

struct OutsideAnswer {
  int status = 200;
  boost::json::value body;  // null: none
};

// What is said instead: its status, its code where the service has codes, and a message.
using OutsideResult = std::expected<OutsideAnswer, aws::ServiceError>;

inline std::unexpected<aws::ServiceError> turn_away(int status, std::string code,
                                                    std::string message) {
  return std::unexpected(aws::ServiceError{status, std::move(code), std::move(message), {}});
}

class OutsideService {
 public:
  virtual ~OutsideService() = default;
  virtual std::string_view name() const = 0;  // "supabase"
  virtual std::string_view host() const = 0;
  virtual std::span<const WebRoute> routes() const = 0;
  // Strict: refuses what the service refuses, and changes nothing then.
  virtual OutsideResult handle(const OutsideCall& call) = 0;
  // A refusal in the service's own words. An error may come without a code.
  virtual boost::json::value describe(const aws::ServiceError& error) const = 0;
  // What is said to whoever has no token that it knows.
  virtual aws::ServiceError stranger_refusal() const = 0;
  // What a call makes or removes that somebody would have to clean up.
  virtual void describe_deed(const OutsideCall& call, AuditEntry& entry) const = 0;
  // The lasting state, as Service::snapshot; null where there is none. Values only as digests.
  virtual boost::json::value snapshot() const = 0;
};

}  // namespace godwit::lab
