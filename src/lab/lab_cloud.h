// LabCloud: the lab as a Cloud. Every request passes the same codecs and the same signature check
// as one that came through a socket. Services outside AWS are reached by their hosts, too.
#pragma once

#include <memory>

#include "aws/cloud.h"
#include "env/random.h"

namespace godwit::lab {

class Lab;

class LabCloud : public aws::Cloud {
 public:
  explicit LabCloud(Lab& lab);
  // `elapsed` is drawn: log-normal around what the service takes.
  Result<aws::Response> send(const aws::Request& request) override;

 private:
  Result<aws::Response> send_outside(const HttpRequest& http);

  Lab& lab_;
  std::unique_ptr<Random> latency_;
  std::unique_ptr<Random> latency_outside_;
};

}  // namespace godwit::lab
