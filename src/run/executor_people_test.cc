// What people and plans ask of an executor: approvals, pauses, an end, a part, deadlines, another
// plan.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "env/simulated_env.h"
#include "run/executor.h"
#include "run/testing/scripted.h"

namespace godwit::run {
namespace {

using testing::approval_of;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::graph_of;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;
using testing::spec_of;

struct NoCloud : aws::Cloud {
  Result<aws::Response> send(const aws::Request&) override {
    return fail({ErrorKind::unreachable, "send", "nowhere", "there is no cloud", {}});
  }
};

struct PeopleTest : ::testing::Test {
  SimulatedEnv world{Time{} + hours(24 * 365 * 50), 1};
  NoCloud cloud;
  testing::Script script;
  testing::Told told;
  plan::Graph graph = graph_of({spec_of("a"), spec_of("b", {"a"}), spec_of("c", {"b"})});
  ExecutorOptions options;
  std::unique_ptr<Journal> journal;
  std::unique_ptr<Executor> executor;

  Result<void> start() {
    executor.reset();
    journal.reset();
    told = testing::Told();
    journal = std::move(*Journal::open(world.disk, world.clock, "/run.journal"));
    options.requests = requests_path("/run.journal");
    options.make_step = [this](const plan::StepSpec& spec) {
      return std::make_unique<testing::ScriptedStep>(script, spec.id);
    };
    executor = std::make_unique<Executor>(world.env(), cloud, graph, *journal, told, options);
    return executor->start("test-1");
  }
  void pass(Duration time) { world.scheduler.run_until(world.clock.now() + time); }
  void say(RequestKind kind, const std::string& gate = {}) {
    ASSERT_TRUE(ask(world.disk, world.sleeper, requests_path("/run.journal"),
                    {.kind = kind,
                     .gate = gate,
                     .by = "Ada",
                     .because = "I know why",
                     .time = world.clock.now()}));
  }
  // A step that waits so long at a time, forever.
  void waits(const std::string& id, Duration time) {
    script.advance[id] = [time](step::Context& context) -> Result<step::Progress> {
      return step::Wait{context.now() + time, "it takes its time"};
    };
  }
};

TEST_F(PeopleTest, AStepWaitsForItsApproval) {
  graph.steps[1].gates.push_back(approval_of("go-live"));
  ASSERT_TRUE(start());
  pass(hours(5));
  EXPECT_THAT(told.records, Contains("step_done a"));
  EXPECT_THAT(told.records, Not(Contains("step_begun b")));
  EXPECT_THAT(told.waits, ElementsAre(HasSubstr("waiting for approval of go-live")));
  say(RequestKind::approve, "something-else");
  pass(minutes(5));
  EXPECT_THAT(told.records, Not(Contains("approved")));
  say(RequestKind::approve, "go-live");
  pass(minutes(5));
  EXPECT_EQ(executor->state().outcome, Outcome::completed);
  const auto& approvals = executor->state().approvals;
  ASSERT_TRUE(approvals.contains("go-live"));
  EXPECT_EQ(approvals.at("go-live").by, "Ada");
  EXPECT_EQ(approvals.at("go-live").because, "I know why");
}

TEST_F(PeopleTest, AnApprovalCanComeBeforeItIsAskedForAndOutlivesTheProcess) {
  graph.steps[2].gates.push_back(approval_of("go-live"));
  waits("b", hours(1));
  ASSERT_TRUE(start());
  say(RequestKind::approve, "go-live");
  pass(minutes(5));
  EXPECT_THAT(told.records, Contains("approved"));
  script.advance.erase("b");
  ASSERT_TRUE(start());
  pass(hours(2));
  EXPECT_EQ(executor->state().outcome, Outcome::completed);
  EXPECT_THAT(told.records, Not(Contains("approved"))) << "acted on once";
}

TEST_F(PeopleTest, APausedRunBeginsNothingUntilItIsContinued) {
  waits("a", minutes(10));
  ASSERT_TRUE(start());
  say(RequestKind::pause);
  pass(minutes(5));
  ASSERT_TRUE(executor->state().paused);
  script.advance.erase("a");
  pass(hours(24));
  EXPECT_THAT(told.records, Not(Contains("step_done a")));
  EXPECT_THAT(told.waits, Contains("run: paused by Ada: I know why"));

  // Another process finds it paused.
  ASSERT_TRUE(start());
  pass(hours(1));
  EXPECT_THAT(told.records, ElementsAre("run_resumed"));
  say(RequestKind::go_on);
  pass(minutes(5));
  EXPECT_EQ(executor->state().outcome, Outcome::completed);
}

TEST_F(PeopleTest, ACancelledRunEndsAndCanBeResumed) {
  waits("b", minutes(10));
  ASSERT_TRUE(start());
  pass(minutes(1));
  say(RequestKind::cancel);
  pass(minutes(5));
  EXPECT_EQ(executor->state().outcome, Outcome::cancelled);
  EXPECT_THAT(told.records, IsSupersetOf({"cancelled", "run_ended"}));
  EXPECT_EQ(world.scheduler.pending(), 0u) << "nothing is left to do";
  script.advance.erase("b");
  ASSERT_TRUE(start());
  pass(minutes(5));
  EXPECT_EQ(executor->state().outcome, Outcome::completed);
}

TEST_F(PeopleTest, ACancellationThatDiedOnTheWayIsFinishedByTheNextProcess) {
  waits("b", minutes(10));
  ASSERT_TRUE(start());
  executor.reset();
  ASSERT_TRUE(journal->append(RecordKind::cancelled, {}, {{"by", "Ada"}, {"because", "x"}}));
  ASSERT_TRUE(journal->sync());
  ASSERT_TRUE(start());
  EXPECT_EQ(executor->state().outcome, Outcome::cancelled);
}

TEST_F(PeopleTest, StopsUntilAndOnly) {
  options.until = "b";
  ASSERT_TRUE(start());
  pass(minutes(5));
  EXPECT_TRUE(executor->stopped());
  EXPECT_TRUE(told.stopped);
  EXPECT_THAT(told.records, Contains("step_done b"));
  EXPECT_THAT(told.records, Not(Contains("step_begun c")));
  EXPECT_EQ(executor->state().outcome, Outcome::none);

  options.until.clear();
  options.only = {"c"};
  ASSERT_TRUE(start());
  pass(minutes(5));
  EXPECT_EQ(executor->state().outcome, Outcome::completed);
}

TEST_F(PeopleTest, OnlyWhatIsReadyCanBeChosen) {
  options.only = {"c"};
  auto started = start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().cause, "it waits for b, which is neither done nor among them");
  options.only = {"a", "bb"};
  started = start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::not_found);
  options.only = {"a", "b"};
  ASSERT_TRUE(start());
  pass(minutes(5));
  EXPECT_TRUE(executor->stopped());
  EXPECT_THAT(told.records, Not(Contains("step_begun c")));
}

