#include "lab/users/dial.h"

#include <algorithm>
#include <array>
#include <optional>

namespace godwit::lab {
namespace {

// The candidates of one family that are still to be tried.
struct Queue {
  IpFamily family;
  Duration came;
  std::size_t next = 0;

  bool find(std::span<const Candidate> candidates) {
    while (next < candidates.size() && candidates[next].family != family) ++next;
    return next < candidates.size();
  }
};

}  // namespace

Dialled dial(std::span<const Candidate> candidates, Duration v4_came, Duration v6_came) {
  // IPv6 first, then one of each in turn (section 4).
  std::array queues = {Queue{IpFamily::v6, v6_came}, Queue{IpFamily::v4, v4_came}};
  const bool has_v6 = queues[0].find(candidates);
  Duration now = v4_came;
  if (has_v6) now = v6_came <= v4_came ? v6_came : std::min(v6_came, v4_came + resolution_delay);

  std::size_t turn = 0;
  std::optional<Duration> accepted;
  Duration given_up = now;  // when the last of those that failed did
  Dialled dialled;
  while (true) {
    std::optional<Duration> later;  // when an answer comes that is still missing
    Queue* queue = nullptr;
    for (std::size_t i = 0; i < queues.size() && queue == nullptr; ++i) {
      Queue& candidate = queues[(turn + i) % queues.size()];
      if (!candidate.find(candidates)) continue;
      if (candidate.came <= now) {
        queue = &candidate;
      } else {
        later = later ? std::min(*later, candidate.came) : candidate.came;
      }
    }
    if (queue == nullptr) {
      if (!later || (accepted && *accepted <= *later)) break;
      now = *later;
      continue;
    }
    const Candidate& candidate = candidates[queue->next];
    turn = queue == queues.data() ? 1 : 0;
    Duration next = now + attempt_delay;
    if (candidate.reach == Reach::accepted) {
      const Duration done = now + candidate.round_trip;
      if (!accepted || done < *accepted) {
        accepted = done;
        dialled.winner = static_cast<int>(queue->next);
      }
    } else if (candidate.reach == Reach::refused) {
      given_up = std::max(given_up, now + candidate.round_trip);
      next = std::min(next, now + candidate.round_trip);  // a failure need not be waited for
    } else {
      given_up = std::max(given_up, now + connect_timeout);
    }
    ++queue->next;
    if (accepted && *accepted <= next) break;
    now = next;
  }
  dialled.elapsed = accepted.value_or(given_up);
  return dialled;
}

}  // namespace godwit::lab
