#include "env/simulated_scheduler.h"

#include <gtest/gtest.h>

#include "env/simulated_env.h"

namespace godwit {
namespace {

const Time start = *parse_time("2026-01-05");

struct SimulatedSchedulerTest : testing::Test {
  SimulatedClock clock{start};
  SimulatedScheduler scheduler{clock};
};

TEST_F(SimulatedSchedulerTest, JumpsFromTaskToTask) {
  std::vector<Time> times;
  scheduler.at(start + hours(24), [&] { times.push_back(clock.now()); });
  scheduler.at(start + hours(1), [&] { times.push_back(clock.now()); });
  EXPECT_EQ(scheduler.pending(), 2U);
  EXPECT_EQ(clock.now(), start);
  EXPECT_TRUE(scheduler.run_one());
  EXPECT_TRUE(scheduler.run_one());
  EXPECT_FALSE(scheduler.run_one());
  EXPECT_EQ(times, (std::vector{start + hours(1), start + hours(24)}));
  EXPECT_EQ(scheduler.executed(), 2U);
  EXPECT_EQ(scheduler.pending(), 0U);
}

TEST_F(SimulatedSchedulerTest, DoesNotMoveBack) {
  Time seen;
  scheduler.at(start - hours(1), [&] { seen = clock.now(); });
  scheduler.run_one();
  EXPECT_EQ(seen, start);
  clock.advance_to(start - hours(2));
  EXPECT_EQ(clock.now(), start);
}

TEST_F(SimulatedSchedulerTest, RunsUpToAndIncludingATime) {
  std::string order;
  scheduler.at(start + seconds(1), [&] {
    order += 'a';
    scheduler.at(start + seconds(2), [&] { order += 'c'; });
    scheduler.at(start + seconds(3), [&] { order += 'd'; });
  });
  scheduler.at(start + seconds(2), [&] { order += 'b'; });
  scheduler.run_until(start + seconds(2));
  EXPECT_EQ(order, "abc");
  EXPECT_EQ(clock.now(), start + seconds(2));
  scheduler.run_until(start + milliseconds(2500));
  EXPECT_EQ(order, "abc");
  EXPECT_EQ(clock.now(), start + milliseconds(2500));
  scheduler.run_until(start + hours(1));
  EXPECT_EQ(order, "abcd");
  EXPECT_EQ(clock.now(), start + hours(1));
}

TEST_F(SimulatedSchedulerTest, TasksMayCancelOthersAndThemselves) {
  bool ran = false;
  Scheduler::TaskId own = 0;
  const auto victim = scheduler.at(start + seconds(1), [&] { ran = true; });
  own = scheduler.at(start, [&] {
    scheduler.cancel(victim);
    scheduler.cancel(own);
  });
  scheduler.run_until(start + seconds(2));
  EXPECT_FALSE(ran);
  EXPECT_EQ(scheduler.executed(), 1U);
  scheduler.cancel(victim);
  scheduler.cancel(own);
}

TEST_F(SimulatedSchedulerTest, ACancelledTaskMayCallBackAsItGoes) {
  // The last owner of something that, as it goes, schedules and cancels.
  std::shared_ptr<void> farewell(nullptr, [&](void*) {
    scheduler.cancel(scheduler.at(start, [] {}));
    scheduler.at(start + seconds(1), [] {});
  });
  const auto id = scheduler.at(start, [owner = std::move(farewell)] {});
  scheduler.cancel(id);
  EXPECT_EQ(scheduler.pending(), 1U);
}

std::string history(std::uint64_t seed) {
  SimulatedEnv world(start, seed);
  const Env env = world.env();
  std::string text;
  std::function<void(int)> work = [&](int depth) {
    text += format_time_ms(env.clock.now()) + "\n";
    for (int i = 0; depth < 6 && i < 3; ++i) {
      const auto id = env.scheduler.at(env.clock.now() + env.random.exponential(seconds(10)),
                                       [&work, depth] { work(depth + 1); });
      if (env.random.chance(0.2)) env.scheduler.cancel(id);
    }
  };
  env.scheduler.at(start, [&] { work(0); });
  while (world.scheduler.run_one()) {
  }
  return text;
}

TEST(SimulatedEnv, TheSameSeedGivesTheSameRun) {
  EXPECT_EQ(history(1), history(1));
  EXPECT_NE(history(1), history(2));
  EXPECT_GT(history(1).size(), 1000U);
}

TEST(SimulatedEnv, AMillionTasksTakeNoTime) {
  SimulatedEnv world(start, 1);
  const auto begin = std::chrono::steady_clock::now();
  int left = 1'000'000;
  std::function<void()> tick = [&] {
    if (left-- > 0) {
      world.scheduler.at(world.clock.now() + world.random.exponential(seconds(1)), [&] { tick(); });
    }
  };
  for (int i = 0; i < 1000; ++i) tick();
  while (world.scheduler.run_one()) {
  }
  EXPECT_EQ(world.scheduler.executed(), 1'000'000U);
  // Far above what it takes, for slow machines and sanitizers.
  EXPECT_LT(std::chrono::steady_clock::now() - begin, seconds(20));
}

}  // namespace
}  // namespace godwit
