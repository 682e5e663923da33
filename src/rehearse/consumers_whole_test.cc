// Evidence by hand of what consumers saw: one that is whole, and the same with one thing changed.
#include <gmock/gmock.h>

#include "rehearse/consumer_values.h"
#include "rehearse/invariant.h"
#include "rehearse/testing/small.h"

namespace godwit::rehearse::testing {
namespace {

using run::RecordKind;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const char* consumers = R"(
values:
  - {name: api, stack: api-new, output: Endpoint}
consumers:
  - {name: app, kind: file, file: app.json, record: Record,
     set: {Region: eu-central-1, Api: {value: api, append: /v1}}}
  - {name: release, kind: command, run: [./release.sh, new], undo: [./release.sh, old],
     check: [./released.sh], timeout: 10m}
)";
const char* stacks = R"(
stacks:
  - {name: api-new, region: eu-central-1, outputs: {Endpoint: "https://new.example.org"}}
workload:)";

const SettingsSeen old_ones = {{"Region", "eu-west-1"}, {"Api", "https://old.example.org/v1"}};
const SettingsSeen new_ones = {{"Region", "eu-central-1"}, {"Api", "https://new.example.org/v1"}};

struct ConsumersWhole : ::testing::Test {
  Small small = make_small({{"workload: {read_through: true}",
                             std::string("workload: {read_through: true}") + consumers}},
                           {{"\nworkload:", stacks}});
  Evidence evidence;

  ConsumersWhole() {
    see(old_ones);
    see(new_ones, 1);
    evidence.happened = {"release"};
    evidence.consumers_before["app"].settings = old_ones;
    evidence.consumers_before["app"].settings["Other"] = "stays";
    evidence.consumers_after["app"].settings = new_ones;
    evidence.consumers_after["app"].settings["Other"] = "stays";
    evidence.consumers_after["app"].settings["Record"] = "{}";
    write(RecordKind::run_begun, {}, {{"run", "r"}, {"graph", "g"}});
    end("completed");
  }

  void write(RecordKind kind, const std::string& step, boost::json::object payload = {}) {
    run::Record record;
    record.sequence = evidence.journal.size() + 1;
    record.kind = kind;
    record.step = step;
    record.payload = std::move(payload);
    evidence.journal.push_back(std::move(record));
  }
  void end(const std::string& outcome) { write(RecordKind::run_ended, {}, {{"outcome", outcome}}); }
  void see(SettingsSeen settings, std::uint64_t epoch = 0, std::string trouble = {}) {
    evidence.consumer_views.push_back({Time(hours(evidence.consumer_views.size())), "app",
                                       std::move(settings), epoch, std::move(trouble)});
  }
  // As it was: the same evidence of a way back.
  void go_back() {
    evidence.journal.pop_back();
    write(RecordKind::rollback_begun, {}, {{"mode", "full"}, {"because", "a test"}});
    end("rolled back");
    see(old_ones, 2);
    evidence.happened = {};
    for (const auto& [name, value] : old_ones) {
      evidence.consumers_after["app"].settings[name] = value;
    }
  }
  Verdict verdict() const {
    const auto judged = judge_consumers_whole({small.plan, small.graph, small.account, evidence});
    EXPECT_TRUE(judged);
    return judged.value_or(Verdict{});
  }
};

TEST_F(ConsumersWhole, KnowsWhatThePlanWants) {
  EXPECT_EQ(wanted_settings(small.plan, small.account, small.plan.consumers[0]), new_ones);
  small.account.stacks[0].region = "eu-west-1";
  EXPECT_EQ(wanted_settings(small.plan, small.account, small.plan.consumers[0]).at("Api"),
            std::nullopt);
}

TEST_F(ConsumersWhole, HoldsWhereAllIsOldAndThenAllIsNew) {
  EXPECT_TRUE(verdict().held) << verdict().first;
  go_back();
  EXPECT_TRUE(verdict().held) << verdict().first;
}

TEST_F(ConsumersWhole, SaysNothingWithoutConsumers) {
  small.plan.consumers.clear();
  EXPECT_FALSE(judge_consumers_whole({small.plan, small.graph, small.account, evidence}));
}

TEST_F(ConsumersWhole, BreaksAtHalfAChange) {
  SettingsSeen half = old_ones;
  half["Region"] = "eu-central-1";
  see(half);
  see(new_ones, 1);
  EXPECT_FALSE(verdict().held);
  EXPECT_THAT(verdict().first, AllOf(HasSubstr("app has 1 of 2"), Not(HasSubstr("example.org"))));
}

