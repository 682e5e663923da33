// godwit apply PLAN: carries a plan out, on AWS or any endpoint. docs/apply.md.
#include <istream>
#include <ostream>

#include "aws/api/sts.h"
#include "aws/client/make_aws_cloud.h"
#include "cli/load.h"
#include "lab/remote_lab.h"
#include "report/journal_text.h"
#include "report/progress.h"
#include "run/executor.h"

namespace godwit::cli {
namespace {

struct Arguments {
  std::string plan;
  std::string account;
  std::string endpoint_url;
  std::string profile;
  std::string journal;
  std::string run;
  bool yes = false;
  bool json = false;
};

// Tells of everything, and ends the loop with the run.
class Watch : public run::Observer {
 public:
  Watch(const plan::Graph& graph, Console& console, bool json)
      : console_(console), json_(json), progress_(graph, console.err, console.terminal) {}

  void on_record(const run::Record& record) override {
    if (json_) {
      console_.out << report::journal_json({record}) << std::flush;
    } else {
      progress_.on_record(record);
    }
    if (record.kind == run::RecordKind::run_ended) console_.loop.stop();
  }
  void on_wait(Time time, const std::string& step, const std::string& why) override {
    if (!json_) progress_.on_wait(time, step, why);
  }
  void on_halt(const Error&) override { console_.loop.stop(); }

 private:
  Console& console_;
  bool json_;
  report::Progress progress_;
};

Error not_agreed(const plan::Plan& plan, std::string cause, std::string remedy) {
  return {ErrorKind::invalid, "apply plan", plan.name, std::move(cause), std::move(remedy)};
}

// Whose account is it?
Result<std::string> check_account(const plan::Plan& plan, aws::Cloud& cloud) {
  const auto caller = TRY(aws::sts::get_caller_identity(cloud, plan.source));
  if (caller.account != plan.account) {
    return fail(not_agreed(plan,
                           fmt::format("it is for account {}, and these credentials are of {}",
                                       plan.account, caller.account),
                           "use credentials of the plan's account, with --profile or the "
                           "environment; nothing was done"));
  }
  return caller.arn;
}

// Does a person agree?
Result<void> ask(const plan::Plan& plan, const plan::Graph& graph, const std::string& caller,
                 const std::string& where, const Arguments& arguments, Console& console) {
  console.err << fmt::format(
      "{}: {} steps, from {} to {}\n  account  {}\n  as       {}\n  on       {}\n  journal  {}\n",
      plan.name, graph.steps.size(), plan.source, plan.target, plan.account, caller, where,
      arguments.journal);
  if (arguments.yes) return {};
  if (console.in == nullptr) {
    return fail(not_agreed(plan, "nobody is there to agree",
                           "look at `godwit plan`, then add --yes; nothing was done"));
  }
  console.err << "Begin? Type yes: " << std::flush;
  std::string answer;
  std::getline(*console.in, answer);
  if (answer != "yes") return fail(not_agreed(plan, "nobody agreed", "nothing was done"));
  return {};
}

int report_end(const run::Executor& executor, const run::Journal& journal,
               const Arguments& arguments, Console& console) {
  const std::string again = fmt::format(
      "to go on: godwit apply {} --journal {}{}\n", arguments.plan, arguments.journal,
      arguments.endpoint_url.empty() ? "" : " --endpoint-url " + arguments.endpoint_url);
  if (executor.failure()) print(console, *executor.failure());
  if (executor.halted()) return broken;
  switch (executor.state().outcome) {
    case run::Outcome::completed:
      if (!arguments.json) console.out << "completed\n";
      return ok;
    case run::Outcome::rolled_back:
      if (!arguments.json) console.out << "rolled back\n";
      return failed;
    case run::Outcome::failed:
      if (!arguments.json) console.out << "failed; " << again;
      return failed;
    case run::Outcome::none:
      if (!arguments.json) {
        console.out << fmt::format("stopped at record {}, and everything is known; {}",
                                   journal.records().size(), again);
      }
      return failed;
  }
  return broken;
}

int apply_plan(Arguments arguments, Console& console) {
  // Load, check and compile.
  const auto plan = load_plan(console, arguments.plan);
  if (!plan) return bad_input;
  std::optional<account::Account> account;
  if (!arguments.account.empty()) {
    account = load_account(console, arguments.account);
    if (!account) return bad_input;
  }
  const auto graph = compile(console, *plan, account ? &*account : nullptr);
  if (!graph) return bad_input;

  // Connect: to AWS, or to an endpoint, which may be a lab with a time of its own.
  const auto stop_with = [&](const Error& error) {
    print(console, error);
    return exit_code(error);
  };
  std::unique_ptr<lab::RemoteLab> lab;
  std::string where = "AWS";
  if (!arguments.endpoint_url.empty()) {
    auto found = lab::RemoteLab::find(console.env, arguments.endpoint_url);
    if (!found) return stop_with(found.error());
    lab = std::move(*found);
    where = arguments.endpoint_url;
    if (lab) {
      where += fmt::format(
          ", a lab{}",
          lab->speed() == 1 ? "" : fmt::format(" {:g} times as fast as life", lab->speed()));
    }
  }
  const Env world = lab ? lab->env(console.env) : console.env;
  const auto configured = aws::make_aws_cloud(console.env, console.environment,
                                              {.profile = arguments.profile,
                                               .region = plan->source,
                                               .endpoint_url = arguments.endpoint_url});
  if (!configured) return stop_with(configured.error());
  aws::Cloud& cloud = *configured->cloud;
  const auto caller = check_account(*plan, cloud);
  if (!caller) return stop_with(caller.error());

  // Ask.
  if (arguments.journal.empty()) arguments.journal = plan->name + ".journal";
  if (auto agreed = ask(*plan, *graph, *caller, where, arguments, console); !agreed) {
    return stop_with(agreed.error());
  }

  // Execute.
  auto journal = run::Journal::open(console.env.disk, world.clock, arguments.journal);
  if (!journal) return stop_with(journal.error());
  const auto interrupts =
      console.on_interrupt ? console.on_interrupt([&] { console.loop.stop(); }) : nullptr;
  Watch watch(*graph, console, arguments.json);
  run::Executor executor(world, cloud, *graph, **journal, watch);
  const std::string run = arguments.run.empty()
                              ? plan->name + "-" + format_basic_time(console.env.clock.now())
                              : arguments.run;
  if (auto started = executor.start(run); !started) return stop_with(started.error());
  if (!executor.ended() && !executor.halted()) console.loop.run();

  // Report.
  return report_end(executor, **journal, arguments, console);
}

}  // namespace

Command::Run declare_apply(CLI::App& app) {
  auto arguments = std::make_shared<Arguments>();
  app.add_option("PLAN", arguments->plan, "plan file (docs/plan-file.md)")->required();
  app.add_option("--endpoint-url", arguments->endpoint_url,
                 "ask this endpoint instead of AWS's own");
  app.add_option("--profile", arguments->profile, "of the shared configuration files");
  app.add_option("--account", arguments->account, "also check the plan against this account file");
  app.add_option("--journal", arguments->journal,
                 "the run's journal; where it is there, the run goes on");
  app.add_option("--run", arguments->run, "the run's name; default: the plan's and the time");
  app.add_flag("--yes", arguments->yes, "do not ask");
  app.add_flag("--json", arguments->json, "print each record as a line of JSON (docs/journal.md)");
  return [arguments](Console& console) { return apply_plan(*arguments, console); };
}

}  // namespace godwit::cli
