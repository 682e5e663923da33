#include "traffic/ladder.h"

#include <fmt/format.h>

namespace godwit::traffic {
namespace {

// All terms of one sum in one unit, rounded up.
std::int64_t whole_seconds(Duration duration) {
  return std::chrono::ceil<seconds>(duration).count();
}

}  // namespace

std::string arithmetic(const Settling& settling) {
  const std::string detected =
      settling.threshold == 0
          ? "detection 0s (no health check)"
          : fmt::format("detection {} x {}s = {}s", settling.threshold,
                        whole_seconds(settling.interval), whole_seconds(settling.detection()));
  return fmt::format("TTL {}s + {} + propagation {}s", whole_seconds(settling.ttl), detected,
                     whole_seconds(propagation));
}

}  // namespace godwit::traffic
