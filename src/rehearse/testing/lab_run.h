// A run in a lab without users and without chance for faults: the engine, the workload's sites and
// time, and tests that ask people's questions of them.
#pragma once

#include <gtest/gtest.h>

#include "aws/signature.h"
#include "env/simulated_env.h"
#include "lab/lab.h"
#include "rehearse/live_workload.h"
#include "rehearse/marks.h"
#include "rehearse/testing/small.h"
#include "run/executor.h"

namespace godwit::rehearse::testing {

class LabRun : public run::Observer {
 public:
  explicit LabRun(Small small)
      : small_(std::move(small)),
        env_(small_.account.starts, 1),
        lab_({env_.clock, env_.scheduler, env_.random}, small_.account),
        workload_(lab_, small_.plan.read_through),
        http_(lab_.internet().http_from(small_.plan.source)),
        resolver_(lab_.internet().resolver()),
        cloud_(lab_.cloud(),
               {small_.account.credentials.access_key_id,
                small_.account.credentials.secret_access_key,
                {}},
               env_.clock) {}

  // A new process: opens the journal, and begins what `begin` begins.
  void process(const std::function<Result<void>(run::Executor&)>& begin,
               run::ExecutorOptions options = {}) {
    executor_.reset();
    journal_.reset();
    auto journal = run::Journal::open(env_.disk, env_.clock, "/run.journal");
    ASSERT_TRUE(journal) << to_string(journal.error());
    journal_ = std::move(*journal);
    const Env env{env_.clock, env_.scheduler, env_.random,  env_.disk,
                  *http_,     *resolver_,     env_.sleeper, env_.programs};
    options.approvals.push_back(
        {std::string(run::point_of_no_return_gate), "a test", "it wants to see all of it"});
    executor_ = std::make_unique<run::Executor>(env, cloud_, small_.graph, *journal_, *this,
                                                std::move(options));
    auto begun = begin(*executor_);
    ASSERT_TRUE(begun) << to_string(begun.error());
  }
  void start(run::ExecutorOptions options = {}) {
    process([](run::Executor& executor) { return executor.start("small-1"); }, std::move(options));
  }

  // Until the run ends, or so long.
  void pass(Duration most) {
    const Time end = env_.clock.now() + most;
    while (!executor_->ended() && env_.clock.now() < end) {
      env_.scheduler.run_until(std::min(end, env_.clock.now() + minutes(1)));
    }
  }
  // Until that step has done that, or four days.
  void pass_until(run::RecordKind kind, const std::string& step) {
    for (int minute = 0; minute < 4 * 24 * 60 && !has(kind, step); ++minute) {
      env_.scheduler.run_until(env_.clock.now() + minutes(1));
    }
    ASSERT_TRUE(has(kind, step)) << to_string(kind) << " " << step;
  }

  bool has(run::RecordKind kind, const std::string& step) const { return count(kind, step) > 0; }
  std::size_t count(run::RecordKind kind, const std::string& step) const {
    std::size_t found = 0;
    for (const run::Record& record : journal_->records()) {
      found += record.kind == kind && record.step == step;
    }
    return found;
  }

  void on_record(const run::Record&) override {}
  void on_wait(Time, const std::string&, const std::string&) override {}

  const Small& small() const { return small_; }
  aws::Cloud& cloud() { return cloud_; }
  run::Executor& executor() { return *executor_; }
  std::vector<MarkedResource> marked() {
    return marked_resources(cloud_, small_.account.id,
                            {small_.plan.source, small_.plan.target, "us-east-1"}, "small-1");
  }

 private:
  Small small_;
  SimulatedEnv env_;
  lab::Lab lab_;
  LiveWorkload workload_;
  std::unique_ptr<Http> http_;
  std::unique_ptr<Resolver> resolver_;
  aws::SigningCloud cloud_;
  std::unique_ptr<run::Journal> journal_;
  std::unique_ptr<run::Executor> executor_;
};

}  // namespace godwit::rehearse::testing
