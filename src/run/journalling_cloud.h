// JournallingCloud: the Cloud that a step is given for one turn. It writes the intent of a mutating
// call before it is sent and its outcome after, refuses a second one in the same turn, and adds up
// what the calls took.
#pragma once

#include <functional>
#include <string>

#include "aws/cloud.h"
#include "run/record.h"

namespace godwit::run {

class JournallingCloud : public aws::Cloud {
 public:
  using Append = std::function<Result<void>(RecordKind, boost::json::object)>;

  JournallingCloud(aws::Cloud& next, Append append);
  Result<aws::Response> send(const aws::Request& request) override;

  Duration elapsed() const { return elapsed_; }
  bool outcome_unknown() const { return outcome_unknown_; }

 private:
  Result<aws::Response> send_mutating(const aws::Request& request);

  aws::Cloud& next_;
  Append append_;
  Duration elapsed_{};
  bool used_ = false;
  bool outcome_unknown_ = false;
};

}  // namespace godwit::run
