// LabCloud: the lab as a Cloud. Every request passes the same codecs and the same signature check as
// one that came through a socket.
#pragma once

#include "aws/cloud.h"

namespace godwit::lab {

class Lab;

class LabCloud : public aws::Cloud {
 public:
  explicit LabCloud(Lab& lab);
  // `elapsed` is drawn: log-normal around what the service takes.
  Result<aws::Response> send(const aws::Request& request) override;

 private:
  Lab& lab_;
  std::unique_ptr<Random> random_;
  std::uint64_t requests_ = 0;  // request ids come from it
};

}  // namespace godwit::lab
