#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/plan_file.h"
#include "repo/apply.h"
#include "step/testing/consumer_world.h"

namespace godwit::step {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view plan_text = R"(plan: move
account: "111122223333"
regions: {source: eu-west-1, target: eu-central-1}
policy: {duration: 1d, downtime: 0s}
values:
  - {name: api, stack: api-stack, output: Url}
rewrite:
  repository: tree
  rules:
    - rule: address
      set: {ApiUrl: {value: api, append: /v1}}
    - rule: moved
      replace: {eu-west-1: eu-central-1}
)";

const std::string journal = "/work/move.rewrite";

struct RewriteStepTest : testing::Test {
  ConsumerWorld world;
  std::map<std::string, std::string> before = {
      {"a.sh", "REGION=eu-west-1\n"},
      {"settings/app.json",
       "{\"ApiUrl\": \"https://old.example/v1\", \"Region\": \"eu-west-1\"}\n"},
      {"topic.txt", "arn:aws:sns:eu-west-1:111122223333:alarms\n"},
  };
  std::map<std::string, std::string> after = before;

  RewriteStepTest() {
    after["a.sh"] = "REGION=eu-central-1\n";
    after["settings/app.json"] =
        "{\"ApiUrl\": \"https://new.example/v1\", \"Region\": \"eu-central-1\"}\n";
    const auto plan = plan::read_plan(plan_text, "/work/plan.yaml");
    EXPECT_TRUE(plan) << to_string(plan.error().front());
    const auto graph = plan::compile(*plan);
    EXPECT_TRUE(graph);
    world.spec = *graph->find("rewrite");
    // What the value's step has remembered.
    world.spec.parameters.set("value/api", "https://new.example");
    for (const auto& [path, content] : before) {
      EXPECT_TRUE(write_file(world.env.disk, "/work/tree/" + path, content));
    }
  }
  std::map<std::string, std::string> tree() {
    std::map<std::string, std::string> contents;
    for (const std::string& path : world.env.disk.paths()) {
      if (!path.starts_with("/work/tree/")) continue;
      contents[path.substr(11)] = read_file(world.env.disk, path).value_or("");
    }
    return contents;
  }
};

TEST_F(RewriteStepTest, ChangesTheTreeAndTakesItBack) {
  EXPECT_EQ(world.advance(),
            "2 files changed; 1 places are left to a person: godwit rewrite lists them");
  EXPECT_EQ(tree(), after);
  EXPECT_THAT(world.intents, ElementsAre("tree rewrite /work/tree"));
  EXPECT_EQ(world.observe()->state, State::in_place);
  EXPECT_EQ(world.foresee(), "2 files will have the old content again");
  EXPECT_TRUE(world.undo());
  EXPECT_EQ(tree(), before);
  EXPECT_EQ(world.env.disk.exists(journal), false);
  EXPECT_EQ(world.observe()->state, State::absent);
  EXPECT_EQ(world.foresee(), "nothing was rewritten");
}

TEST_F(RewriteStepTest, WhateverBecomesOfTheOneChange) {
  for (const Fate fate :
       {Fate::lost, Fate::timed_out, Fate::dies_before, Fate::dies_after, Fate::unreachable}) {
    world.fates = {{world.changes + 1, fate}};
    ASSERT_TRUE(world.advance()) << static_cast<int>(fate);
    EXPECT_EQ(tree(), after);
    world.fates = {{world.changes + 1, fate}};
    world.memory.clear();
    ASSERT_TRUE(world.undo()) << static_cast<int>(fate);
    EXPECT_EQ(tree(), before);
  }
}

TEST_F(RewriteStepTest, GoesOnWhereSomebodyElseHasEnded) {
  ASSERT_TRUE(world.advance());
  const auto changes = repo::read_journal(world.env.disk, journal);
  ASSERT_TRUE(changes);
  // Half of it is done, and nothing of it is remembered.
  ASSERT_TRUE(write_file(world.env.disk, "/work/tree/a.sh", before["a.sh"]));
  world.memory.clear();
  EXPECT_EQ(world.observe()->state, State::in_progress);
  EXPECT_TRUE(world.advance());
  EXPECT_EQ(tree(), after);
  // All of it is.
  world.memory.clear();
  const int changes_before = world.changes;
  EXPECT_TRUE(world.advance());
  EXPECT_EQ(world.changes, changes_before);
}

TEST_F(RewriteStepTest, StopsWhereAFileHasChangedMeanwhile) {
  ASSERT_TRUE(world.advance());
  ASSERT_TRUE(write_file(world.env.disk, "/work/tree/a.sh", "REGION=eu-central-1 # mine\n"));
  EXPECT_EQ(world.observe()->state, State::different);
  EXPECT_THAT(world.foresee().value(), HasSubstr("it will stop here, for a.sh has changed"));
  const auto undone = world.undo();
  ASSERT_FALSE(undone);
  EXPECT_EQ(undone.error().kind, ErrorKind::conflict);
  EXPECT_EQ(tree()["settings/app.json"], after["settings/app.json"]);
  ASSERT_TRUE(write_file(world.env.disk, "/work/tree/a.sh", after["a.sh"]));
  EXPECT_TRUE(world.undo());
  EXPECT_EQ(tree(), before);
}

TEST_F(RewriteStepTest, TakesNoOtherJournalForItsOwn) {
  ASSERT_TRUE(world.advance());
  world.memory.clear();
  ASSERT_TRUE(write_file(world.env.disk, "/work/tree/new.sh", before["a.sh"]));
  const auto refused = world.advance();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().cause, HasSubstr("is about other changes"));
}

TEST_F(RewriteStepTest, WhatIsThereAlreadyIsNoChange) {
  for (const auto& [path, content] : after) {
    ASSERT_TRUE(write_file(world.env.disk, "/work/tree/" + path, content));
  }
  EXPECT_THAT(world.advance().value(), HasSubstr("0 files changed"));
  EXPECT_EQ(world.changes, 0);
  EXPECT_EQ(world.undo(), "the tree is as it was");
}

}  // namespace
}  // namespace godwit::step
