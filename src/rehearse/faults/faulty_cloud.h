// FaultyCloud: a Cloud on which calls go wrong: throttled, failed, lost on the way there or back,
// slow, stale, or with credentials that have expired.
#pragma once

#include "aws/cloud.h"
#include "rehearse/faults/schedule.h"
#include "rehearse/faults/stale_reads.h"

namespace godwit::rehearse {

class FaultyCloud : public aws::Cloud {
 public:
  // Does any fault of the pass need this?
  static bool is_needed(const Schedule& schedule);

  // All outlive it. Requests come unsigned; `next` signs them.
  FaultyCloud(aws::Cloud& next, Schedule& schedule, StaleReads& memory)
      : next_(next), schedule_(schedule), memory_(memory) {}

  Result<aws::Response> send(const aws::Request& request) override;

 private:
  Result<aws::Response> pass_on(const aws::Request& request);
  const aws::Response* stale_answer(const aws::Request& request);

  aws::Cloud& next_;
  Schedule& schedule_;
  StaleReads& memory_;
};

}  // namespace godwit::rehearse
