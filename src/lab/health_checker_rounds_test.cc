// Sixteen checkers: when they agree that an endpoint is down, what lost probes do to them, and that
// one probe which stands for all shows what all would.
#include <gmock/gmock.h>

#include <set>

#include "lab/health_checker.h"
#include "lab/services/route53/fixture.h"

namespace godwit::lab {
namespace {

using aws::Value;

class RoundsTest : public services::Route53Test {
 protected:
  RoundsTest() { deploy_everywhere(); }

  static HealthCheckSettings settings_of(int interval_s, int threshold) {
    HealthCheckSettings settings;
    settings.type = "HTTPS";
    settings.fqdn = services::west_endpoint;
    settings.port = 443;
    settings.path = "/health";
    settings.interval_s = interval_s;
    settings.threshold = threshold;
    settings.enable_sni = true;
    return settings;
  }
  void set(SiteState state, Duration delay = {}) {
    lab.internet().set_state("eu-west-1", state, delay);
  }
  static std::int64_t milliseconds_of(Duration duration) {
    return std::chrono::duration_cast<milliseconds>(duration).count();
  }
  static std::string show(const std::vector<HealthChecker::Report>& reports) {
    std::string text;
    for (const auto& [checker, seen] : reports) {
      text += fmt::format("{} {} {} {} {}\n", checker->address, static_cast<int>(seen.seen),
                          seen.status, seen.address, seen.at.time_since_epoch().count());
    }
    return text;
  }

