// FaultyCloud: a Cloud on which calls go wrong: throttled, failed, lost on the way there or back,
// slow, stale, or with credentials that have expired.
#pragma once

#include "aws/cloud.h"
#include "lab/outside/outside.h"
#include "rehearse/faults/schedule.h"
#include "rehearse/faults/stale_reads.h"

namespace godwit::rehearse {

class FaultyCloud : public aws::Cloud {
 public:
  // Does any fault of the pass need this?
  static bool is_needed(const Schedule& schedule);

  // All outlive it. Requests come unsigned; `next` signs them. `outside` are the services that are
  // not AWS's; nullptr: nobody asks any.
  FaultyCloud(aws::Cloud& next, Schedule& schedule, StaleReads& memory,
              lab::Outside* outside = nullptr)
      : next_(next), schedule_(schedule), memory_(memory), outside_(outside) {}

  Result<aws::Response> send(const aws::Request& request) override;

 private:
  Result<aws::Response> pass_on(const aws::Request& request);
  aws::Response refusal(const aws::Request& request, const aws::ServiceError& error) const;
  const aws::Response* stale_answer(const aws::Request& request);

  aws::Cloud& next_;
  Schedule& schedule_;
  StaleReads& memory_;
  lab::Outside* outside_;
};

}  // namespace godwit::rehearse
