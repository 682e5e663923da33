#include "step/guard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "env/simulated_env.h"

namespace godwit::step {
namespace {

using testing::HasSubstr;

struct NoCloud : aws::Cloud {
  Result<aws::Response> send(const aws::Request&) override {
    return fail({ErrorKind::unreachable, "send", {}, "no cloud here", {}});
  }
};

struct GuardTest : testing::Test {
  SimulatedEnv env{Time{}, 1, [](const std::string& name) -> Result<Resolution> {
                     return Resolution{{name == "source.example" ? "192.0.2.1" : "192.0.2.2"}, {}};
                   }};
  NoCloud cloud;
  plan::Parameters parameters;
  Memory memory;
  std::string id = "traffic/api/shift";
  // What each side answers.
  int source_status = 200;
  int target_status = 200;
  Duration source_takes = milliseconds(100);
  Duration target_takes = milliseconds(80);

  GuardTest() {
    parameters.set("hostname", std::string("api.example"));
    parameters.set("source_endpoint", std::string("source.example"));
    parameters.set("target_endpoint", std::string("target.example"));
    parameters.set("probe", std::vector<std::string>{"/health", "/recordings/canary"});
    parameters.set("every", Duration(seconds(30)));
    parameters.set("window", Duration(minutes(5)));
    parameters.set("errors", std::string("0.02"));
    parameters.set("slower", Duration(milliseconds(300)));
    env.http.listen("192.0.2.1", [this](const HttpRequest& request) -> Result<HttpResponse> {
      EXPECT_EQ(request.host, "api.example");
      return HttpResponse{source_status, {}, {}, source_takes};
    });
    env.http.listen("192.0.2.2", [this](const HttpRequest&) -> Result<HttpResponse> {
      return HttpResponse{target_status, {}, {}, target_takes};
    });
  }

  Guard::Reading after(Guard& guard, Duration duration) {
    Env world = env.env();
    Context context{world, cloud, parameters, id, id, memory, {}};
    for (Duration passed{}; passed < duration; passed += seconds(10)) {
      guard.sample(context);
      env.clock.advance_to(env.clock.now() + seconds(10));
    }
    return guard.read(env.clock.now());
  }
};

TEST_F(GuardTest, HoldsUntilItHasData) {
  Guard guard(parameters);
  EXPECT_EQ(guard.read(env.clock.now()).state, Guard::State::hold);
  EXPECT_EQ(after(guard, minutes(1)).state, Guard::State::hold);
  EXPECT_EQ(after(guard, minutes(5)).state, Guard::State::healthy);
}

TEST_F(GuardTest, HoldsWhenDataStopsComing) {
  Guard guard(parameters);
  ASSERT_EQ(after(guard, minutes(6)).state, Guard::State::healthy);
  env.clock.advance_to(env.clock.now() + minutes(2));
  EXPECT_EQ(guard.read(env.clock.now()).state, Guard::State::hold);
}

TEST_F(GuardTest, TripsOnErrorsOfTheTargetAlone) {
  Guard guard(parameters);
  ASSERT_EQ(after(guard, minutes(6)).state, Guard::State::healthy);
  target_status = 503;
  auto reading = after(guard, minutes(1));
  EXPECT_EQ(reading.state, Guard::State::tripped);
  EXPECT_THAT(reading.why, HasSubstr("of the target's probes failed"));
}

TEST_F(GuardTest, HoldsWhereBothSidesFailAlike) {
  Guard guard(parameters);
  ASSERT_EQ(after(guard, minutes(6)).state, Guard::State::healthy);
  source_status = target_status = 503;
  EXPECT_EQ(after(guard, minutes(2)).state, Guard::State::hold);
}

TEST_F(GuardTest, LooksAwayFromTheSourcesErrors) {
  Guard guard(parameters);
  source_status = 503;
  EXPECT_EQ(after(guard, minutes(6)).state, Guard::State::healthy);
}

TEST_F(GuardTest, TripsOnLatencyAgainstTheSource) {
  Guard guard(parameters);
  ASSERT_EQ(after(guard, minutes(6)).state, Guard::State::healthy);
  target_takes = milliseconds(450);
  auto reading = after(guard, minutes(6));
  EXPECT_EQ(reading.state, Guard::State::tripped);
  EXPECT_THAT(reading.why, HasSubstr("350ms above"));
  source_takes = milliseconds(400);  // everything is slow: not the target's doing
  EXPECT_EQ(after(guard, minutes(6)).state, Guard::State::healthy);
}

TEST_F(GuardTest, ForgetsWhatIsOlderThanItsWindow) {
  Guard guard(parameters);
  target_status = 503;
  ASSERT_EQ(after(guard, minutes(6)).state, Guard::State::tripped);
  target_status = 200;
  EXPECT_EQ(after(guard, minutes(7)).state, Guard::State::healthy);
}

TEST_F(GuardTest, WatchesLongOnesAtASlowerPace) {
  Guard guard(parameters, 10);
  EXPECT_EQ(guard.every(), minutes(5));
  EXPECT_EQ(after(guard, minutes(40)).state, Guard::State::healthy);
}

}  // namespace
}  // namespace godwit::step
