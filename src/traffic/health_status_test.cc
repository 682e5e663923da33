// What each kind of health check makes of what it watches. Pages are those of AWS's API reference,
// API_HealthCheckConfig.
#include "traffic/health_status.h"

#include <gtest/gtest.h>

namespace godwit::traffic {
namespace {

bool alone(const HealthCheck& check) {
  return is_healthy(check, [](const std::string&) { return true; });
}

// "+" children are healthy, "-" ones are not.
bool over(std::vector<std::string> children, int threshold, HealthCheck check = {}) {
  check.kind = CheckKind::calculated;
  check.children = std::move(children);
  check.threshold = threshold;
  return is_healthy(check, [](const std::string& id) { return id.starts_with("+"); });
}

TEST(HealthStatus, OfAnEndpointIsWhatTheCheckersSay) {
  EXPECT_TRUE(alone({.endpoint_healthy = true}));
  EXPECT_FALSE(alone({.endpoint_healthy = false}));
}

TEST(HealthStatus, IsInverted) {
  EXPECT_FALSE(alone({.inverted = true, .endpoint_healthy = true}));
  EXPECT_TRUE(alone({.inverted = true, .endpoint_healthy = false}));
}

TEST(HealthStatus, OfADisabledCheckIsHealthy) {  // fact C1
  EXPECT_TRUE(alone({.disabled = true, .endpoint_healthy = false}));
  // "If you want to stop routing traffic to a resource, change the value of Inverted."
  EXPECT_FALSE(alone({.inverted = true, .disabled = true, .endpoint_healthy = false}));
  EXPECT_FALSE(alone({.inverted = true, .disabled = true, .endpoint_healthy = true}));
  EXPECT_TRUE(over({"-a"}, 1, {.disabled = true}));
  EXPECT_TRUE(alone({.kind = CheckKind::alarm, .disabled = true, .alarm = AlarmState::alarm}));
  EXPECT_TRUE(alone({.kind = CheckKind::routing_control, .disabled = true, .on = false}));
}

TEST(HealthStatus, OfACalculatedCheckCounts) {
  EXPECT_TRUE(over({"+a", "-b"}, 1));   // or
  EXPECT_FALSE(over({"+a", "-b"}, 2));  // and
  EXPECT_TRUE(over({"+a", "+b"}, 2));
  EXPECT_FALSE(over({"-a", "-b"}, 1));
  EXPECT_TRUE(over({"-a", "-b"}, 0));   // always healthy
  EXPECT_TRUE(over({}, 0));             // always healthy
  EXPECT_FALSE(over({"+a", "+b"}, 3));  // never
  EXPECT_FALSE(over({}, 1));            // never
  EXPECT_FALSE(over({"+a", "-b"}, 1, {.inverted = true}));
}

TEST(HealthStatus, OfAnAlarmIsTheAlarms) {
  const auto of = [](AlarmState state, InsufficientData setting, std::optional<bool> last = {}) {
    return alone({.kind = CheckKind::alarm,
                  .alarm = state,
                  .insufficient_data = setting,
                  .last_known = last});
  };
  for (const auto setting : {InsufficientData::healthy, InsufficientData::unhealthy,
                             InsufficientData::last_known_status}) {
    EXPECT_TRUE(of(AlarmState::ok, setting, false));
    EXPECT_FALSE(of(AlarmState::alarm, setting, true));
  }
  EXPECT_TRUE(of(AlarmState::insufficient_data, InsufficientData::healthy, false));
  EXPECT_FALSE(of(AlarmState::insufficient_data, InsufficientData::unhealthy, true));
  EXPECT_TRUE(of(AlarmState::insufficient_data, InsufficientData::last_known_status, true));
  EXPECT_FALSE(of(AlarmState::insufficient_data, InsufficientData::last_known_status, false));
  // "For new health checks that have no last known status, the default status is healthy."
  EXPECT_TRUE(of(AlarmState::insufficient_data, InsufficientData::last_known_status));
  EXPECT_FALSE(alone({.kind = CheckKind::alarm, .inverted = true}));
}

TEST(HealthStatus, OfARoutingControlIsItsSwitch) {
  EXPECT_TRUE(alone({.kind = CheckKind::routing_control, .on = true}));
  EXPECT_FALSE(alone({.kind = CheckKind::routing_control, .on = false}));
  EXPECT_TRUE(alone({.kind = CheckKind::routing_control, .inverted = true, .on = false}));
}

HealthCheck all_of(std::vector<std::string> children) {
  HealthCheck check{.kind = CheckKind::calculated};
  check.threshold = static_cast<int>(children.size());
  check.children = std::move(children);
  return check;
}

TEST(Statuses, GoUpFromTheChildren) {
  HealthCheck inverted = all_of({"down"});
  inverted.inverted = true;
  const auto statuses =
      statuses_of({{"up", {}},
                   {"down", {.endpoint_healthy = false}},
                   {"down-but-disabled", {.disabled = true, .endpoint_healthy = false}},
                   {"a", all_of({"up", "b"})},
                   {"b", all_of({"up", "down"})},
                   {"c", all_of({"up", "down-but-disabled"})},
                   {"d", all_of({"up", "e"})},
                   {"e", inverted}});
  EXPECT_FALSE(statuses.at("a"));
  EXPECT_FALSE(statuses.at("b"));
  EXPECT_TRUE(statuses.at("c"));
  EXPECT_TRUE(statuses.at("d"));
  EXPECT_TRUE(statuses.at("e"));
  EXPECT_EQ(statuses.size(), 8);
}

TEST(Statuses, OfWhatIsNotThereAreHealthy) {
  EXPECT_TRUE(statuses_of({{"a", all_of({"gone"})}}).at("a"));
  EXPECT_TRUE(statuses_of({}).empty());
}

TEST(Statuses, ComeToAnEnd) {
  const auto circle =
      statuses_of({{"a", all_of({"b"})}, {"b", all_of({"c"})}, {"c", all_of({"a"})}});
  EXPECT_EQ(circle, (std::map<std::string, bool>{{"a", true}, {"b", true}, {"c", true}}));
  HealthCheck contrary = all_of({"a"});
  contrary.inverted = true;
  EXPECT_FALSE(statuses_of({{"a", contrary}}).at("a"));
  const auto half = statuses_of(
      {{"a", all_of({"b", "down"})}, {"b", all_of({"a"})}, {"down", {.endpoint_healthy = false}}});
  EXPECT_FALSE(half.at("a"));
}

TEST(Statuses, OfALongChainDoNotExhaustTheStack) {
  std::map<std::string, HealthCheck> chain = {{"0", {.endpoint_healthy = false}}};
  for (int n = 1; n < 100'000; ++n) chain[std::to_string(n)] = all_of({std::to_string(n - 1)});
  EXPECT_FALSE(statuses_of(chain).at("99999"));
}

}  // namespace
}  // namespace godwit::traffic
