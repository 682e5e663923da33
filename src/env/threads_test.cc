#include "env/threads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <thread>

namespace godwit {
namespace {

TEST(Threads, AllAreUnderWayTogetherAndOverAtTheEnd) {
  std::barrier all(4);
  std::atomic<int> sum = 0;
  on_threads(4, [&](std::size_t number) {
    all.arrive_and_wait();  // for ever, were they one after another
    sum += 1 << number;
  });
  EXPECT_EQ(sum, 15);
}

TEST(Threads, OneIsTheCallersOwn) {
  const auto here = std::this_thread::get_id();
  on_threads(1, [&](std::size_t) { EXPECT_EQ(std::this_thread::get_id(), here); });
  on_threads(0, [](std::size_t) { FAIL(); });
  EXPECT_GE(processors(), 1U);
}

}  // namespace
}  // namespace godwit
