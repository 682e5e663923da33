#include "rehearse/downtime.h"

namespace godwit::rehearse {

std::vector<Downtime> downtime_by_place(const std::vector<lab::Sighting>& history,
                                        std::size_t places, Time end, const Counts& counts) {
  std::vector<Downtime> result(places);
  std::vector<const lab::Sighting*> open(places, nullptr);
  for (const lab::Sighting& sighting : history) {
    Downtime& place = result[sighting.place];
    const lab::Sighting*& gap = open[sighting.place];
    if (!sighting.ok) {
      if (counts && !counts(sighting)) continue;
      ++place.failed;
      if (place.first_failed == nullptr) place.first_failed = &sighting;
      if (gap == nullptr) gap = &sighting;
    } else if (gap != nullptr) {
      place.total += sighting.time - gap->time;
      gap = nullptr;
    }
  }
  for (std::size_t i = 0; i < places; ++i) {
    if (open[i] != nullptr) result[i].total += end - open[i]->time;
  }
  return result;
}

}  // namespace godwit::rehearse
