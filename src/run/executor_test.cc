#include "run/executor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/codec.h"
#include "env/simulated_env.h"

namespace godwit::run {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// An account with one bucket that can be given versions, and a switch for what goes wrong.
class OneBucket : public aws::Cloud {
 public:
  enum class Trouble { none, throttled, unreachable, lost_request, lost_answer, denied };

  Result<aws::Response> send(const aws::Request& request) override {
    ++requests;
    const aws::Service& service = aws::service(request.service);
    auto parsed = aws::parse_request(service, request.http);
    EXPECT_TRUE(parsed);
    bool reads = aws::reads_only(parsed->operation->name);
    Trouble now = reads && trouble != Trouble::unreachable ? Trouble::none
                                                           : std::exchange(trouble, Trouble::none);
    if (now == Trouble::throttled) return refuse(service, *parsed->operation, 503, "SlowDown");
    if (now == Trouble::denied) return refuse(service, *parsed->operation, 403, "AccessDenied");
    if (now == Trouble::unreachable) {
      return fail({ErrorKind::unreachable, "send", request.http.host, "connection refused", {}});
    }
    aws::Value output = aws::Value::structure();
    if (parsed->operation->name == "GetCallerIdentity") output.set("Account", "558069890522");
    if (parsed->operation->name == "GetBucketVersioning" && versioned)
      output.set("Status", "Enabled");
    if (parsed->operation->name == "PutBucketVersioning" && now != Trouble::lost_request) {
      versioned = true;
      ++effects;
    }
    if (now == Trouble::lost_request || now == Trouble::lost_answer) {
      return fail({ErrorKind::unknown, "send", request.http.host, "timed out", {}});
    }
    aws::Response response = aws::serialize_response(service, *parsed->operation, output, "id");
    response.elapsed = milliseconds(40);
    return response;
  }

  Trouble trouble = Trouble::none;  // for the next request that changes something
  bool versioned = false;
  int effects = 0;
  int requests = 0;

 private:
  static aws::Response refuse(const aws::Service& service, const aws::Operation& operation,
                              int status, const std::string& code) {
    return aws::serialize_error(service, &operation, {status, code, code, {}}, "id", false);
  }
};

class Log : public Observer {
 public:
  void on_record(const Record& record) override { kinds.emplace_back(to_string(record.kind)); }
  void on_wait(Time, const std::string&, const std::string& why) override { waits.push_back(why); }
  std::vector<std::string> kinds;
  std::vector<std::string> waits;
};

plan::Graph two_steps() {
  plan::Graph graph;
  graph.plan = "test";
  graph.account = "558069890522";
  plan::StepSpec account{"account/verify", "account", "", "prepare", {}, {}, {}, ""};
  account.parameters.set("account", std::string("558069890522"));
  account.parameters.set("region", std::string("eu-west-1"));
  plan::StepSpec versions{"bucket/b/version-source", "versioning", "", "prepare", {},
                          {"account/verify"},        {},           ""};
  versions.parameters.set("region", std::string("eu-west-1"));
  versions.parameters.set("name", std::string("medzen"));
  versions.parameters.set("owner", std::string("558069890522"));
  graph.steps = {account, versions};
  return graph;
}

struct ExecutorTest : testing::Test {
  SimulatedEnv world{Time{} + hours(24 * 365 * 50), 1};
  OneBucket cloud;
  Log log;
  plan::Graph graph = two_steps();
  std::unique_ptr<Journal> journal;
  std::unique_ptr<Executor> executor;

