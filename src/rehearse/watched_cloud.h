// WatchedCloud: a Cloud after whose changes somebody looks at what has become of them. It stands
// next to what is changed, so that nothing that goes wrong on the way hides anything.
#pragma once

#include <functional>

#include "aws/cloud.h"
#include "aws/model.h"

namespace godwit::rehearse {

class WatchedCloud : public aws::Cloud {
 public:
  // `next` outlives it.
  WatchedCloud(aws::Cloud& next, std::function<void()> changed)
      : next_(next), changed_(std::move(changed)) {}

  Result<aws::Response> send(const aws::Request& request) override {
    auto response = next_.send(request);
    if (!aws::reads_only(request.operation)) changed_();
    return response;
  }

 private:
  aws::Cloud& next_;
  std::function<void()> changed_;
};

}  // namespace godwit::rehearse
