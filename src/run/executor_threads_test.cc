// An executor whose turns are taken on threads, in real time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <future>

#include "env/real_env.h"
#include "env/real_workers.h"
#include "run/executor.h"
#include "run/testing/scripted.h"

namespace godwit::run {
namespace {

using ::testing::Contains;
using testing::graph_of;
using ::testing::Not;
using testing::spec_of;

// Answers nothing until it is opened.
class BlockingCloud : public aws::Cloud {
 public:
  Result<aws::Response> send(const aws::Request&) override {
    std::unique_lock lock(mutex_);
    most_ = std::max(most_, ++inside_);
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
    --inside_;
    ++answered_;
    aws::Response response;
    response.status = 200;
    return response;
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void wait_for(int inside) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return inside_ >= inside; });
  }
  int most() {
    const std::lock_guard lock(mutex_);
    return most_;
  }
  int answered() {
    const std::lock_guard lock(mutex_);
    return answered_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
  int inside_ = 0;
  int most_ = 0;
  int answered_ = 0;
};

aws::Request a_change() {
  aws::Request request;
  request.service = "s3";
  request.operation = "PutBucketVersioning";
  request.region = "eu-west-1";
  request.http.host = "b.s3.eu-west-1.amazonaws.com";
  request.http.path = "/";
  return request;
}

struct ThreadsTest : ::testing::Test {
  RealEnv world;
  BlockingCloud cloud;
  testing::Script script;
  testing::Told told;
  plan::Graph graph;
  std::string path = ::testing::TempDir() + "/godwit_threads_" + std::to_string(getpid()) + "_" +
                     ::testing::UnitTest::GetInstance()->current_test_info()->name();
  ExecutorOptions options;
  std::unique_ptr<RealWorkers> workers;
  std::unique_ptr<Journal> journal;
  std::unique_ptr<Executor> executor;

  void SetUp() override { remove_files(); }
  void TearDown() override {
    cloud.open();
    executor.reset();
    workers.reset();
    journal.reset();
    remove_files();
  }
  void remove_files() {
    for (const char* end : {"", "-wal", "-shm", "-lease", "-requests"}) {
      std::ignore = world.disk.remove(path + end);
    }
  }

