#include "traffic/health_status.h"

#include <algorithm>

namespace godwit::traffic {
namespace {

bool of_alarm(const HealthCheck& check) {
  if (check.alarm != AlarmState::insufficient_data) return check.alarm == AlarmState::ok;
  switch (check.insufficient_data) {
    case InsufficientData::healthy:
      return true;
    case InsufficientData::unhealthy:
      return false;
    case InsufficientData::last_known_status:
      return check.last_known.value_or(true);
  }
  return true;
}

bool of_children(const HealthCheck& check,
                 const std::function<bool(const std::string&)>& is_healthy_child) {
  return std::ranges::count_if(check.children, is_healthy_child) >= check.threshold;
}

bool of_what_it_watches(const HealthCheck& check,
                        const std::function<bool(const std::string&)>& is_healthy_child) {
  switch (check.kind) {
    case CheckKind::endpoint:
      return check.endpoint_healthy;
    case CheckKind::calculated:
      return of_children(check, is_healthy_child);
    case CheckKind::alarm:
      return of_alarm(check);
    case CheckKind::routing_control:
      return check.on;
  }
  return true;
}

}  // namespace

bool is_healthy(const HealthCheck& check,
                const std::function<bool(const std::string& id)>& is_healthy_child) {
  const bool itself = check.disabled || of_what_it_watches(check, is_healthy_child);
  return itself != check.inverted;
}

std::map<std::string, bool> statuses_of(const std::map<std::string, HealthCheck>& checks) {
  using Entry = std::map<std::string, HealthCheck>::const_iterator;
  struct Visit {
    Entry check;
    std::size_t next_child = 0;
  };
  // Children before parents, without recursion: a chain may be as long as the account file is. A
  // check that is being visited already counts as healthy, which is what ends a loop.
  std::map<std::string, bool> known;
  for (Entry first = checks.begin(); first != checks.end(); ++first) {
    if (!known.try_emplace(first->first, true).second) continue;
    std::vector<Visit> path{{first}};
    while (!path.empty()) {
      Visit& visit = path.back();
      const HealthCheck& check = visit.check->second;
      const bool watches = check.kind == CheckKind::calculated && !check.disabled;
      if (watches && visit.next_child < check.children.size()) {
        const Entry child = checks.find(check.children[visit.next_child++]);
        if (child != checks.end() && known.try_emplace(child->first, true).second) {
          path.push_back({child});
        }
        continue;
      }
      known[visit.check->first] = is_healthy(check, [&](const std::string& id) {
        const auto found = known.find(id);
        return found == known.end() || found->second;
      });
      path.pop_back();
    }
  }
  return known;
}

}  // namespace godwit::traffic
