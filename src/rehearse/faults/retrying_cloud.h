// RetryingCloud: tries a call again as the client that `godwit apply` uses does
// (aws/client/retry.h), so that what reaches a step is what would reach it there. Without faults
// nobody needs it: the lab answers.
#pragma once

#include "aws/client/retry.h"
#include "aws/cloud.h"
#include "env/random.h"

namespace godwit::rehearse {

class RetryingCloud : public aws::Cloud {
 public:
  // `next` outlives it.
  RetryingCloud(aws::Cloud& next, const Random& random)
      : next_(next), random_(random.fork("pauses between tries")) {}

  // `elapsed` is of all tries together, with the pauses.
  Result<aws::Response> send(const aws::Request& request) override;

 private:
  aws::Cloud& next_;
  std::unique_ptr<Random> random_;
  aws::RetryQuota quota_;
};

}  // namespace godwit::rehearse
