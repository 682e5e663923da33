// StaleReads: what AWS answers while a change has not reached all of its servers. Reads that are
// eventually consistent may be answered as they were answered before, for as long as the change is
// young; nothing is ever answered that was not true a moment ago.
//
// KMS: https://docs.aws.amazon.com/kms/latest/developerguide/programming-eventual-consistency.html
// S3's buckets, but never its objects:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html#ConsistencyModel
// IAM:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
// Route 53 and CloudWatch promise nothing of their lists and descriptions, so they are taken for
// eventually consistent too; GetChange is what says that a change has arrived.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "aws/cloud.h"
#include "env/clock.h"

namespace godwit::rehearse {

class StaleReads {
 public:
  // The clock is the world's and outlives this.
  explicit StaleReads(const Clock& clock) : clock_(clock) {}

  // What might be answered instead of the truth, if the changes since are no older than `age`;
  // nullptr: only the truth. Valid until the next call.
  const aws::Response* stale(const aws::Request& request, Duration age) const;

  // Every answer passes here.
  void saw(const aws::Request& request, const aws::Response& response);

 private:
  struct Seen {
    Time time{};
    aws::Response response;
  };
  const Clock& clock_;
  std::map<std::string, Seen> seen_;                  // by what was asked
  std::map<std::string, std::vector<Time>> changes_;  // by service and region, oldest first
};

}  // namespace godwit::rehearse
