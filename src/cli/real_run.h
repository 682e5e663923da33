// RealRun: what every command shares that carries a run out for real: where it works, as whom, with
// which journal; and the executor's life from its first turn to its report. docs/apply.md.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "aws/client/make_aws_cloud.h"
#include "aws/client/plain_cloud.h"
#include "cli/command.h"
#include "consumer/token_cloud.h"
#include "lab/remote_lab.h"
#include "plan/graph.h"
#include "plan/plan.h"
#include "run/executor.h"

namespace godwit::cli {

struct RunArguments {
  std::string plan;
  std::string endpoint_url;
  std::string profile;
  std::string journal;
  bool no_wait = false;
  bool yes = false;
  bool json = false;
};

// The plan, and the options that all such commands have; not the journal.
void declare_run(CLI::App& app, RunArguments& arguments);

class RealRun {
 public:
  // `verb` is the command, for people: "apply". The console outlives it.
  RealRun(Console& console, std::string verb) : console_(console), verb_(std::move(verb)) {}

  // Each of these prints why it cannot, and returns an exit code then; nothing where all is well.
  // In this order:

  // To AWS, or an endpoint, which may be a lab with a time of its own; and are the credentials of
  // the plan's account?
  std::optional<int> connect(const plan::Plan& plan, const RunArguments& arguments);
  // Does a person agree to this? `what` is printed with where and as whom it will be done.
  std::optional<int> ask(const plan::Plan& plan, const std::string& what,
                         const RunArguments& arguments);
  // Waits for another process that has the journal, or is refused.
  std::optional<int> open_journal(const RunArguments& arguments);

  // Carries out what `begin` begins (with start(), go_forward() or roll_back()), until it ends, a
  // person stops it, or it cannot go on; and reports how. The exit code.
  using Begin = std::function<Result<void>(run::Executor&)>;
  int carry_out(const plan::Graph& graph, run::ExecutorOptions options, const Begin& begin,
                const RunArguments& arguments);

  const run::Journal& journal() const { return *journal_; }
  // To AWS, and to the services outside it that the plan's consumers are configured by.
  aws::Cloud& cloud() { return *tokens_; }
  const Env& world() const { return *world_; }

 private:
  int report_end(const run::Executor& executor, const RunArguments& arguments);
  int stop_with(const Error& error);
  Result<std::function<Result<std::string>()>> google_tokens();
  Result<void> connect_outside(const plan::Plan& plan, const RunArguments& arguments);

  Console& console_;
  std::string verb_;
  std::unique_ptr<lab::RemoteLab> lab_;
  std::optional<Env> world_;
  std::optional<aws::ConfiguredCloud> configured_;
  std::unique_ptr<aws::Cloud> outside_;
  std::unique_ptr<consumer::TokenCloud> tokens_;
  std::string where_ = "AWS";
  std::string caller_;
  std::shared_ptr<void> interrupts_;
  struct Interruption;
  std::shared_ptr<Interruption> interruption_;
  Duration term_{};
  std::unique_ptr<run::Journal> journal_;
  std::string stopped_why_;
};

}  // namespace godwit::cli
