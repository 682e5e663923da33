#include "env/event_queue.h"

#include <gtest/gtest.h>

#include "env/simulated_random.h"

namespace godwit {
namespace {

Time at(int second) { return Time(seconds(second)); }

TEST(EventQueue, OrdersByTimeThenByArrival) {
  EventQueue queue;
  std::string order;
  queue.push(at(2), [&] { order += 'c'; });
  queue.push(at(1), [&] { order += 'a'; });
  queue.push(at(2), [&] { order += 'd'; });
  queue.push(at(1), [&] { order += 'b'; });
  EXPECT_EQ(queue.next_time(), at(1));
  while (queue.size() > 0) queue.pop()();
  EXPECT_EQ(order, "abcd");
  EXPECT_EQ(queue.next_time(), std::nullopt);
}

TEST(EventQueue, CancelHandsTheTaskOver) {
  EventQueue queue;
  const auto held = std::make_shared<int>(1);
  const auto id = queue.push(at(1), [held] {});
  EXPECT_EQ(held.use_count(), 2);
  EXPECT_TRUE(queue.cancel(id));
  EXPECT_EQ(held.use_count(), 1);
  EXPECT_FALSE(queue.cancel(id));
  EXPECT_EQ(queue.size(), 0U);
  EXPECT_EQ(queue.next_time(), std::nullopt);
}

TEST(EventQueue, OldIdsNameNothing) {
  EventQueue queue;
  EXPECT_FALSE(queue.cancel(0));
  EXPECT_FALSE(queue.cancel(12345));
  const auto first = queue.push(at(1), [] {});
  EXPECT_NE(first, 0U);
  queue.pop();
  const auto second = queue.push(at(1), [] {});  // takes the place of the first
  EXPECT_NE(first, second);
  EXPECT_FALSE(queue.cancel(first));
  EXPECT_EQ(queue.size(), 1U);
  EXPECT_TRUE(queue.cancel(second));
}

TEST(EventQueue, NextTimeSkipsWhatWasCancelled) {
  EventQueue queue;
  const auto first = queue.push(at(1), [] {});
  const auto second = queue.push(at(2), [] {});
  queue.push(at(3), [] {});
  queue.cancel(second);
  queue.cancel(first);
  EXPECT_EQ(queue.next_time(), at(3));
  EXPECT_EQ(queue.size(), 1U);
}

// Against the obvious implementation, with so many cancellations that the heap is rebuilt.
TEST(EventQueue, BehavesAsASortedMap) {
  SimulatedRandom random(1);
  EventQueue queue;
  std::map<std::pair<Time, std::uint64_t>, int> expected;
  std::vector<std::tuple<EventQueue::TaskId, Time, std::uint64_t>> known;
  int ran = -1;
  for (int i = 0; i < 50'000; ++i) {
    const std::uint64_t action = random.below(10);
    if (action < 5) {
      const Time when = at(static_cast<int>(random.below(1000)));
      const auto id = queue.push(when, [&ran, i] { ran = i; });
      expected[{when, known.size()}] = i;
      known.emplace_back(id, when, known.size());
    } else if (action < 9 && !known.empty()) {
      const auto& [id, when, sequence] = known[random.below(known.size())];
      ASSERT_EQ(static_cast<bool>(queue.cancel(id)), expected.erase({when, sequence}) == 1);
    } else if (!expected.empty()) {
      ASSERT_EQ(queue.next_time(), expected.begin()->first.first);
      queue.pop()();
      ASSERT_EQ(ran, expected.begin()->second);
      expected.erase(expected.begin());
    }
    ASSERT_EQ(queue.size(), expected.size());
  }
  for (; !expected.empty(); expected.erase(expected.begin())) {
    queue.pop()();
    ASSERT_EQ(ran, expected.begin()->second);
  }
  EXPECT_EQ(queue.size(), 0U);
}

}  // namespace
}  // namespace godwit