TEST_F(ConsumersWhole, BreaksWhereASettingIsGone) {
  see({{"Region", "eu-central-1"}, {"Api", std::nullopt}});
  see(new_ones, 1);
  EXPECT_FALSE(verdict().held);
}

TEST_F(ConsumersWhole, BreaksWhereNothingCanBeRead) {
  see({}, 0, "app.json is no JSON");
  see(new_ones, 1);
  EXPECT_FALSE(verdict().held);
  EXPECT_THAT(verdict().first, HasSubstr("no JSON"));
}

TEST_F(ConsumersWhole, BreaksWhereTheEndIsNotAsTheRunSays) {
  see(old_ones, 2);
  EXPECT_FALSE(verdict().held) << "it completed, and the app was told to go back";
  evidence.consumer_views.pop_back();
  go_back();
  see(new_ones, 3);
  EXPECT_FALSE(verdict().held) << "it was rolled back, and the app goes to the new region";
  EXPECT_THAT(verdict().first, HasSubstr("as before"));
}

TEST_F(ConsumersWhole, LooksAtWhatLiesThereToo) {
  evidence.consumers_after["app"].settings["Other"] = "changed";
  EXPECT_FALSE(verdict().held);
  EXPECT_THAT(verdict().first, HasSubstr("Other"));
  evidence.consumers_after["app"].settings["Other"] = "stays";
  evidence.consumers_after["app"].settings["Region"] = "eu-west-1";
  EXPECT_FALSE(verdict().held);
  evidence.consumers_after["app"].settings["Region"] = "eu-central-1";
  evidence.consumers_after["app"].settings["More"] = "nobody wanted it";
  EXPECT_FALSE(verdict().held);
}

TEST_F(ConsumersWhole, LeavesARewriteToChangeEverythingElse) {
  small.plan.consumers[0].file = "repo/app.json";
  evidence.consumers_after["app"].settings["Other"] = "changed";
  EXPECT_FALSE(verdict().held);
  small.plan.rewrite.emplace().repository = "repo";
  EXPECT_TRUE(verdict().held) << verdict().first;
  evidence.consumers_after["app"].settings["Region"] = "eu-west-1";
  EXPECT_FALSE(verdict().held);
}

TEST_F(ConsumersWhole, LooksAtFunctionsAfterAWayBack) {
  ConsumerPlace& before = evidence.consumers_before["app"];
  ConsumerPlace& after = evidence.consumers_after["app"];
  before.functions["token"] = "deployed";
  before.sources["token"] = "old sources";
  after.sources["token"] = "new sources";
  after.functions["token"] = "old sources";
  EXPECT_FALSE(verdict().held) << "it completed";
  after.functions["token"] = "new sources";
  EXPECT_TRUE(verdict().held) << verdict().first;
  go_back();
  EXPECT_FALSE(verdict().held) << "the function is the new one";
  EXPECT_THAT(verdict().first, HasSubstr("function token"));
  after.functions["token"] = "old sources";
  EXPECT_TRUE(verdict().held) << verdict().first;
  after.functions["token"] = "deployed";
  EXPECT_TRUE(verdict().held) << verdict().first;
}

TEST_F(ConsumersWhole, BreaksWhereAProgramRanTwiceOrNever) {
  evidence.local_changes.push_back(
      {Time(hours(1)), "engine", "program run", "./release.sh new", 9, true});
  EXPECT_FALSE(verdict().held);
  EXPECT_THAT(verdict().first, HasSubstr("./release.sh new"));
  evidence.local_changes.clear();
  evidence.happened.clear();
  EXPECT_FALSE(verdict().held);
}

// A run that stopped in the middle of a consumer has it on either side, but never between.
TEST_F(ConsumersWhole, AsksNoSideOfAStepThatIsUnderWay) {
  evidence.journal.pop_back();
  write(RecordKind::step_begun, "consumer/app");
  write(RecordKind::step_begun, "consumer/release");
  EXPECT_TRUE(verdict().held) << verdict().first;
  see(old_ones, 2);
  EXPECT_TRUE(verdict().held) << verdict().first;
  see({{"Region", "eu-west-1"}, {"Api", "https://new.example.org/v1"}}, 3);
  EXPECT_FALSE(verdict().held);
}

}  // namespace
}  // namespace godwit::rehearse::testing
