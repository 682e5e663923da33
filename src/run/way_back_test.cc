#include "run/way_back.h"

#include <gmock/gmock.h>

#include "run/run_state.h"

namespace godwit::run {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

plan::StepSpec step(const std::string& id, const std::string& kind,
                    const std::vector<std::string>& after = {}) {
  plan::StepSpec spec{.id = id, .kind = kind, .after = after};
  spec.way_back = "undo " + id;
  return spec;
}

plan::StepSpec replication(const std::string& id, const std::string& from, const std::string& to,
                           const std::string& direction) {
  plan::StepSpec spec = step(id, "replicate");
  spec.parameters.set("from_region", "here");
  spec.parameters.set("from_bucket", from);
  spec.parameters.set("to_region", "there");
  spec.parameters.set("to_bucket", to);
  spec.parameters.set("rule_id", "rule-" + id);
  spec.parameters.set("direction", direction);
  return spec;
}

struct WayBackTest : ::testing::Test {
  plan::Graph graph;
  RunState state;

  WayBackTest() {
    plan::StepSpec bucket = step("create", "bucket");
    bucket.parameters.set("name", "new");
    graph.steps = {step("account", "account"),
                   step("key", "key"),
                   bucket,
                   replication("forward", "old", "new", "forward"),
                   replication("back", "new", "old", "back"),
                   step("records", "records"),
                   step("drill", "drill", {"records"}),
                   step("shift", "shift", {"drill"}),
                   step("soak", "soak", {"shift"})};
  }

  void done_until(const std::string& last, StepStatus its_status = StepStatus::done) {
    for (const plan::StepSpec& spec : graph.steps) {
      state.steps[spec.id].status = spec.id == last ? its_status : StepStatus::done;
      if (spec.id == last) return;
    }
  }

