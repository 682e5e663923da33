#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <queue>
#include <unordered_map>

#include "base/text.h"
#include "plan/drafts.h"

namespace godwit::plan {

namespace {

constexpr int most_cycles = 10;
constexpr std::ptrdiff_t most_shown = 20;  // steps of a cycle

// "Waits for", by position in plan order. `where` has line 0 where it is not a
// user's `after`.
struct Edge {
  std::size_t to;
  Location where;
};
using Edges = std::vector<std::vector<Edge>>;

yaml::Place place_of(const Location& where) { return {where.line, where.column}; }

Edges resolve(const std::vector<Draft>& drafts, yaml::Problems& problems) {
  std::unordered_map<std::string, std::size_t> positions;
  std::vector<std::string> ids;
  for (const Draft& draft : drafts) {
    positions.emplace(draft.step.id, ids.size());
    ids.push_back(draft.step.id);
  }
  Edges edges(drafts.size());
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    for (const Reference& reference : drafts[i].after) {
      const auto found = positions.find(reference.name);
      if (found == positions.end()) {
        problems.add(place_of(reference.where),
                     fmt::format("there is no step {}{}", yaml::in_quotes(reference.name),
                                 problems.suggest(reference.name, ids)),
                     "step ids are made of the plan's names, such as "
                     "bucket/NAME/verify");
      } else if (std::ranges::find(edges[i], found->second, &Edge::to) == edges[i].end()) {
        edges[i].push_back({found->second, reference.where});
      }
    }
  }
  return edges;
}

// Positions, each after all that it waits for; of those that are ready always
// the first in plan order. What is part of a cycle, or waits for one, is left
// out.
std::vector<std::size_t> sort(const Edges& edges) {
  std::vector<std::size_t> waits_for(edges.size());
  std::vector<std::vector<std::size_t>> waited_for_by(edges.size());
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    waits_for[i] = edges[i].size();
    if (edges[i].empty()) ready.push(i);
    for (const Edge& edge : edges[i]) waited_for_by[edge.to].push_back(i);
  }
  std::vector<std::size_t> order;
  while (!ready.empty()) {
    const std::size_t next = ready.top();
    ready.pop();
    order.push_back(next);
    for (const std::size_t waiting : waited_for_by[next]) {
      if (--waits_for[waiting] == 0) ready.push(waiting);
    }
  }
  return order;
}

// Positions of one cycle. Whatever is not sorted waits for something else that
// is not, so walking on comes back to where it was.
std::vector<std::size_t> find_cycle(const Edges& edges, const std::vector<std::size_t>& sorted) {
  std::vector<bool> left(edges.size(), true);
  for (const std::size_t i : sorted) left[i] = false;
  std::vector<std::size_t> path;
  std::vector<bool> on_path(edges.size());
  auto at = static_cast<std::size_t>(std::ranges::find(left, true) - left.begin());
  while (!on_path[at]) {
    on_path[at] = true;
    path.push_back(at);
    at = std::ranges::find_if(edges[at], [&](const Edge& edge) { return left[edge.to]; })->to;
  }
  path.erase(path.begin(), std::ranges::find(path, at));
  return path;
}

// Reports the cycle at the last `after` in it that a user wrote, and takes that
// away, so that the next cycle can be found. Without such a one the mistake
// would be ours; then all stays.
bool report(std::vector<std::size_t> cycle, Edges& edges, const std::vector<Draft>& drafts,
            yaml::Problems& problems) {
  const auto edge_to_next = [&](std::size_t k) {
    return std::ranges::find(edges[cycle[k]], cycle[(k + 1) % cycle.size()], &Edge::to);
  };
  std::size_t closing = 0;
  for (std::size_t k = 1; k < cycle.size(); ++k) {
    if (place_of(edge_to_next(k)->where) > place_of(edge_to_next(closing)->where)) closing = k;
  }
  std::rotate(cycle.begin(), cycle.begin() + static_cast<std::ptrdiff_t>(closing), cycle.end());

  const auto edge = edge_to_next(0);
  std::vector<std::string> ids;
  for (const std::size_t i : cycle) ids.push_back(drafts[i].step.id);
  if (ids.size() > most_shown) {  // its beginning and its end say enough
    const std::size_t hidden = ids.size() - most_shown;
    ids.erase(ids.begin() + most_shown / 2, ids.end() - most_shown / 2);
    ids.insert(ids.begin() + most_shown / 2, fmt::format("({} more)", hidden));
  }
  ids.push_back(ids.front());
  problems.add(place_of(edge->where),
               "these steps wait for each other in a circle: " + join(ids, " -> "),
               "remove this 'after', or another one of the circle");
  const bool users = !edge->where.file.empty() || edge->where.line > 0;
  edges[cycle.front()].erase(edge);
  return users;
}

}  // namespace

std::vector<StepSpec> in_order(std::vector<Draft> drafts, yaml::Problems& problems) {
  Edges edges = resolve(drafts, problems);
  std::vector<std::size_t> order = sort(edges);
  for (int cycles = 0; order.size() < drafts.size() && cycles < most_cycles; ++cycles) {
    if (!report(find_cycle(edges, order), edges, drafts, problems)) break;
    order = sort(edges);
  }

  std::vector<StepSpec> steps;
  for (const std::size_t i : order) {
    StepSpec& step = drafts[i].step;
    for (const Edge& edge : edges[i]) step.after.push_back(drafts[edge.to].step.id);
    steps.push_back(step);
  }
  return steps;
}

}  // namespace godwit::plan
