// LabCloud: the lab as a Cloud. Every request passes the same codecs and the same signature check
// as one that came through a socket.
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
  Lab& lab_;
  std::unique_ptr<Random> latency_;
};

}  // namespace godwit::lab
