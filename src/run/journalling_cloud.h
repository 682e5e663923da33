// JournallingCloud: the Cloud that a step is given for one turn. It writes the intent of a mutating
// call before it is sent and its outcome after, and refuses a second one in the same turn.
#pragma once

#include <functional>
#include <string>

#include "aws/cloud.h"
#include "run/record.h"

namespace godwit::run {

class JournallingCloud : public aws::Cloud {
 public:
  // Must not return well from an intent before it is on stable storage.
  using Append = std::function<Result<void>(RecordKind, boost::json::object)>;

  JournallingCloud(aws::Cloud& next, Append append);
  Result<aws::Response> send(const aws::Request& request) override;

 private:
  Result<aws::Response> send_mutating(const aws::Request& request);

  aws::Cloud& next_;
  Append append_;
  bool used_ = false;
};

}  // namespace godwit::run
