// Statistics of a pass, for reports: how long its phases took, who served whom, and how shares of
// traffic followed the weights.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rehearse/evidence.h"

namespace godwit::rehearse {

// From the first step of the phase that begins to the last that is done (for the way back: undone).
struct Phase {
  std::string name;
  Time begins{};
  Time ends{};
  std::size_t steps = 0;
  bool complete = false;
};
std::vector<Phase> phases_of(const plan::Graph& graph, const Evidence& evidence);

struct RegionTraffic {
  std::string region;  // "nobody" for requests that nobody answered
  std::size_t served = 0;
  std::size_t failed = 0;
  Duration median{};
  Duration p99{};
};
std::vector<RegionTraffic> traffic_by_region(const Evidence& evidence);

// One rung of a shift: the target's weight, and the share of requests that it served meanwhile.
struct Rung {
  std::string step;
  int weight = 0;  // per cent
  Time begins{};
  Time ends{};
  std::size_t requests = 0;
  std::size_t on_target = 0;
};
std::vector<Rung> rungs_of(const plan::Graph& graph, const std::string& target,
                           const Evidence& evidence);
// The share of users that the rung's records send to the target, by plan/predict.h.
double predicted_share(const plan::Plan& plan, const account::Account& account, const Rung& rung);

}  // namespace godwit::rehearse
