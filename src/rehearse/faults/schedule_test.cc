#include "rehearse/faults/schedule.h"

#include <gmock/gmock.h>

#include "env/simulated_env.h"
#include "rehearse/faults/own_scheduler.h"
#include "rehearse/faults/skewed_clock.h"

namespace godwit::rehearse {
namespace {

using ::testing::ElementsAre;

class ScheduleTest : public ::testing::Test {
 protected:
  static std::vector<Fault> faults(const std::vector<std::string>& texts) {
    std::vector<Fault> faults;
    for (const std::string& text : texts) faults.push_back(parse_fault(text).value());
    return faults;
  }
  void pass(Duration duration) { env.scheduler.run_until(env.clock.now() + duration); }

  SimulatedEnv env{Time{} + hours(1'000'000), 7};
};

TEST_F(ScheduleTest, FaultsBeginAndEndWhenTheySay) {
  Schedule schedule(
      faults({"throttled at 1h for 2h", "throttled kms at a/step+10m", "crash at 5h"}), env.clock,
      env.scheduler, env.random);
  std::vector<std::string> heard;
  const Time start = env.clock.now();
  const auto note = [&](Trouble& trouble) {
    heard.push_back(fmt::format("{} {} {}", form_of(trouble.fault.kind).name,
                                trouble.active ? "on" : "off",
                                format_duration(env.clock.now() - start)));
  };
  schedule.on(FaultKind::throttled, note);
  schedule.on(FaultKind::crash, note);
  EXPECT_TRUE(schedule.has(FaultKind::throttled));
  EXPECT_FALSE(schedule.has(FaultKind::stalled));
  schedule.start();
  pass(minutes(90));
  EXPECT_TRUE(schedule.any_active(FaultKind::throttled));
  EXPECT_EQ(schedule.last_end(), start + hours(3));
  EXPECT_NE(schedule.strike(FaultKind::throttled, "s3"), nullptr);
  pass(hours(2));
  EXPECT_EQ(schedule.strike(FaultKind::throttled, "s3"), nullptr) << "it is over";
  schedule.step_begun("a/step");
  schedule.step_begun("a/step");
  pass(hours(2));
  EXPECT_EQ(schedule.strike(FaultKind::throttled, "s3"), nullptr) << "it is of KMS alone";
  EXPECT_NE(schedule.strike(FaultKind::throttled, "kms"), nullptr);
  EXPECT_THAT(heard, ElementsAre("throttled on 1h", "throttled off 3h", "throttled on 3h 40m",
                                 "crash on 5h"));
  EXPECT_EQ(schedule.troubles()[0]->happened, 1U);
}

TEST_F(ScheduleTest, AShareIsDrawnFromAStreamOfItsOwn) {
  const auto strikes = [&](const std::vector<std::string>& texts) {
    Schedule schedule(faults(texts), env.clock, env.scheduler, env.random);
    schedule.start();
    std::vector<bool> struck;
    for (int i = 0; i < 1000; ++i) {
      (void)schedule.strike(FaultKind::slow_calls);
      struck.push_back(schedule.strike(FaultKind::throttled) != nullptr);
    }
    return struck;
  };
  const auto alone = strikes({"throttled 20%"});
  EXPECT_EQ(strikes({"slow-calls 50%", "throttled 20%"}), alone)
      << "another fault changes nothing here";
  const auto count = std::ranges::count(alone, true);
  EXPECT_GT(count, 150);
  EXPECT_LT(count, 250);
}

TEST_F(ScheduleTest, AClockThatJumpsMovesNoTimer) {
  Schedule schedule(faults({"clock-ahead by 1h at 10m for 10m", "clock-behind by 5m at 30m"}),
                    env.clock, env.scheduler, env.random);
  const SkewedClock clock(env.clock, schedule);
  OwnScheduler own(env.scheduler, env.clock, clock);
  schedule.start();
  const Time start = env.clock.now();
  std::vector<Duration> ran;
  own.at(clock.now() + minutes(15), [&] {
    ran.push_back(env.clock.now() - start);
    EXPECT_EQ(clock.now() - env.clock.now(), hours(1));
    own.at(clock.now() + minutes(20), [&] { ran.push_back(env.clock.now() - start); });
  });
  pass(hours(1));
  EXPECT_THAT(ran, ElementsAre(minutes(15), minutes(35)));
  EXPECT_EQ(clock.now() - env.clock.now(), -minutes(5));
}

TEST_F(ScheduleTest, AStalledProcessGoesOnWhereItWas) {
  OwnScheduler own(env.scheduler, env.clock, env.clock);
  const Time start = env.clock.now();
  std::vector<std::string> ran;
  const auto note = [&](const char* name) {
    return [&ran, &start, this, name] {
      ran.push_back(fmt::format("{} {}", name, format_duration(env.clock.now() - start)));
    };
  };
  own.at(start + minutes(1), note("before"));
  own.at(start + minutes(20), note("first"));
  const auto cancelled = own.at(start + minutes(25), note("cancelled"));
  own.at(start + minutes(30), note("second"));
  own.at(start + hours(2), note("after"));
  pass(minutes(10));
  own.stall_until(start + hours(1));
  EXPECT_TRUE(own.is_stalled());
  own.cancel(cancelled);
  pass(hours(3));
  EXPECT_FALSE(own.is_stalled());
  EXPECT_THAT(ran, ElementsAre("before 1m", "first 1h", "second 1h", "after 2h"));
}

TEST_F(ScheduleTest, WhatIsPlannedDoesNotOutliveItsOwner) {
  bool ran = false;
  {
    OwnScheduler own(env.scheduler, env.clock, env.clock);
    own.at(env.clock.now() + minutes(1), [&ran] { ran = true; });
  }
  pass(hours(1));
  EXPECT_FALSE(ran);
}

}  // namespace
}  // namespace godwit::rehearse
