// What probes see and when it counts. Facts C1 (disabled, inverted), C9 (from outside), C10
// (detection is interval x threshold).
#include "lab/health_checker.h"

#include <gmock/gmock.h>

#include "lab/services/route53/fixture.h"

namespace godwit::lab {
namespace {

using aws::Value;
using testing::Each;
using testing::HasSubstr;
using testing::StartsWith;

class HealthCheckerTest : public services::Route53Test {
 protected:
  HealthCheckerTest() { deploy_everywhere(); }

  bool healthy(const std::string& id) { return lab.route53().health().is_healthy(id); }
  void set(SiteState state, Duration delay = {}) {
    lab.internet().set_state("eu-west-1", state, delay);
  }
  // How long until the check's health is that; nothing within ten minutes.
  std::optional<Duration> until(const std::string& id, bool wanted) {
    const Time begin = env.clock.now();
    while (env.clock.now() - begin < minutes(10)) {
      if (healthy(id) == wanted) return env.clock.now() - begin;
      pass(milliseconds(500));
    }
    return std::nullopt;
  }
  std::vector<std::string> status(const std::string& id) {
    const Value output = must("GetHealthCheckStatus", Value().set("HealthCheckId", id));
    std::vector<std::string> result;
    for (const Value& observation : output["HealthCheckObservations"].list()) {
      result.push_back(observation["StatusReport"]["Status"].text());
    }
    return result;
  }
  std::string first_status(const std::string& id) {
    const auto all = status(id);
    return all.empty() ? "" : all.front();
  }
  // Both of the API's records with a check each; west has all of the weight.
  std::pair<std::string, std::string> check_both(int interval_s = 10, int threshold = 3) {
    const std::string west_check = create_check("west", health_config(interval_s, threshold));
    const std::string central_check =
        create_check("central", health_config(interval_s, threshold)
                                    .set("FullyQualifiedDomainName", services::central_endpoint));
    settle({change("UPSERT", west_at(100).set("HealthCheckId", west_check)),
            change("UPSERT", central_at(0).set("HealthCheckId", central_check))});
    return {west_check, central_check};
  }
};

struct Rhythm {
  int interval_s;
  int threshold;
};

class RhythmTest : public HealthCheckerTest, public testing::WithParamInterface<Rhythm> {};

// One failing probe more than (threshold - 1) intervals, whatever the phase.
TEST_P(RhythmTest, c10_detection_takes_interval_times_threshold) {
  const Duration interval = seconds(GetParam().interval_s);
  const int threshold = GetParam().threshold;
  std::vector<std::string> ids;
  for (int n = 0; n < 4; ++n) {
    ids.push_back(
        create_check(fmt::format("phase {}", n), health_config(GetParam().interval_s, threshold)));
  }
  pass(minutes(2));
  for (int phase = 0; phase < 8; ++phase) {
    const std::string& id = ids[static_cast<std::size_t>(phase) % ids.size()];
    for (const bool recovery : {false, true}) {
      set(recovery ? SiteState::up : SiteState::failing);
      const auto taken = until(id, recovery);
      ASSERT_TRUE(taken.has_value());
      EXPECT_GE(*taken, interval * (threshold - 1));
      EXPECT_LE(*taken, interval * threshold + milliseconds(500));
      pass(interval * threshold + milliseconds(3'700));  // the others follow; another phase
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Rhythms, RhythmTest,
                         testing::Values(Rhythm{10, 1}, Rhythm{10, 3}, Rhythm{30, 1}, Rhythm{30, 3},
                                         Rhythm{30, 10}));

TEST_F(HealthCheckerTest, c10_defaults_move_traffic_in_150_seconds_and_the_fast_ones_in_90) {
  // Detection, and then the TTL of 60 s that clients may still hold.
  for (const int interval_s : {30, 10}) {
    const std::string id = create_check(fmt::format("c{}", interval_s), health_config(interval_s));
    pass(minutes(3));
    set(SiteState::gone);
    const auto taken = until(id, false);
    ASSERT_TRUE(taken.has_value());
    EXPECT_LE(*taken + seconds(60), interval_s == 30 ? Duration(seconds(150)) + milliseconds(500)
                                                     : Duration(seconds(90)) + milliseconds(500));
    set(SiteState::up);
    pass(minutes(10));
  }
}

TEST_F(HealthCheckerTest, a_blip_shorter_than_the_threshold_moves_nothing) {
  const std::string id = create_check("blip", health_config(10, 3));
  pass(minutes(2));
  for (int blip = 0; blip < 50; ++blip) {
    set(SiteState::failing);
    for (int second = 0; second < 19; ++second) {
      pass(seconds(1));
      EXPECT_TRUE(healthy(id));
    }
    set(SiteState::up);
    pass(seconds(11 + blip % 7));
    EXPECT_TRUE(healthy(id)) << "failures that are not consecutive do not add up";
  }
}

TEST_F(HealthCheckerTest, each_kind_of_trouble_is_seen_and_named) {
  const std::string id = create_check("kinds", health_config(10, 1));
  pass(seconds(75));
  EXPECT_THAT(status(id), testing::SizeIs(16));
  EXPECT_THAT(status(id), Each(StartsWith("Success: HTTP Status Code 200")));
  const auto expect_failure = [&](std::string_view words) {
    pass(seconds(11));
    EXPECT_FALSE(healthy(id)) << words;
    EXPECT_THAT(status(id), Each(StartsWith("Failure: ")));
    EXPECT_THAT(first_status(id), HasSubstr(std::string(words)));
  };
  set(SiteState::failing);
  expect_failure("HTTP Status Code 503");
  set(SiteState::gone);
  expect_failure("Connection refused");
  set(SiteState::slow, seconds(3));
  expect_failure("timed out");
  set(SiteState::slow, seconds(1));  // AWS waits for two seconds: this is good enough
  pass(seconds(11));
  EXPECT_TRUE(healthy(id));
  set(SiteState::up);
  lab.set_region_down("eu-west-1", true);
  expect_failure("Connection refused");
  lab.set_region_down("eu-west-1", false);
  lab.internet().deploy("eu-west-1", {});
  expect_failure("HTTP Status Code 503");
}

// Fact C9: a name that only the inside of a network knows.
TEST_F(HealthCheckerTest, c9_a_private_name_cannot_be_probed) {
  const std::string id = create_check(
      "private", health_config(10, 3).set("FullyQualifiedDomainName", "db.internal.medzen"));
  pass(seconds(55));
  EXPECT_TRUE(healthy(id)) << "nothing is known yet";
  pass(seconds(40));
  EXPECT_FALSE(healthy(id));
  EXPECT_THAT(first_status(id), HasSubstr("DNS resolution failed"));
}

TEST_F(HealthCheckerTest, the_site_must_answer_to_the_name) {
  // Fact C4: west has no custom domain of this name; its address answers 403.
  const std::string id = create_check("host", health_config(10, 1)
                                                  .set("IPAddress", services::west_address)
                                                  .set("FullyQualifiedDomainName", "other.org"));
  pass(seconds(75));
  EXPECT_THAT(first_status(id), StartsWith("Failure: HTTP Status Code 403"));
  must("UpdateHealthCheck",
       Value().set("HealthCheckId", id).set("FullyQualifiedDomainName", "api.example.com"));
  pass(seconds(75));
  EXPECT_TRUE(healthy(id));
}

TEST_F(HealthCheckerTest, api_gateway_listens_for_https_alone) {
  const std::string http = create_check("http", health_config(10, 1).set("Type", "HTTP"));
  const std::string odd = create_check("odd", health_config(10, 1).set("Port", 8443));
  pass(seconds(75));
  EXPECT_THAT(first_status(http), HasSubstr("Connection refused"));
  EXPECT_THAT(first_status(odd), HasSubstr("Connection refused"));
}

TEST_F(HealthCheckerTest, a_connection_or_a_string_may_be_all_that_is_asked) {
  const std::string connects =
      create_check("tcp", Value()
                              .set("Type", "TCP")
                              .set("Port", 443)
                              .set("FullyQualifiedDomainName", services::west_endpoint)
                              .set("RequestInterval", 10)
                              .set("FailureThreshold", 1));
  const std::string matches = create_check(
      "match", health_config(10, 1).set("Type", "HTTPS_STR_MATCH").set("SearchString", "ready"));
  const auto answer_with = [&](std::string body) {
    lab.internet().deploy("eu-west-1", [body](const HttpRequest& request) {
      EXPECT_EQ(request.path, "/health");
      HttpResponse response;
      response.status = 200;
      response.body = body;
      return response;
    });
  };
  answer_with("all ready");
  pass(seconds(75));
  EXPECT_TRUE(healthy(matches));
  answer_with("starting");
  pass(seconds(11));
  EXPECT_FALSE(healthy(matches));
  EXPECT_TRUE(healthy(connects));
  answer_with(std::string(5'120, '.') + "ready");
  pass(seconds(11));
  EXPECT_FALSE(healthy(matches)) << "only the first 5,120 bytes are searched";
  set(SiteState::failing);
  pass(seconds(11));
  EXPECT_TRUE(healthy(connects)) << "a 503 is a connection";
  set(SiteState::gone);
  pass(seconds(11));
  EXPECT_FALSE(healthy(connects));
}

// ---- disabled and inverted

TEST_F(HealthCheckerTest, a_new_check_is_healthy_until_there_is_enough_data) {
  set(SiteState::gone);
  const std::string id = create_check("new", health_config(30, 3));
  EXPECT_TRUE(healthy(id));
  EXPECT_TRUE(status(id).empty());
  pass(seconds(79));
  EXPECT_TRUE(healthy(id)) << "20 s to propagate and the second interval: too early in any case";
  pass(seconds(72));
  EXPECT_FALSE(healthy(id));
}

TEST_F(HealthCheckerTest, an_inverted_new_check_is_unhealthy_until_there_is_enough_data) {
  const std::string id = create_check("new", health_config(30, 3).set("Inverted", true));
  pass(seconds(61));
  EXPECT_FALSE(healthy(id));
}

// L912 of the runbook disables a check to test the failover. Nothing happens, for ever.
TEST_F(HealthCheckerTest, c1_disabling_moves_nobody) {
  const auto [west_check, central_check] = check_both();
  update_check(west_check, "Disabled", true);
  pass(hours(1));
  EXPECT_TRUE(healthy(west_check));
  EXPECT_EQ(share_of("west"), 1.0);
  // Worse: it blinds Route 53 to a real failure, and brings traffic back to a dead region.
  set(SiteState::gone);
  pass(hours(1));
  EXPECT_EQ(share_of("west"), 1.0);
  update_check(west_check, "Disabled", false);
  pass(minutes(3));
  EXPECT_EQ(share_of("central"), 1.0);
  update_check(west_check, "Disabled", true);
  pass(minutes(3));
  EXPECT_EQ(share_of("west"), 1.0);
}

TEST_F(HealthCheckerTest, c1_inverting_moves_everybody_within_propagation) {
  const auto [west_check, central_check] = check_both();
  pass(minutes(5));
  const Time begin = env.clock.now();
  update_check(west_check, "Inverted", true);
  while (share_of("west") > 0 && env.clock.now() - begin < minutes(5)) pass(seconds(1));
  EXPECT_LE(env.clock.now() - begin, seconds(60));
  EXPECT_EQ(share_of("central"), 1.0);
  EXPECT_THAT(status(west_check), Each(StartsWith("Success")))
      << "checkers do not know of inversion";
  update_check(west_check, "Inverted", false);
  pass(seconds(61));
  EXPECT_EQ(share_of("west"), 1.0);
}

TEST_F(HealthCheckerTest, c1_disabled_and_inverted_is_unhealthy) {
  const auto [west_check, central_check] = check_both();
  update_check(west_check, "Disabled", true);
  update_check(west_check, "Inverted", true);
  pass(seconds(61));
  EXPECT_FALSE(healthy(west_check));
  EXPECT_EQ(share_of("central"), 1.0);
}

TEST_F(HealthCheckerTest, c5_when_both_are_down_the_weights_answer_again) {
  check_both();
  pass(minutes(2));
  const auto answer = [&] {
    return lab.names().resolve("api.example.com").value().addresses.front();
  };
  EXPECT_EQ(answer(), services::west_address);
  set(SiteState::gone);
  pass(seconds(31));
  EXPECT_EQ(share_of("central"), 1.0);
  EXPECT_EQ(answer(), services::central_address);
  lab.internet().set_state("eu-central-1", SiteState::gone);
  pass(seconds(31));
  EXPECT_EQ(share_of("west"), 1.0);
  EXPECT_EQ(answer(), services::west_address);
}

TEST_F(HealthCheckerTest, updates_arrive_in_their_order) {
  const std::string id = create_check("order", health_config(10, 3));
  for (int n = 0; n < 20; ++n) {
    update_check(id, "Inverted", n % 2 == 0);
    pass(seconds(1));
  }
  pass(seconds(61));
  EXPECT_TRUE(healthy(id)) << "the last one said: not inverted";
}

// ---- what probing costs others

TEST_F(HealthCheckerTest, probes_come_at_the_interval_and_stop_when_told) {
  const HealthChecker& checker = lab.route53().health();
  const std::string id = create_check("beat", health_config(10, 3));
  pass(minutes(2));  // until one stands for all
  const std::uint64_t before = checker.probes();
  pass(hours(1));
  EXPECT_EQ(checker.probes() - before, 360U);
  update_check(id, "Inverted", true);  // an update does not move the beat
  pass(hours(1));
  EXPECT_EQ(checker.probes() - before, 720U);
  update_check(id, "Disabled", true);
  pass(seconds(61));
  const std::uint64_t disabled = checker.probes();
  pass(hours(1));
  EXPECT_EQ(checker.probes(), disabled);
  update_check(id, "Disabled", false);
  pass(seconds(61) + minutes(1));
  EXPECT_GT(checker.probes(), disabled);
  must("DeleteHealthCheck", Value().set("HealthCheckId", id));
  const std::uint64_t deleted = checker.probes();
  pass(hours(1));
  EXPECT_EQ(checker.probes(), deleted);
}

TEST_F(HealthCheckerTest, probes_do_not_move_what_users_see) {
  SimulatedEnv quiet_env{env.clock.now(), 7};
  Lab quiet{World{quiet_env.clock, quiet_env.scheduler, quiet_env.random}, account};
  create_check("noise", health_config(10, 3).set("FullyQualifiedDomainName", "api.example.com"));
  settle({change("UPSERT", central_at(100))});
  aws::Operation operation{};
  operation.name = "ChangeResourceRecordSets";
  ASSERT_TRUE(quiet.route53().handle(
      {"", operation, batch({change("UPSERT", central_at(100))}), quiet.now()}));
  quiet_env.scheduler.run_until(env.clock.now());
  for (int n = 0; n < 200; ++n) {
    pass(seconds(17));
    quiet_env.scheduler.run_until(env.clock.now());
    EXPECT_EQ(lab.names().resolve("api.example.com").value().addresses,
              quiet.names().resolve("api.example.com").value().addresses);
  }
}

TEST_F(HealthCheckerTest, a_lab_leaves_no_probe_behind) {
  {
    Lab short_lived{World{env.clock, env.scheduler, env.random}, account};
    aws::Operation operation{};
    operation.name = "CreateHealthCheck";
    const Value input =
        Value().set("CallerReference", "x").set("HealthCheckConfig", health_config());
    ASSERT_TRUE(short_lived.route53().handle({"", operation, input, env.clock.now()}));
    pass(minutes(2));
  }
  pass(minutes(2));
}

}  // namespace
}  // namespace godwit::lab
