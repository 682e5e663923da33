// Downtime, as users of one place see it: from the first request that fails to the next that does
// not. Availability in the mean says little to somebody who meets the gap.
#pragma once

#include <functional>
#include <vector>

#include "lab/users.h"

namespace godwit::rehearse {

struct Downtime {
  Duration total{};
  std::size_t failed = 0;                       // requests
  const lab::Sighting* first_failed = nullptr;  // points into the history
};

// Whether a failed request counts.
using Counts = std::function<bool(const lab::Sighting&)>;

// By place. What does not count neither opens a gap nor closes one. A gap that is still open at
// `end` lasts until then.
std::vector<Downtime> downtime_by_place(const std::vector<lab::Sighting>& history,
                                        std::size_t places, Time end, const Counts& counts = {});

}  // namespace godwit::rehearse