TEST_F(PeopleTest, AStepPastItsDeadlineFailsWithTheReasonAndHasAsLongAgain) {
  graph.steps[1].deadline = hours(2);
  waits("b", minutes(50));
  ASSERT_TRUE(start());
  pass(hours(1));
  EXPECT_EQ(executor->state().outcome, Outcome::none);
  pass(minutes(61));
  EXPECT_EQ(executor->state().outcome, Outcome::failed);
  ASSERT_TRUE(executor->failure());
  EXPECT_EQ(executor->failure()->cause,
            "it is not done within its deadline of 2h; the last that it said: it takes its time");
  ASSERT_TRUE(start());
  pass(hours(1));
  EXPECT_EQ(executor->state().outcome, Outcome::none);
  script.advance.erase("b");
  pass(hours(1));
  EXPECT_EQ(executor->state().outcome, Outcome::completed);
}

TEST_F(PeopleTest, APlanMayChangeWhereNothingHasBegun) {
  graph.steps[0].parameters.set("size", 1);
  graph.steps[2].parameters.set("size", 1);
  graph.steps[2].parameters.set("url",
                                std::string("https://ada:secret@example.com/x?token=hidden"));
  waits("b", hours(1));
  ASSERT_TRUE(start());
  for (const Record& record : journal->records()) {
    const std::string text = canonical(record.payload);
    EXPECT_THAT(text, Not(HasSubstr("secret")));
    EXPECT_THAT(text, Not(HasSubstr("hidden")));
  }
  const plan::Graph before = graph;

  graph.steps[2].parameters.set("size", 2);
  graph.steps.push_back(spec_of("d", {"c"}));
  script.advance.erase("b");
  ASSERT_TRUE(start());
  pass(minutes(5));
  EXPECT_THAT(told.records, IsSupersetOf({"run_resumed", "plan_changed", "step_done d"}));
  const auto changed =
      std::ranges::find(journal->records(), RecordKind::plan_changed, &Record::kind);
  EXPECT_EQ(canonical({{"c", changed->payload.at("changes")}}),
            R"({"c":[["c","size: 1 -> 2"],["d","is new"]]})");

  graph = before;
  graph.steps[0].parameters.set("size", 3);
  const auto refused = start();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  EXPECT_THAT(refused.error().cause, HasSubstr("a (has begun): size: 1 -> 3"));
  EXPECT_THAT(refused.error().cause, HasSubstr("d (has begun): is gone"));
}