  void make(std::size_t threads) {
    workers = std::make_unique<RealWorkers>(world.clock, world.scheduler, threads);
    journal = std::move(*Journal::open(world.disk, world.clock, path, {.writer_thread = true}));
    options.workers = workers.get();
    options.make_step = [this](const plan::StepSpec& spec) {
      return std::make_unique<testing::ScriptedStep>(script, spec.id);
    };
    told.over = [this] { world.scheduler.stop(); };
    told.heard = [this](const Record& record) {
      if (record.kind == RecordKind::run_ended) world.scheduler.stop();
    };
    executor = std::make_unique<Executor>(world.env(), cloud, graph, *journal, told, options);
    ASSERT_TRUE(executor->start("test-1"));
  }
  // A step that changes something, and remembers what it read of another.
  void changes(const std::string& id) {
    script.advance[id] = [id](step::Context& context) -> Result<step::Progress> {
      if (!context.recall("done").empty()) return step::Done{"changed"};
      TRY_VOID(context.cloud.send(a_change()));
      if (const auto* root = context.memory_of("root")) context.memory["root"] = root->at("id");
      context.remember("done", std::string("yes"));
      return step::Again{};
    };
  }
  // root first, `count` side by side, then the last.
  void fan(int count) {
    std::vector<plan::StepSpec> steps{spec_of("root")};
    std::vector<std::string> all;
    for (int i = 0; i < count; ++i) {
      all.push_back(fmt::format("s{}", i));
      steps.push_back(spec_of(all.back(), {"root"}));
      changes(all.back());
    }
    steps.push_back(spec_of("last", all));
    graph = graph_of(std::move(steps));
    script.advance["root"] = [](step::Context& context) -> Result<step::Progress> {
      context.remember("id", std::string("of-root"));
      return step::Done{};
    };
  }
};

TEST_F(ThreadsTest, TurnsGoSideBySideAndNothingIsLost) {
  fan(200);
  make(8);
  auto opened = std::async(std::launch::async, [this] {
    cloud.wait_for(8);
    cloud.open();
  });
  world.scheduler.run();
  opened.get();
  EXPECT_EQ(executor->state().outcome, Outcome::completed);
  EXPECT_EQ(cloud.most(), 8) << "as many as there are workers";
  EXPECT_EQ(cloud.answered(), 200);
  executor.reset();
  workers.reset();
  const RunState again = fold(journal->records());
  EXPECT_EQ(again.outcome, Outcome::completed);
  EXPECT_EQ(again.steps.at("s199").memory.at("root"), "of-root");
  // Observers heard everything once, in the journal's order.
  ASSERT_EQ(told.records.size(), journal->records().size());
  for (std::size_t i = 0; i < told.records.size(); ++i) {
    EXPECT_TRUE(told.records[i].starts_with(to_string(journal->records()[i].kind)));
  }
}

TEST_F(ThreadsTest, StopsAtASafePoint) {
  fan(20);
  make(4);
  auto stopped = std::async(std::launch::async, [this] {
    cloud.wait_for(4);
    world.scheduler.at(world.clock.now(), [this] { executor->stop("asked to"); });
    world.scheduler.at(world.clock.now() + milliseconds(50), [this] { cloud.open(); });
  });
  world.scheduler.run();
  stopped.get();
  EXPECT_TRUE(executor->stopped());
  EXPECT_EQ(cloud.answered(), 4) << "what was under way ends, and nothing else begins";
  for (const auto& [id, step] : executor->state().steps) EXPECT_FALSE(step.outcome_unknown) << id;
}

TEST_F(ThreadsTest, IsRolledBackAtASafePoint) {
  fan(20);
  make(4);
  auto asked = std::async(std::launch::async, [this] {
    cloud.wait_for(4);
    world.scheduler.at(world.clock.now(), [this] {
      EXPECT_TRUE(executor->roll_back({.because = "a test"}));
      EXPECT_FALSE(executor->state().rolling_back) << "four turns are under way";
    });
    world.scheduler.at(world.clock.now() + milliseconds(50), [this] { cloud.open(); });
  });
  world.scheduler.run();
  asked.get();
  EXPECT_EQ(executor->state().outcome, Outcome::rolled_back);
  EXPECT_EQ(cloud.answered(), 4);
  EXPECT_THAT(told.records, Contains("undo_done root"));
}

TEST_F(ThreadsTest, AFailureLetsTheOthersEndTheirTurns) {
  fan(3);
  script.advance["s0"] = [this](step::Context&) -> Result<step::Progress> {
    cloud.wait_for(2);
    world.scheduler.at(world.clock.now() + milliseconds(50), [this] { cloud.open(); });
    return fail({ErrorKind::refused, "do s0", "s0", "no", "ask"});
  };
  make(4);
  world.scheduler.run();
  EXPECT_EQ(executor->state().outcome, Outcome::failed);
  ASSERT_TRUE(executor->failure());
  EXPECT_EQ(executor->failure()->cause, "no");
  EXPECT_EQ(told.records.back(), "run_ended");
  EXPECT_EQ(cloud.answered(), 2);
}

TEST_F(ThreadsTest, TheDestructorWaitsForTurnsThatAreUnderWay) {
  fan(4);
  make(4);
  world.scheduler.at(world.clock.now() + milliseconds(100), [this] { world.scheduler.stop(); });
  world.scheduler.run();
  cloud.wait_for(4);
  auto opened = std::async(std::launch::async, [this] {
    world.sleeper.sleep(milliseconds(50));
    cloud.open();
  });
  executor.reset();
  EXPECT_EQ(cloud.answered(), 4);
  opened.get();
  world.scheduler.at(world.clock.now() + milliseconds(50), [this] { world.scheduler.stop(); });
  world.scheduler.run();  // what the workers had for the executor finds nobody
  workers.reset();
  EXPECT_EQ(fold(journal->records()).outcome, Outcome::none);
}

}  // namespace
}  // namespace godwit::run
