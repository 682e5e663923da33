// Troubles: what is wrong in a lab now, short of a whole region that is down. Whoever changes the
// planes tells the internet (Internet::tell_of_change).
#pragma once

#include <set>
#include <string>

#include "base/time.h"

namespace godwit::lab {

struct Troubles {
  // Regions whose management operations answer 503 (us-east-1: global services' too), and those
  // whose sites are silent and whose data operations answer 503 (planes.h).
  std::set<std::string> control_planes;
  std::set<std::string> data_planes;
  // Regions and buckets that nothing is replicated from or to. What waits goes on afterwards.
  std::set<std::string> replication;
  // Batch jobs: how much later they begin, and what share of their objects fails in the first job
  // that tries them.
  Duration job_delay{};
  double failing_objects = 0;
};

}  // namespace godwit::lab