  std::vector<std::string> undone(const WayBackRequest& request) {
    const auto plan = plan_way_back(graph, state, request);
    EXPECT_TRUE(plan) << to_string(plan.error());
    std::vector<std::string> ids;
    for (const WayBackStep& each : plan->undo) ids.push_back(each.id);
    return ids;
  }
};

TEST_F(WayBackTest, FullUndoesEverythingUsersFirst) {
  done_until("soak", StepStatus::running);
  EXPECT_THAT(undone({}), ElementsAre("soak", "shift", "drill", "records", "back", "forward",
                                      "create", "key", "account"));
  const auto plan = plan_way_back(graph, state, {}).value();
  EXPECT_EQ(plan.of_traffic, 3u);
  // The rule that carries home what users wrote is the first that cannot be put back as it was.
  EXPECT_EQ(plan.undo.at(plan.point_of_no_return.value()).id, "back");
  EXPECT_THAT(plan.stay, IsEmpty());
}

TEST_F(WayBackTest, TrafficUndoesOnlyWhatMovesUsers) {
  done_until("soak", StepStatus::running);
  const WayBackRequest traffic{.mode = WayBack::traffic};
  EXPECT_THAT(undone(traffic), ElementsAre("soak", "shift"));
  EXPECT_EQ(plan_way_back(graph, state, traffic)->point_of_no_return, std::nullopt);
  EXPECT_EQ(plan_way_back(graph, state, traffic)->stay.size(), 7u);
  state.steps.clear();
  done_until("drill", StepStatus::running);
  EXPECT_THAT(undone(traffic), ElementsAre("drill"));
  state.steps.clear();
  EXPECT_THAT(undone(traffic), IsEmpty());
}

TEST_F(WayBackTest, ADrillAfterTheShiftGoesWithIt) {
  graph.steps[6].after = {"shift"};
  done_until("soak");
  EXPECT_THAT(undone({.mode = WayBack::traffic}), ElementsAre("soak", "shift", "drill"));
}

TEST_F(WayBackTest, UsersOfAllNamesGoHomeBeforeAnythingElse) {
  graph.steps.push_back(step("records-2", "records"));
  graph.steps.push_back(step("shift-2", "shift", {"records-2"}));
  done_until("shift-2");
  EXPECT_THAT(undone({}), ElementsAre("soak", "shift-2", "shift", "drill", "records-2", "records",
                                      "back", "forward", "create", "key", "account"));
}

// Nobody's way home waits for an API of somebody else's; and a release is made of a file.
TEST_F(WayBackTest, ConsumersAreToldOnceUsersAreHomeInTheOrderTheyWereTold) {
  graph.steps.insert(graph.steps.begin() + 1, {step("value", "value"), step("rewrite", "rewrite")});
  for (const char* kind : {"supabase", "settings_file", "command"}) {
    graph.steps.push_back(step(kind, kind, {"shift"}));
  }
  done_until("command", StepStatus::running);
  EXPECT_THAT(undone({}), ElementsAre("soak", "shift", "drill", "supabase", "settings_file",
                                      "command", "records", "back", "forward", "create", "key",
                                      "rewrite", "value", "account"));
  const auto plan = plan_way_back(graph, state, {}).value();
  EXPECT_EQ(plan.of_traffic, 6u);
  EXPECT_EQ(plan.undo.at(plan.point_of_no_return.value()).id, "back");
  // With traffic alone: who was told of the target is its user.
  for (const WayBack mode : {WayBack::traffic, WayBack::standby}) {
    EXPECT_THAT(undone({.mode = mode}),
                ElementsAre("soak", "shift", "supabase", "settings_file", "command"));
  }
  state.steps["supabase"].status = StepStatus::pending;
  EXPECT_THAT(undone({.mode = WayBack::traffic}),
              ElementsAre("soak", "shift", "settings_file", "command"));
}

TEST_F(WayBackTest, ToAStepKeepsItAndAllBeforeIt) {
  done_until("shift");
  EXPECT_THAT(undone({.to = "forward"}), ElementsAre("shift", "drill", "records", "back"));
  EXPECT_EQ(plan_way_back(graph, state, {.to = "nowhere"}).error().kind, ErrorKind::not_found);
  EXPECT_EQ(plan_way_back(graph, state, {.mode = WayBack::traffic, .to = "key"}).error().kind,
            ErrorKind::invalid);
}

TEST_F(WayBackTest, WhatIsHalfUndoneIsUndoneToItsEnd) {
  done_until("shift");
  state.steps["shift"].status = StepStatus::undone;
  state.steps["drill"].status = StepStatus::undone;
  state.steps["records"].status = StepStatus::undoing;
  EXPECT_THAT(undone({.mode = WayBack::traffic}), ElementsAre("records"));
}

TEST_F(WayBackTest, StandbyConfirmsReplicationAndSaysWhatItLacks) {
  done_until("shift");
  const WayBackRequest standby{.mode = WayBack::standby};
  auto plan = plan_way_back(graph, state, standby).value();
  ASSERT_EQ(plan.confirm.size(), 2u);
  EXPECT_EQ(plan.confirm[0].kind, "flows");
  EXPECT_EQ(plan.confirm[1].parameters.text("rule_id"), "rule-back");
  EXPECT_THAT(plan.lacks, IsEmpty());

  state.steps.clear();
  done_until("forward");
  plan = plan_way_back(graph, state, standby).value();
  EXPECT_THAT(plan.confirm, IsEmpty());
  EXPECT_THAT(plan.lacks, ElementsAre("back is not done"));
  std::erase_if(graph.steps, [](const auto& spec) { return spec.id == "back"; });
  plan = plan_way_back(graph, state, standby).value();
  EXPECT_THAT(plan.lacks, ElementsAre("the plan does not replicate new back to the source"));
}

TEST_F(WayBackTest, ReachesTheJournalAndComesBack) {
  for (const WayBackRequest& request :
       {WayBackRequest{.mode = WayBack::standby, .to = {}, .because = "it is slow"},
        WayBackRequest{.mode = WayBack::full, .to = "key", .because = ""}}) {
    EXPECT_EQ(way_back_from_json(to_json(request)), request);
  }
  // As older journals have it.
  EXPECT_EQ(way_back_from_json({{"because", "a test"}}).mode, WayBack::full);
}

Record record(RecordKind kind, const std::string& id = {}, boost::json::object payload = {}) {
  Record made;
  made.kind = kind;
  made.step = id;
  made.payload = std::move(payload);
  return made;
}

TEST(WayBackInState, ForwardAgainWhatWasUndoneIsPendingAndTheRestIsDone) {
  RunState state;
  for (const char* id : {"key", "shift"}) {
    state.apply(record(RecordKind::step_begun, id));
    state.apply(record(RecordKind::step_done, id,
                       {{"memory", boost::json::object{{"id", "it"}}}, {"note", ""}}));
  }
  state.apply(record(RecordKind::rollback_begun, {},
                     to_json(WayBackRequest{.mode = WayBack::traffic, .to = {}, .because = "b"})));
  state.apply(record(RecordKind::undo_begun, "shift"));
  state.apply(record(RecordKind::undo_done, "shift", {{"note", ""}}));
  state.apply(record(RecordKind::run_ended, {}, {{"outcome", "rolled_back"}}));
  EXPECT_EQ(state.outcome, Outcome::rolled_back);
  EXPECT_EQ(state.way_back.mode, WayBack::traffic);

  state.apply(record(RecordKind::forward_begun, {}, {{"because", "mended"}}));
  EXPECT_FALSE(state.rolling_back);
  EXPECT_EQ(state.outcome, Outcome::none);
  EXPECT_EQ(state.steps["key"].status, StepStatus::done);
  EXPECT_EQ(state.steps["key"].round, 0);
  EXPECT_EQ(state.steps["key"].memory.at("id"), "it");
  EXPECT_EQ(state.steps["shift"].status, StepStatus::pending);
  EXPECT_EQ(state.steps["shift"].round, 1);
  EXPECT_THAT(state.steps["shift"].memory, IsEmpty());
}

}  // namespace
}  // namespace godwit::run
