// LabCloud: the lab as a Cloud. Every request passes the same codecs and the same signature check
// as one that came through a socket.
#pragma once

#include <memory>

#include "aws/cloud.h"
#include "aws/codec.h"
#include "env/random.h"
#include "lab/identities.h"
#include "lab/service.h"

namespace godwit::lab {

class Lab;

class LabCloud : public aws::Cloud {
 public:
  explicit LabCloud(Lab& lab);
  // `elapsed` is drawn: log-normal around what the service takes.
  Result<aws::Response> send(const aws::Request& request) override;

 private:
  aws::Response answer(const aws::Endpoint& endpoint, const HttpRequest& request);
  aws::Response refuse(const aws::Endpoint& endpoint, const aws::Operation* operation,
                       const aws::ServiceError& error, const HttpRequest& request);
  // Who asks, if they may ask here.
  std::expected<const Identity*, aws::ServiceError> check_access(const aws::Endpoint& endpoint,
                                                                 const HttpRequest& request) const;
  std::string next_request_id(const aws::Service& service);

  Lab& lab_;
  std::unique_ptr<Random> latency_;
  std::uint64_t secret_;
  std::uint64_t requests_ = 0;  // request ids come from it
};

}  // namespace godwit::lab
