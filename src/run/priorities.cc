#include "run/priorities.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <unordered_map>

#include "plan/least_time.h"

namespace godwit::run {
namespace {

// As rehearsals and small accounts show; only their order of magnitude matters.
constexpr std::pair<std::string_view, Duration> usual[] = {
    {"account", seconds(1)},    {"key", seconds(5)},        {"bucket", seconds(10)},
    {"versioning", seconds(5)}, {"replicate", seconds(10)}, {"restore", hours(12)},
    {"backfill", hours(4)},     {"verify", minutes(30)},    {"health_check", minutes(2)},
    {"switch", minutes(2)},     {"records", minutes(2)},    {"drill", minutes(10)},
    {"shift", minutes(30)},     {"soak", minutes(10)},
};

}  // namespace

Duration usual_duration(const plan::StepSpec& step) {
  const auto* found =
      std::ranges::find(usual, step.kind, &std::pair<std::string_view, Duration>::first);
  const Duration alone = found != std::end(usual) ? found->second : seconds(5);
  return alone + plan::least_time(step);
}

std::vector<std::size_t> priorities(const plan::Graph& graph) {
  const std::size_t count = graph.steps.size();
  std::unordered_map<std::string_view, std::size_t> position;
  for (std::size_t i = 0; i < count; ++i) position.emplace(graph.steps[i].id, i);
  // Each step comes after all that it waits for, so backwards every path is known when it is met.
  std::vector<Duration> remaining(count);
  for (std::size_t i = count; i-- > 0;) {
    remaining[i] += usual_duration(graph.steps[i]);
    for (const std::string& id : graph.steps[i].after) {
      Duration& before = remaining[position.at(id)];
      before = std::max(before, remaining[i]);
    }
  }
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::ranges::greater(),
                           [&](std::size_t i) { return remaining[i]; });
  std::vector<std::size_t> place(count);
  for (std::size_t i = 0; i < count; ++i) place[order[i]] = i;
  return place;
}

}  // namespace godwit::run
