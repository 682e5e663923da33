// JournallingCloud: the Cloud that a step is given for one turn, and its Effects. It writes the
// intent of a mutating call, or of an effect, before it is sent and its outcome after, and refuses
// a second one in the same turn.
#pragma once

#include <functional>
#include <string>

#include "aws/cloud.h"
#include "run/record.h"
#include "step/effects.h"

namespace godwit::run {

class JournallingCloud : public aws::Cloud, public step::Effects {
 public:
  // Must not return well from an intent before it is on stable storage.
  using Append = std::function<Result<void>(RecordKind, boost::json::object)>;

  JournallingCloud(aws::Cloud& next, Append append);
  Result<aws::Response> send(const aws::Request& request) override;
  Result<void> perform(const std::string& operation, const std::string& subject,
                       const std::function<Result<void>()>& effect) override;

 private:
  Result<aws::Response> send_mutating(const aws::Request& request);

  aws::Cloud& next_;
  Append append_;
  bool used_ = false;
};

}  // namespace godwit::run
