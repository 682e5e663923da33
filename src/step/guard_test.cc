#include "step/guard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "env/simulated_env.h"

namespace godwit::step {
namespace {

using testing::HasSubstr;
using traffic::Advice;

struct NoCloud : aws::Cloud {
  Result<aws::Response> send(const aws::Request&) override {
    return fail({ErrorKind::unreachable, "send", {}, "no cloud here", {}});
  }
};

struct GuardTest : testing::Test {
  bool names_resolve = true;
  SimulatedEnv env{Time{}, 1, [this](const std::string& name) -> Result<Resolution> {
                     if (!names_resolve) {
                       return fail({ErrorKind::not_found, "resolve", name, "no such name", {}});
                     }
                     return Resolution{{name == "source.example" ? "192.0.2.1" : "192.0.2.2"}, {}};
                   }};
  NoCloud cloud;
  plan::Parameters parameters;
  Memory memory;
  std::string id = "traffic/api/shift";
  // What each side answers.
  int source_status = 200;
  int target_status = 200;
  int canary_status = 200;  // the target's, of that path
  Duration source_takes = milliseconds(100);
  Duration target_takes = milliseconds(80);

  GuardTest() {
    parameters.set("hostname", std::string("api.example"));
    parameters.set("source_endpoint", std::string("source.example"));
    parameters.set("target_endpoint", std::string("target.example"));
    parameters.set("probe", std::vector<std::string>{"/health", "/recordings/canary"});
    parameters.set("every", Duration(seconds(30)));
    parameters.set("budget", std::string("0.001"));
    parameters.set("burn", std::vector<std::string>{"3600s 300s 14.4", "6h 1800000ms 6"});
    parameters.set("slower", Duration(milliseconds(300)));
    env.http.listen("192.0.2.1", [this](const HttpRequest& request) -> Result<HttpResponse> {
      EXPECT_EQ(request.host, "api.example");
      return HttpResponse{source_status, {}, {}, source_takes};
    });
    env.http.listen("192.0.2.2", [this](const HttpRequest& request) -> Result<HttpResponse> {
      const bool canary = request.path == "/recordings/canary";
      return HttpResponse{
          canary && target_status == 200 ? canary_status : target_status, {}, {}, target_takes};
    });
  }

  traffic::Judgement after(Guard& guard, Duration duration) {
    Env world = env.env();
    Context context{world, cloud, parameters, id, id, memory, {}};
    for (Duration passed{}; passed < duration; passed += seconds(10)) {
      guard.sample(context);
      env.clock.advance_to(env.clock.now() + seconds(10));
    }
    return guard.judge(env.clock.now());
  }
};

TEST_F(GuardTest, HoldsUntilItHasData) {
  Guard guard(parameters);
  EXPECT_EQ(guard.judge(env.clock.now()).advice, Advice::hold);
  EXPECT_EQ(after(guard, minutes(1)).advice, Advice::hold);
  EXPECT_EQ(after(guard, minutes(5)).advice, Advice::advance);
}

TEST_F(GuardTest, HoldsWhenDataStopsComing) {
  Guard guard(parameters);
  ASSERT_EQ(after(guard, minutes(6)).advice, Advice::advance);
  env.clock.advance_to(env.clock.now() + minutes(2));
  EXPECT_EQ(guard.judge(env.clock.now()).advice, Advice::hold);
}

TEST_F(GuardTest, TripsOnErrorsOfTheTargetAlone) {
  Guard guard(parameters);
  ASSERT_EQ(after(guard, hours(1)).advice, Advice::advance);
  target_status = 503;
  const auto judgement = after(guard, seconds(90));
  EXPECT_EQ(judgement.advice, Advice::go_back);
  EXPECT_THAT(judgement.why, HasSubstr("of the target's probes failed in 5m"));
}

TEST_F(GuardTest, TakesOneFailureForNoProof) {
  Guard guard(parameters);
  ASSERT_EQ(after(guard, hours(1)).advice, Advice::advance);
  canary_status = 503;  // one path of two
  EXPECT_EQ(after(guard, seconds(30)).advice, Advice::hold);
  canary_status = 200;
  EXPECT_EQ(after(guard, minutes(31)).advice, Advice::advance);
  canary_status = 503;
  EXPECT_EQ(after(guard, minutes(3)).advice, Advice::go_back);
}

TEST_F(GuardTest, HoldsWhereBothSidesFailAlike) {
  Guard guard(parameters);
  ASSERT_EQ(after(guard, hours(1)).advice, Advice::advance);
  source_status = target_status = 503;
  EXPECT_EQ(after(guard, minutes(2)).advice, Advice::hold);
  EXPECT_EQ(after(guard, hours(2)).advice, Advice::hold);
}

// A broken probe says nothing of a region: its own names do not resolve any more.
TEST_F(GuardTest, HoldsWhereItsOwnEyesFail) {
  Guard guard(parameters);
  ASSERT_EQ(after(guard, hours(1)).advice, Advice::advance);
  names_resolve = false;
  EXPECT_EQ(after(guard, minutes(10)).advice, Advice::hold);
}

TEST_F(GuardTest, LooksAwayFromTheSourcesErrors) {
  Guard guard(parameters);
  source_status = 503;
  EXPECT_EQ(after(guard, minutes(6)).advice, Advice::advance);
}

TEST_F(GuardTest, TripsOnLatencyAgainstTheSource) {
  Guard guard(parameters);
  ASSERT_EQ(after(guard, minutes(6)).advice, Advice::advance);
  target_takes = milliseconds(450);
  const auto judgement = after(guard, minutes(6));
  EXPECT_EQ(judgement.advice, Advice::go_back);
  EXPECT_THAT(judgement.why, HasSubstr("take 350ms more than the source's, 300ms allowed"));
  source_takes = milliseconds(400);  // everything is slow: not the target's doing
  EXPECT_EQ(after(guard, minutes(6)).advice, Advice::advance);
}

TEST_F(GuardTest, IsContentOnceTheShortWindowIsClean) {
  Guard guard(parameters);
  ASSERT_EQ(after(guard, hours(6)).advice, Advice::advance);
  target_status = 503;
  ASSERT_EQ(after(guard, minutes(3)).advice, Advice::go_back);
  target_status = 200;
  EXPECT_EQ(after(guard, minutes(31)).advice, Advice::advance);
}

TEST_F(GuardTest, WatchesLongOnesAtASlowerPace) {
  Guard guard(parameters, 10);
  EXPECT_EQ(guard.every(), minutes(5));
  EXPECT_EQ(after(guard, minutes(50)).advice, Advice::advance);
}

TEST_F(GuardTest, HoldsWhereMetricsAreAskedForAndNobodySaysThem) {
  parameters.set("source_region", std::string("eu-west-1"));
  parameters.set("target_region", std::string("eu-central-1"));
  parameters.set("metrics_namespace", std::string("AWS/ApiGateway"));
  parameters.set("metrics_requests", std::string("Count"));
  parameters.set("metrics_errors", std::string("5XXError"));
  parameters.set("metrics_dimensions", std::vector<std::string>{"ApiName=api"});
  Guard guard(parameters);
  EXPECT_EQ(after(guard, hours(1)).advice, Advice::hold);
  EXPECT_EQ(guard.judge(env.clock.now()).why, "none of the target's requests in 1h");
}

}  // namespace
}  // namespace godwit::step
