#include "env/real_scheduler.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "env/real_env.h"

namespace godwit {
namespace {

struct RealSchedulerTest : testing::Test {
  RealClock clock;
  RealScheduler scheduler;
};

TEST_F(RealSchedulerTest, RunsTasksInOrderAndNotEarly) {
  std::string order;
  const Time begin = clock.now();
  Time seen;
  scheduler.at(begin + milliseconds(40), [&] {
    order += 'c';
    seen = clock.now();
    scheduler.stop();
  });
  scheduler.at(begin + milliseconds(20), [&] { order += 'b'; });
  scheduler.at(begin - hours(1), [&] { order += 'a'; });
  scheduler.run();
  EXPECT_EQ(order, "abc");
  EXPECT_GE(seen, begin + milliseconds(40));
}

TEST_F(RealSchedulerTest, TasksScheduleTasks) {
  int count = 0;
  std::function<void()> tick = [&] {
    if (++count == 100) return scheduler.stop();
    scheduler.at(clock.now(), tick);
  };
  scheduler.at(clock.now(), tick);
  scheduler.run();
  EXPECT_EQ(count, 100);
}

TEST_F(RealSchedulerTest, CancelledTasksDoNotRun) {
  bool ran = false;
  const auto id = scheduler.at(clock.now() + milliseconds(10), [&] { ran = true; });
  scheduler.at(clock.now() + milliseconds(30), [&] { scheduler.stop(); });
  scheduler.cancel(id);
  scheduler.cancel(id);
  scheduler.run();
  EXPECT_FALSE(ran);
}

TEST_F(RealSchedulerTest, AnEarlierTaskWakesTheWaitingThread) {
  bool ran = false;
  scheduler.at(Time::max(), [] {});  // a wait until then would overflow
  std::thread runner([&] { scheduler.run(); });
  std::this_thread::sleep_for(milliseconds(20));
  const Time begin = clock.now();
  scheduler.at(begin + milliseconds(5), [&] {
    ran = true;
    scheduler.stop();
  });
  runner.join();
  EXPECT_TRUE(ran);
  EXPECT_LT(clock.now() - begin, seconds(10));
}

TEST_F(RealSchedulerTest, StopEndsAWaitingRunAndTheRestStays) {
  bool ran = false;
  scheduler.at(clock.now() + milliseconds(100), [&] {
    ran = true;
    scheduler.stop();
  });
  std::thread runner([&] { scheduler.run(); });
  scheduler.stop();
  runner.join();
  EXPECT_FALSE(ran);
  scheduler.run();
  EXPECT_TRUE(ran);
}

TEST_F(RealSchedulerTest, TakesTasksFromManyThreadsAndRunsThemOneAtATime) {
  std::atomic<int> inside = 0;
  int count = 0;  // not atomic, on purpose
  bool overlapped = false;
  std::thread runner([&] { scheduler.run(); });
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 500; ++j) {
        const auto kept = [&] {
          if (inside.fetch_add(1) != 0) overlapped = true;
          if (++count == 2000) scheduler.stop();
          inside.fetch_sub(1);
        };
        scheduler.at(clock.now(), kept);
        scheduler.cancel(scheduler.at(clock.now() + hours(1), kept));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  runner.join();
  EXPECT_EQ(count, 2000);
  EXPECT_FALSE(overlapped);
}

TEST(RealClock, TellsTheTime) { EXPECT_GT(RealClock().now(), *parse_time("2024-01-01")); }

TEST(RealResolver, KnowsNumbersAndRefusesNonsense) {
  RealResolver resolver;
  EXPECT_EQ(resolver.resolve("127.0.0.1")->addresses, std::vector<std::string>{"127.0.0.1"});
  EXPECT_EQ(resolver.resolve("::1")->addresses, std::vector<std::string>{"::1"});
  EXPECT_EQ(resolver.resolve("127.0.0.1")->ttl, Duration::zero());
  const auto failed = resolver.resolve("no such name");
  EXPECT_EQ(failed.error().operation, "resolve");
  EXPECT_EQ(failed.error().subject, "no such name");
  EXPECT_NE(failed.error().cause, "");
}

TEST(RealResolver, KnowsLocalhost) {
  const auto resolution = RealResolver().resolve("localhost");
  if (!resolution) GTEST_SKIP() << to_string(resolution.error());
  for (const std::string& address : resolution->addresses) {
    EXPECT_TRUE(address == "127.0.0.1" || address == "::1") << address;
  }
}

TEST(RealEnv, IsAnEnv) {
  RealEnv world;
  const Env env = world.env();
  EXPECT_GT(env.clock.now(), Time());
  EXPECT_NE(env.random.next(), env.random.next());
}

}  // namespace
}  // namespace godwit