  void begin() {
    executor.reset();
    journal.reset();
    journal = std::move(*Journal::open(world.disk, world.clock, "/run.journal"));
    executor = std::make_unique<Executor>(world.env(), cloud, graph, *journal, log);
  }
  Result<void> start() { return executor->start("test-1"); }
  void run() {
    begin();
    ASSERT_TRUE(start());
    world.scheduler.run_until(world.clock.now() + hours(2));
  }
};

TEST_F(ExecutorTest, WritesIntentBeforeAndOutcomeAfterEachChange) {
  run();
  EXPECT_EQ(executor->state().outcome, Outcome::completed);
  EXPECT_THAT(log.kinds, ElementsAre("run_begun", "step_begun", "step_done", "step_begun",
                                     "remembered", "intent", "applied", "step_done", "run_ended"));
  EXPECT_EQ(cloud.effects, 1);
}

TEST_F(ExecutorTest, TakesVirtualTimeForItsCalls) {
  Time before = world.clock.now();
  begin();
  ASSERT_TRUE(start());
  while (!executor->ended()) ASSERT_TRUE(world.scheduler.run_one());
  EXPECT_EQ(world.clock.now() - before, milliseconds(40 * 5))
      << "head, get; head, get, put; then a new turn";
}

TEST_F(ExecutorTest, TriesAgainWhatWasThrottledOrUnreachable) {
  for (auto trouble : {OneBucket::Trouble::throttled, OneBucket::Trouble::unreachable}) {
    std::ignore = world.disk.remove("/run.journal");
    log = Log();
    cloud = OneBucket();
    cloud.trouble = trouble;
    run();
    EXPECT_EQ(executor->state().outcome, Outcome::completed);
    EXPECT_EQ(cloud.effects, 1);
    ASSERT_FALSE(log.waits.empty());
    EXPECT_THAT(log.waits[0], HasSubstr("trying again"));
    journal.reset();
  }
}

TEST_F(ExecutorTest, LooksAfterAnUnknownOutcomeAndNeverRepeatsBlindly) {
  cloud.trouble = OneBucket::Trouble::lost_answer;
  run();
  EXPECT_EQ(executor->state().outcome, Outcome::completed);
  EXPECT_EQ(cloud.effects, 1) << "the effect had happened; a second call would double it";
  EXPECT_THAT(log.kinds,
              ElementsAre("run_begun", "step_begun", "step_done", "step_begun", "remembered",
                          "intent", "unknown", "observed", "step_done", "run_ended"));
}

TEST_F(ExecutorTest, ActsAfterTheLookShowsThatNothingHappened) {
  cloud.trouble = OneBucket::Trouble::lost_request;
  run();
  EXPECT_EQ(executor->state().outcome, Outcome::completed);
  EXPECT_EQ(cloud.effects, 1);
  EXPECT_THAT(log.kinds, ElementsAre("run_begun", "step_begun", "step_done", "step_begun",
                                     "remembered", "intent", "unknown", "observed", "intent",
                                     "applied", "step_done", "run_ended"));
}

TEST_F(ExecutorTest, StopsWithTheReasonWhenRefused) {
  cloud.trouble = OneBucket::Trouble::denied;
  run();
  EXPECT_EQ(executor->state().outcome, Outcome::failed);
  ASSERT_TRUE(executor->failure());
  EXPECT_EQ(executor->failure()->code, "AccessDenied");
  EXPECT_EQ(cloud.effects, 0);
}

TEST_F(ExecutorTest, ResumesAFailedRunAtItsFailedStep) {
  cloud.trouble = OneBucket::Trouble::denied;
  run();
  run();
  EXPECT_EQ(executor->state().outcome, Outcome::completed);
  EXPECT_EQ(cloud.effects, 1);
}

TEST_F(ExecutorTest, LooksFirstWhereAJournalEndsInAnIntent) {
  begin();
  ASSERT_TRUE(
      journal->append(RecordKind::run_begun, "", {{"run", "test-1"}, {"graph", graph.digest()}}));
  ASSERT_TRUE(journal->append(RecordKind::step_begun, "account/verify", {}));
  ASSERT_TRUE(journal->append(RecordKind::step_done, "account/verify",
                              {{"note", ""}, {"memory", boost::json::object()}}));
  ASSERT_TRUE(journal->append(RecordKind::step_begun, "bucket/b/version-source", {}));
  ASSERT_TRUE(journal->append(RecordKind::intent, "bucket/b/version-source", {}));
  ASSERT_TRUE(journal->sync());
  cloud.versioned = true;  // the call had reached AWS
  run();
  EXPECT_EQ(executor->state().outcome, Outcome::completed);
  EXPECT_EQ(cloud.effects, 0);
  EXPECT_THAT(log.kinds, ElementsAre("run_resumed", "observed", "step_done", "run_ended"));
}

TEST_F(ExecutorTest, RefusesAJournalOfAnotherPlan) {
  run();
  graph.steps[1].parameters.set("name", std::string("another"));
  begin();
  auto started = start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::conflict);
}

// However early the disk is full: nothing has happened that no intent on it speaks of.
TEST_F(ExecutorTest, DoesNothingThatItCannotWriteDown) {
  int halts = 0;
  for (std::uint64_t room = 1000; room < 40'000; room += 1000) {
    executor.reset();
    journal.reset();
    std::ignore = world.disk.remove("/run.journal");
    cloud = OneBucket();
    begin();
    world.disk.set_capacity(world.disk.used() + room);
    const bool started = start().has_value();
    world.scheduler.run_until(world.clock.now() + hours(2));
    world.disk.set_capacity(1 << 30);
    if (!started || executor->halted()) {
      ++halts;
      if (started) {
        EXPECT_EQ(executor->failure()->kind, ErrorKind::storage);
      }
      const int effects = cloud.effects;
      begin();
      const auto& records = journal->records();
      EXPECT_LE(effects, std::ranges::count(records, RecordKind::intent, &Record::kind)) << room;
      ASSERT_TRUE(start());
      world.scheduler.run_until(world.clock.now() + hours(2));
    }
    EXPECT_EQ(executor->state().outcome, Outcome::completed) << room;
    EXPECT_EQ(cloud.effects, 1) << room;
  }
  EXPECT_GE(halts, 5);
}

TEST_F(ExecutorTest, UndoesInReverseOrder) {
  run();
  log.kinds.clear();
  ASSERT_TRUE(executor->roll_back({.because = "a test"}));
  world.scheduler.run_until(world.clock.now() + hours(2));
  EXPECT_EQ(executor->state().outcome, Outcome::rolled_back);
  EXPECT_THAT(log.kinds, ElementsAre("rollback_begun", "undo_begun", "undo_done", "undo_begun",
                                     "undo_done", "run_ended"));
  const auto& records = journal->records();
  EXPECT_EQ(records[records.size() - 4].step, "bucket/b/version-source");
  EXPECT_EQ(records[records.size() - 2].step, "account/verify");
}

}  // namespace
}  // namespace godwit::run
