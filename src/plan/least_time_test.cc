#include "plan/least_time.h"

#include <gtest/gtest.h>

#include "plan/plan_fixture.h"

namespace godwit::plan {
namespace {

TEST(LeastTime, IsTheLongestChainOfWaits) {
  EXPECT_EQ(least_time(graph_of(slurp("examples/medzen/migration.yaml"))),
            hours(24 * 14) + minutes(10));
  EXPECT_EQ(least_time(graph_of(slurp("examples/medzen/as-written.yaml"))),
            hours(24 * 7) + minutes(15));
  EXPECT_EQ(least_time(Graph()), Duration::zero());
}

}  // namespace
}  // namespace godwit::plan