  HealthChecker checker{lab};
};

TEST_F(RoundsTest, sixteen_checkers_probe_at_phases_of_their_own) {
  checker.watch("one", settings_of(30, 3));
  pass(seconds(31));
  const auto seen = checker.last_seen("one");
  ASSERT_EQ(seen.size(), 16U);
  std::set<Time> times;
  std::map<std::string_view, int> regions;
  for (const auto& [who, observation] : seen) {
    times.insert(observation.at);
    ++regions[who->region];
    EXPECT_EQ(observation.seen, Seen::success);
  }
  EXPECT_EQ(times.size(), 16U);
  EXPECT_EQ(regions.size(), 8U);
}

// Fact C10: detection is interval x threshold, whatever the phase; and no more than 5 % above it.
TEST_F(RoundsTest, c10_failover_is_decided_in_interval_times_threshold_over_200_phases) {
  const Duration limit = seconds(10) * 3;
  std::vector<Duration> down;
  std::vector<Duration> up;
  checker.watch("phases", settings_of(10, 3));
  pass(minutes(2));
  const auto until = [&](bool wanted) {
    const Time begin = env.clock.now();
    while (checker.is_healthy("phases") != wanted && env.clock.now() - begin < minutes(2)) {
      pass(milliseconds(20));
    }
    return env.clock.now() - begin;
  };
  const auto chance = env.random.fork("phases");
  for (int n = 0; n < 200; ++n) {
    pass(microseconds(static_cast<std::int64_t>(chance->below(10'000'000))));
    set(n % 2 == 0 ? SiteState::gone : SiteState::failing);
    down.push_back(until(false));
    EXPECT_LE(down.back(), limit * 105 / 100);
    EXPECT_GE(down.back(), seconds(20));
    pass(seconds(40));
    set(SiteState::up);
    up.push_back(until(true));
    EXPECT_LE(up.back(), limit * 105 / 100);
    pass(seconds(40));
  }
  std::ranges::sort(down);
  std::ranges::sort(up);
  RecordProperty("decided_median_ms", static_cast<int>(milliseconds_of(down[100])));
  RecordProperty("decided_worst_ms", static_cast<int>(milliseconds_of(down.back())));
  RecordProperty("recovered_median_ms", static_cast<int>(milliseconds_of(up[100])));
  fmt::print("decided after {} ms in the median, {} ms at worst; recovered after {} ms, {} ms\n",
             milliseconds_of(down[100]), milliseconds_of(down.back()), milliseconds_of(up[100]),
             milliseconds_of(up.back()));
}

TEST_F(RoundsTest, a_fifth_of_the_probes_lost_is_no_failure) {
  std::vector<std::string> ids;
  for (const int interval_s : {10, 30}) {
    for (const int threshold : {2, 3, 5}) {
      for (int n = 0; n < 3; ++n) {
        ids.push_back(fmt::format("{} {} {}", interval_s, threshold, n));
        checker.watch(ids.back(), settings_of(interval_s, threshold));
      }
    }
  }
  checker.lose_probes(0.2);
  const std::uint64_t before = checker.generation();
  pass(hours(24 * 3));
  EXPECT_EQ(checker.generation(), before) << "nobody's health has changed";
  for (const std::string& id : ids) EXPECT_TRUE(checker.is_healthy(id)) << id;
  int lost = 0;
  for (const std::string& id : ids) {
    for (const auto& [who, seen] : checker.last_seen(id)) lost += seen.seen == Seen::no_answer;
  }
  EXPECT_GT(lost, 10) << "of 288 that are remembered, some were lost";
  EXPECT_LT(lost, 110);

  // And a real failure is decided all the same, in its time.
  set(SiteState::gone);
  const Time begin = env.clock.now();
  while (checker.is_healthy("10 3 0") && env.clock.now() - begin < minutes(2)) {
    pass(milliseconds(100));
  }
  EXPECT_LE(env.clock.now() - begin, seconds(30) + milliseconds(100));
}

// "If more than 18 % of health checkers report that an endpoint is healthy, Route 53 considers it
// healthy": three of sixteen are, two are not.
TEST_F(RoundsTest, more_than_18_percent_have_to_reach_it) {
  const std::vector<std::string> regions = {"ap-northeast-1", "ap-southeast-1", "ap-southeast-2",
                                            "sa-east-1",      "us-east-1",      "us-west-1"};
  checker.watch("all", settings_of(10, 3));
  HealthCheckSettings three = settings_of(10, 3);
  three.regions = {"eu-west-1", "us-east-1", "us-west-1"};
  checker.watch("three", three);
  pass(minutes(2));
  for (const std::string& region : regions) checker.lose_probes(region, 1);
  pass(minutes(2));
  EXPECT_TRUE(checker.is_healthy("all")) << "four of sixteen";
  EXPECT_TRUE(checker.is_healthy("three")) << "two of six";
  EXPECT_EQ(checker.last_seen("three").size(), 6U);
  checker.lose_probes("us-west-2", 1);
  pass(minutes(2));
  EXPECT_FALSE(checker.is_healthy("all")) << "two of sixteen";
  EXPECT_TRUE(checker.is_healthy("three"));
  checker.lose_probes("eu-west-1", 1);
  pass(minutes(2));
  EXPECT_FALSE(checker.is_healthy("three"));
}

TEST_F(RoundsTest, other_regions_go_on_with_what_is_thought) {
  HealthCheckSettings settings = settings_of(10, 3);
  settings.regions = {"eu-west-1", "us-east-1", "us-west-1"};
  set(SiteState::gone);
  checker.watch("moved", settings);
  pass(minutes(2));
  EXPECT_FALSE(checker.is_healthy("moved"));
  settings.regions = {"ap-southeast-1", "ap-southeast-2", "sa-east-1", "us-east-1"};
  checker.watch("moved", settings);
  EXPECT_FALSE(checker.is_healthy("moved"));
  pass(seconds(11));
  EXPECT_EQ(checker.last_seen("moved").size(), 8U);
  set(SiteState::up);
  pass(seconds(31));
  EXPECT_TRUE(checker.is_healthy("moved"));
}

TEST_F(RoundsTest, the_last_failure_is_remembered) {
  checker.watch("one", settings_of(10, 3));
  pass(minutes(1));
  EXPECT_TRUE(checker.last_failures("one").empty());
  set(SiteState::failing);
  const Time failing = env.clock.now();
  pass(seconds(11));
  set(SiteState::up);
  const Time up = env.clock.now();
  pass(hours(1));
  const auto failures = checker.last_failures("one");
  ASSERT_EQ(failures.size(), 16U);
  for (const auto& [who, seen] : failures) {
    EXPECT_EQ(seen.seen, Seen::bad_status);
    EXPECT_EQ(seen.status, 503);
    EXPECT_GE(seen.at, failing);
    EXPECT_LE(seen.at, up);
  }
}

// ---- one probe for all

TEST_F(RoundsTest, a_calm_endpoint_costs_one_probe_in_an_interval) {
  checker.watch("calm", settings_of(10, 3));
  pass(minutes(1));
  const std::uint64_t before = checker.probes();
  pass(hours(1));
  EXPECT_EQ(checker.probes() - before, 360U);
  set(SiteState::gone);
  pass(minutes(2));
  EXPECT_FALSE(checker.is_healthy("calm"));
  const std::uint64_t down = checker.probes();
  pass(hours(1));
  EXPECT_EQ(checker.probes() - down, 360U) << "what is down stays down as cheaply";
}

// A site that changes its mind without the internet's knowing is found out by the one that looks,
// an interval later at most; from then on everybody looks.
TEST_F(RoundsTest, what_nobody_tells_of_is_noticed_within_an_interval) {
  bool well = true;
  lab.internet().deploy("eu-west-1", [&](const HttpRequest&) {
    HttpResponse response;
    response.status = well ? 200 : 500;
    return response;
  });
  checker.watch("secret", settings_of(10, 3));
  pass(minutes(2));
  well = false;
  const Time begin = env.clock.now();
  while (checker.is_healthy("secret") && env.clock.now() - begin < minutes(2)) {
    pass(milliseconds(100));
  }
  EXPECT_LE(env.clock.now() - begin, seconds(40) + milliseconds(100));
}

class HistoryTest : public RoundsTest, public testing::WithParamInterface<int> {};

TEST_P(HistoryTest, one_probe_for_all_shows_what_all_would) {
  HealthChecker thorough(lab, HealthChecker::Effort::thorough);
  const auto chance = env.random.fork(fmt::format("history {}", GetParam()));
  std::vector<std::string> ids = {"a", "b", "c"};
  std::map<std::string, HealthCheckSettings> settings;
  const auto watch = [&](const std::string& id) {
    checker.watch(id, settings[id]);
    thorough.watch(id, settings[id]);
  };
  for (const std::string& id : ids) {
    settings[id] =
        settings_of(chance->chance(0.5) ? 10 : 30, 1 + static_cast<int>(chance->below(4)));
    if (id == "c") settings[id].fqdn = "api.example.com";  // by the zone's records
    watch(id);
  }
  const auto answer_with = [](int status, std::string body) {
    return [status, body](const HttpRequest&) {
      HttpResponse response;
      response.status = status;
      response.body = body;
      return response;
    };
  };
  std::uint64_t changes = 0;
  for (int step = 0; step < 60; ++step) {
    const std::string region = chance->chance(0.7) ? "eu-west-1" : "eu-central-1";
    const std::string& id = ids[chance->below(ids.size())];
    switch (chance->below(10)) {
      case 0:
      case 1:
        lab.internet().set_state(region, SiteState::up);
        break;
      case 2:
        lab.internet().set_state(region, SiteState::gone);
        break;
      case 3:
        lab.internet().set_state(region, SiteState::failing);
        break;
      case 4:  // near the limit of two seconds: some probes are too late
        lab.internet().set_state(region, SiteState::slow, milliseconds(1'870));
        break;
      case 5:
        lab.set_region_down(region, !lab.is_down(region));
        break;
      case 6:
        lab.internet().deploy(
            region, chance->chance(0.3) ? answer_with(404, "no") : answer_with(200, "ready"));
        break;
      case 7:
        settings[id].threshold = 1 + static_cast<int>(chance->below(4));
        settings[id].inverted = chance->chance(0.3);
        settings[id].disabled = chance->chance(0.1);
        watch(id);
        break;
      case 8:
        settings[id].regions =
            chance->chance(0.5) ? std::vector<std::string>{}
                                : std::vector<std::string>{"eu-west-1", "us-east-1", "sa-east-1"};
        watch(id);
        break;
      case 9: {
        const double share = chance->chance(0.2) ? 0.4 : 0;
        checker.lose_probes("us-east-1", share);
        thorough.lose_probes("us-east-1", share);
        break;
      }
    }
    // Looks at any time, and often enough to see every change.
    const Time end = env.clock.now() + minutes(1 + static_cast<std::int64_t>(chance->below(8)));
    while (env.clock.now() < end) {
      pass(microseconds(1 + static_cast<std::int64_t>(chance->below(7'000'000))));
      ASSERT_EQ(checker.generation(), thorough.generation()) << "step " << step;
      for (const std::string& each : ids) {
        ASSERT_EQ(checker.is_healthy(each), thorough.is_healthy(each)) << each << " " << step;
        ASSERT_EQ(show(checker.last_seen(each)), show(thorough.last_seen(each)))
            << each << " step " << step;
        ASSERT_EQ(show(checker.last_failures(each)), show(thorough.last_failures(each)))
            << each << " step " << step;
      }
    }
    changes = checker.generation();
  }
  EXPECT_GT(changes, 2U) << "a history in which nothing happens proves nothing";
  EXPECT_LT(checker.probes(), thorough.probes()) << "and it has cost less";
}

INSTANTIATE_TEST_SUITE_P(Histories, HistoryTest, testing::Range(0, 12));

// ---- checks on checks and on alarms

TEST_F(RoundsTest, a_calculated_check_counts_its_children) {
  HealthCheckSettings central = settings_of(10, 3);
  central.fqdn = services::central_endpoint;
  checker.watch("west", settings_of(10, 3));
  checker.watch("central", central);
  HealthCheckSettings both;
  both.type = "CALCULATED";
  both.children = {"west", "central"};
  both.health_threshold = 2;
  checker.watch("both", both);
  HealthCheckSettings either = both;
  either.health_threshold = 1;
  checker.watch("either", either);
  HealthCheckSettings not_both;
  not_both.type = "CALCULATED";
  not_both.children = {"both"};
  not_both.health_threshold = 1;
  not_both.inverted = true;
  checker.watch("not both", not_both);
  pass(minutes(1));
  EXPECT_TRUE(checker.is_healthy("both") && checker.is_healthy("either"));
  EXPECT_FALSE(checker.is_healthy("not both"));
  set(SiteState::gone);
  const std::uint64_t before = checker.generation();
  pass(seconds(31));
  EXPECT_FALSE(checker.is_healthy("both"));
  EXPECT_TRUE(checker.is_healthy("either"));
  EXPECT_TRUE(checker.is_healthy("not both"));
  EXPECT_EQ(checker.generation() - before, 3U);
  lab.internet().set_state("eu-central-1", SiteState::gone);
  pass(seconds(31));
  EXPECT_FALSE(checker.is_healthy("either"));
}

TEST_F(RoundsTest, a_check_on_an_alarm_follows_it) {
  std::optional<traffic::AlarmState> state = traffic::AlarmState::ok;
  checker.ask_alarms_of([&](const std::string& region, const std::string& name) {
    EXPECT_EQ(region + " " + name, "eu-west-1 too slow");
    return state;
  });
  HealthCheckSettings settings;
  settings.type = "CLOUDWATCH_METRIC";
  settings.alarm_region = "eu-west-1";
  settings.alarm_name = "too slow";
  checker.watch("last", settings);
  settings.insufficient_data = traffic::InsufficientData::unhealthy;
  checker.watch("unhealthy", settings);
  settings.insufficient_data = traffic::InsufficientData::healthy;
  checker.watch("healthy", settings);
  const auto all = [&] {
    return fmt::format("{} {} {}", checker.is_healthy("last"), checker.is_healthy("unhealthy"),
                       checker.is_healthy("healthy"));
  };
  EXPECT_EQ(all(), "true true true");
  state = traffic::AlarmState::alarm;
  pass(seconds(11));
  EXPECT_EQ(all(), "false false false");
  state = traffic::AlarmState::insufficient_data;
  pass(seconds(11));
  EXPECT_EQ(all(), "false false true");
  state = traffic::AlarmState::ok;
  pass(seconds(11));
  state = std::nullopt;  // deleted
  pass(seconds(11));
  EXPECT_EQ(all(), "true false true");
}

}  // namespace
}  // namespace godwit::lab
