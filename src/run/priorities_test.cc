#include "run/priorities.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "run/testing/scripted.h"

namespace godwit::run {
namespace {

using ::testing::ElementsAre;
using testing::graph_of;
using testing::spec_of;

TEST(Priorities, TheLongestWayToTheEndGoesFirst) {
  EXPECT_THAT(priorities(graph_of({spec_of("alone"), spec_of("a"), spec_of("b", {"a"}),
                                   spec_of("c", {"b"}), spec_of("x")})),
              ElementsAre(2, 0, 1, 3, 4))
      << "and where that is the same, the first in the plan";
}

TEST(Priorities, LongKindsWeighMoreThanMany) {
  plan::Graph graph =
      graph_of({spec_of("a"), spec_of("b", {"a"}), spec_of("c", {"b"}), spec_of("backfill")});
  graph.steps[3].kind = "backfill";
  EXPECT_THAT(priorities(graph), ElementsAre(1, 2, 3, 0));
}

TEST(Priorities, WhatThePlanAsksForCounts) {
  plan::StepSpec soak = spec_of("soak");
  soak.kind = "soak";
  soak.parameters.set("duration", hours(7 * 24));
  EXPECT_GE(usual_duration(soak), hours(7 * 24));
}

}  // namespace
}  // namespace godwit::run
