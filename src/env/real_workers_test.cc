#include "env/real_workers.h"

#include <gtest/gtest.h>

#include <atomic>

#include "env/real_clock.h"
#include "env/real_scheduler.h"

namespace godwit {
namespace {

TEST(RealWorkers, WorkIsDoneElsewhereAndWhatFollowsHere) {
  RealClock clock;
  RealScheduler scheduler;
  RealWorkers workers(clock, scheduler, 4);
  const auto here = std::this_thread::get_id();
  std::atomic<int> worked = 0;
  int followed = 0;
  for (int i = 0; i < 1000; ++i) {
    workers.run(
        [&] {
          EXPECT_NE(std::this_thread::get_id(), here);
          ++worked;
        },
        [&] {
          EXPECT_EQ(std::this_thread::get_id(), here);
          if (++followed == 1000) scheduler.stop();
        });
  }
  scheduler.run();
  EXPECT_EQ(worked, 1000);
}

TEST(RealWorkers, TheirEndWaitsForWhatWasHandedOut) {
  RealClock clock;
  RealScheduler scheduler;
  std::atomic<int> worked = 0;
  {
    RealWorkers workers(clock, scheduler, 2);
    for (int i = 0; i < 100; ++i) workers.run([&] { ++worked; }, [] {});
  }
  EXPECT_EQ(worked, 100);
}

TEST(InPlace, IsOverWhenItReturns) {
  InPlace workers;
  std::string order;
  workers.run([&] { order += "work "; }, [&] { order += "then"; });
  EXPECT_EQ(order, "work then");
}

}  // namespace
}  // namespace godwit