TEST_F(PeopleTest, AQuestionIsAnsweredByNamingTheThing) {
  script.advance["b"] = [](step::Context& context) -> Result<step::Progress> {
    if (context.adopted == "bucket-7") return step::Done{"taken over"};
    return fail(
        {ErrorKind::conflict, "take over the bucket", "bucket-7", "it is there", "see", "Adopt"});
  };
  ASSERT_TRUE(start());
  pass(minutes(5));
  EXPECT_EQ(executor->state().outcome, Outcome::failed);
  options.adopt = {"bucket-8"};
  ASSERT_TRUE(start());
  pass(minutes(5));
  EXPECT_EQ(executor->state().outcome, Outcome::failed);
  options.adopt = {"bucket-7"};
  ASSERT_TRUE(start());
  pass(minutes(5));
  EXPECT_THAT(told.records, Contains("adopted b"));
  EXPECT_EQ(executor->state().outcome, Outcome::completed);
}

TEST_F(PeopleTest, TheLongestWayGoesFirst) {
  graph = graph_of({spec_of("short"), spec_of("long-1"), spec_of("long-2", {"long-1"}),
                    spec_of("long-3", {"long-2"})});
  ASSERT_TRUE(start());
  pass(minutes(5));
  EXPECT_THAT(told.records,
              ElementsAre("run_begun", "step_begun long-1", "step_done long-1", "step_begun short",
                          "step_done short", "step_begun long-2", "step_done long-2",
                          "step_begun long-3", "step_done long-3", "run_ended"));
}

TEST_F(PeopleTest, GivesUpAStepThatFailsTooOftenInARow) {
  int tries = 0;
  script.advance["a"] = [&](step::Context&) -> Result<step::Progress> {
    ++tries;
    return fail({ErrorKind::throttled, "do a", "a", "slow down", {}});
  };
  ASSERT_TRUE(start());
  pass(hours(24));
  EXPECT_EQ(executor->state().outcome, Outcome::failed);
  EXPECT_EQ(tries, 13);
}

TEST_F(PeopleTest, ObserversHearOfDurableRecordsOnly) {
  told.heard = nullptr;
  ASSERT_TRUE(start());
  int heard = 0;
  told.heard = [&](const Record& record) {
    ++heard;
    EXPECT_LE(record.sequence, journal->durable());
  };
  pass(minutes(1));
  EXPECT_GT(heard, 5);
}

TEST_F(PeopleTest, ASerialStepCostsOneSync) {
  std::vector<plan::StepSpec> steps;
  for (int i = 0; i < 50; ++i) {
    steps.push_back(spec_of(fmt::format("s{}", i), i == 0
                                                       ? std::vector<std::string>()
                                                       : std::vector{fmt::format("s{}", i - 1)}));
  }
  graph = graph_of(steps);
  ASSERT_TRUE(start());
  std::uint64_t last = journal->durable();
  int commits = 0;
  told.heard = [&](const Record&) {
    commits += journal->durable() != last ? 1 : 0;
    last = journal->durable();
  };
  pass(minutes(1));
  EXPECT_EQ(executor->state().outcome, Outcome::completed);
  EXPECT_EQ(commits, 51) << "one for each step, and one for the end";
}

}  // namespace
}  // namespace godwit::run
