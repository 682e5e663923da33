// Service: one AWS service of the lab. Each is one file in services/, and one line in services.cc.
#pragma once

#include <boost/json.hpp>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "aws/codec.h"
#include "base/time.h"
#include "env/env.h"

namespace godwit::lab {

class Lab;
struct Identity;
namespace policy {
struct Document;
}

// What an answer says beside its model: S3 has headers and statuses that no model knows.
struct AnswerHead {
  int status = 0;   // 0: the operation's own
  Headers headers;  // further ones, of refusals too
};

// One request, parsed and authenticated.
struct Call {
  std::string region;  // of the endpoint that was asked; empty for global services
  const aws::Operation& operation;
  const aws::Value& input;
  Time now;
  const Identity* caller = nullptr;   // who signed; nullptr: the account itself, without a wire
  const HttpRequest* http = nullptr;  // as it came; nullptr where somebody asks without a wire
  AnswerHead* head = nullptr;         // likewise
};

// The output, or what AWS says instead.
using Answer = std::expected<aws::Value, aws::ServiceError>;

// For brevity where services refuse.
inline std::unexpected<aws::ServiceError> refuse(int status, std::string code, std::string message,
                                                 aws::Value details = {}) {
  return std::unexpected(
      aws::ServiceError{status, std::move(code), std::move(message), std::move(details)});
}

class Service {
 public:
  virtual ~Service() = default;
  virtual std::string_view name() const = 0;  // of its model: "s3"
  // Strict: refuses what AWS refuses, and where AWS is silently unhelpful it is too.
  virtual Answer handle(const Call& call) = 0;
  // What a request is about, where its input alone does not say: the ARN (empty: unknown), and the
  // policy that the resource has of its own (nullptr: none).
  virtual std::string resource_arn(const std::string& /*region*/,
                                   const aws::Value& /*input*/) const {
    return {};
  }
  virtual const policy::Document* resource_policy(const std::string& /*region*/,
                                                  const aws::Value& /*input*/) const {
    return nullptr;
  }
  // Why somebody who has not signed may not do this; nullopt: they may, and it changes nothing.
  virtual std::optional<aws::ServiceError> stranger_refusal(const aws::Operation& /*operation*/,
                                                            const aws::Value& /*input*/) const {
    return aws::ServiceError{403, "AccessDenied", "Access Denied", {}};
  }
  // The service's lasting state as canonical JSON: sorted, without times and without what chance
  // alone decides, so that two runs which end alike compare equal.
  virtual boost::json::value snapshot() const = 0;
};

// The visible list (services.cc): every service that the lab has.
std::vector<std::unique_ptr<Service>> make_services(Lab& lab);

}  // namespace godwit::lab
