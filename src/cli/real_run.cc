#include "cli/real_run.h"

#include <algorithm>
#include <atomic>
#include <istream>
#include <ostream>

#include "aws/api/sts.h"
#include "cli/load.h"
#include "consumer/google_tokens.h"
#include "consumer/secret_manager.h"
#include "consumer/supabase.h"
#include "env/real_workers.h"
#include "report/journal_text.h"
#include "report/progress.h"

namespace godwit::cli {
namespace {

constexpr std::size_t turns_at_a_time = 16;
constexpr Duration usual_term = minutes(1);
constexpr Duration between_looks = seconds(1);

// Tells of everything, and ends the loop with the run.
class Watch : public run::Observer {
 public:
  Watch(const plan::Graph& graph, Console& console, bool json, std::string& stopped_why)
      : console_(console),
        json_(json),
        stopped_why_(stopped_why),
        progress_(graph, console.err, console.terminal) {}

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
  void on_stop(const std::string& why) override {
    stopped_why_ = why;
    console_.loop.stop();
  }
  void on_halt(const Error&) override { console_.loop.stop(); }

 private:
  Console& console_;
  bool json_;
  std::string& stopped_why_;
  report::Progress progress_;
};

Error not_agreed(const plan::Plan& plan, const std::string& verb, std::string cause,
                 std::string remedy) {
  return {ErrorKind::invalid, verb + " plan", plan.name, std::move(cause), std::move(remedy)};
}

std::string endpoint(const RunArguments& arguments) {
  return arguments.endpoint_url.empty() ? "" : " --endpoint-url " + arguments.endpoint_url;
}

// Where AWS is somebody's stand-in, its neighbours must not be the real ones.
class Nowhere : public aws::Cloud {
 public:
  Result<aws::Response> send(const aws::Request& request) override {
    return fail(
        {.kind = ErrorKind::refused,
         .operation = request.service + " " + request.operation,
         .subject = request.http.host,
         .cause = "AWS is asked at another endpoint, which is no lab and has no such service",
         .remedy = "leave --endpoint-url and AWS_ENDPOINT_URL out, or name a `godwit lab` with "
                   "--endpoint-url; nothing was sent",
         .code = {},
         .where = {}});
  }
};

struct TokenOf {
  plan::ConsumerKind kind;
  std::string_view host;
  const char* variable;
};
constexpr TokenOf token_variables[] = {
    {plan::ConsumerKind::supabase, consumer::supabase::host, "SUPABASE_ACCESS_TOKEN"},
    {plan::ConsumerKind::firebase, consumer::secret_manager::host, "GOOGLE_OAUTH_ACCESS_TOKEN"}};

}  // namespace

// Ctrl-C comes from a thread of its own, and may come before there is an executor.
struct RealRun::Interruption {
  std::atomic<bool> came = false;
  std::function<void()> tell;  // set before the loop runs, under the lock
  std::mutex mutex;
};

void declare_run(CLI::App& app, RunArguments& arguments) {
  app.add_option("PLAN", arguments.plan, "plan file (docs/plan-file.md)")->required();
  app.add_option("--endpoint-url", arguments.endpoint_url,
                 "ask this endpoint instead of AWS's own");
  app.add_option("--profile", arguments.profile, "of the shared configuration files");
  app.add_flag("--no-wait", arguments.no_wait,
               "where another process carries the run out: end at once, instead of waiting for it");
  app.add_flag("--yes", arguments.yes, "do not ask");
  app.add_flag("--json", arguments.json, "print each record as a line of JSON (docs/journal.md)");
}

int RealRun::stop_with(const Error& error) {
  print(console_, error);
  return exit_code(error);
}

std::optional<int> RealRun::connect(const plan::Plan& plan, const RunArguments& arguments) {
  if (!arguments.endpoint_url.empty()) {
    auto found = lab::RemoteLab::find(console_.env, arguments.endpoint_url);
    if (!found) return stop_with(found.error());
    lab_ = std::move(*found);
    where_ = arguments.endpoint_url;
    if (lab_) {
      where_ += fmt::format(
          ", a lab{}",
          lab_->speed() == 1 ? "" : fmt::format(" {:g} times as fast as life", lab_->speed()));
    }
  }
  world_.emplace(lab_ ? lab_->env(console_.env) : console_.env);
  // A process that hangs does so in real time, however fast a lab's is.
  term_ = lab_ && lab_->speed() > 1 ? Duration(static_cast<Duration::rep>(
                                          static_cast<double>(usual_term.count()) * lab_->speed()))
                                    : usual_term;
  auto configured = aws::make_aws_cloud(console_.env, console_.environment,
                                        {.profile = arguments.profile,
                                         .region = plan.source,
                                         .endpoint_url = arguments.endpoint_url});
  if (!configured) return stop_with(configured.error());
  configured_.emplace(std::move(*configured));

  if (const auto connected = connect_outside(plan, arguments); !connected) {
    return stop_with(connected.error());
  }

  const auto caller = aws::sts::get_caller_identity(*configured_->cloud, plan.source);
  if (!caller) return stop_with(caller.error());
  if (caller->account != plan.account) {
    return stop_with(not_agreed(plan, verb_,
                                fmt::format("it is for account {}, and these credentials are of {}",
                                            plan.account, caller->account),
                                "use credentials of the plan's account, with --profile or the "
                                "environment; nothing was done"));
  }
  caller_ = caller->arn;
  return std::nullopt;
}

// From a credentials file, where there is one; and it gives a token now. Empty: there is none.
Result<std::function<Result<std::string>()>> RealRun::google_tokens() {
  const Environment& environment = console_.environment;
  std::string path = environment.get("GOOGLE_APPLICATION_CREDENTIALS");
  if (path.empty()) {
    // Where `gcloud auth application-default login` leaves them.
    std::string folder = environment.get("CLOUDSDK_CONFIG");
    if (folder.empty()) folder = environment.get("HOME") + "/.config/gcloud";
    path = folder + "/application_default_credentials.json";
    if (!TRY(console_.env.disk.exists(path))) return std::function<Result<std::string>()>();
  }
  const std::string text = TRY(read_file(console_.env.disk, path, 1U << 20));
  std::shared_ptr<consumer::GoogleTokens> tokens =
      TRY(consumer::GoogleTokens::from(text, path, console_.env.http, console_.env.clock));
  TRY_VOID(tokens->get());
  return [tokens] { return tokens->get(); };
}

// A run that would stop at its last steps for want of a token does not begin.
Result<void> RealRun::connect_outside(const plan::Plan& plan, const RunArguments& arguments) {
  std::map<std::string, consumer::TokenCloud::Token> tokens;
  for (const auto& [kind, host, variable] : token_variables) {
    consumer::TokenCloud::Token& token = tokens[std::string(host)];
    token = {variable, console_.environment.get(variable)};
    const auto consumer = std::ranges::find(plan.consumers, kind, &plan::Consumer::kind);
    if (!token.token.empty() || consumer == plan.consumers.end()) continue;
    // Credentials of one's own are for Google's own hosts.
    if (kind == plan::ConsumerKind::firebase && arguments.endpoint_url.empty()) {
      token.source = TRY(google_tokens());
      if (token.source) continue;
    }
    return fail(not_agreed(plan, verb_,
                           fmt::format("its consumer '{}' needs a token for {}, and {} is not set",
                                       consumer->name, host, variable),
                           fmt::format("set {}; nothing was done", variable)));
  }
  const bool stand_in =
      !arguments.endpoint_url.empty() || !console_.environment.get("AWS_ENDPOINT_URL").empty();
  if (stand_in && !lab_) {
    outside_ = std::make_unique<Nowhere>();
  } else {
    outside_ = std::make_unique<aws::PlainCloud>(
        aws::PlainCloudParts{.env = console_.env,
                             .retries = {},
                             .http = {.connect_timeout = seconds(10),
                                      .first_byte_timeout = seconds(60),
                                      .stall_timeout = seconds(60),
                                      .ca_bundle = {},
                                      .http_2 = true},
                             .stand_in = arguments.endpoint_url});
  }
  tokens_ =
      std::make_unique<consumer::TokenCloud>(*configured_->cloud, *outside_, std::move(tokens));
  return {};
}

std::optional<int> RealRun::ask(const plan::Plan& plan, const std::string& what,
                                const RunArguments& arguments) {
  console_.err << fmt::format("{}\n  account  {}\n  as       {}\n  on       {}\n  journal  {}\n",
                              what, plan.account, caller_, where_, arguments.journal);
  if (arguments.yes) return std::nullopt;
  if (console_.in == nullptr) {
    return stop_with(not_agreed(plan, verb_, "nobody is there to agree",
                                "look at `godwit plan`, then add --yes; nothing was done"));
  }
  console_.err << "Begin? Type yes: " << std::flush;
  std::string answer;
  std::getline(*console_.in, answer);
  if (answer == "yes") return std::nullopt;
  return stop_with(not_agreed(plan, verb_, "nobody agreed", "nothing was done"));
}

std::optional<int> RealRun::open_journal(const RunArguments& arguments) {
  // Before any thread is made, for they inherit that signals wait.
  interruption_ = std::make_shared<Interruption>();
  if (console_.on_interrupt) {
    interrupts_ = console_.on_interrupt([interruption = interruption_] {
      const std::lock_guard lock(interruption->mutex);
      interruption->came = true;
      if (interruption->tell) interruption->tell();
    });
  }
  const std::string user = console_.environment.get("USER");
  const run::JournalOptions options{
      .term = term_,
      .holder = fmt::format("godwit {}{}, begun {}", verb_, user.empty() ? "" : " by " + user,
                            format_time(console_.env.clock.now())),
      .writer_thread = true};
  bool said = false;
  while (true) {
    auto journal = run::Journal::open(console_.env.disk, world_->clock, arguments.journal, options);
    if (journal) {
      journal_ = std::move(*journal);
      return std::nullopt;
    }
    if (journal.error().kind != ErrorKind::conflict || arguments.no_wait) {
      return stop_with(journal.error());
    }
    if (interruption_->came) return failed;
    if (!said) {
      console_.err << fmt::format(
          "waiting: {} ({}); `godwit cancel {}` ends that at its next safe point; --no-wait ends "
          "here instead\n",
          journal.error().cause, arguments.journal, arguments.journal);
      said = true;
    }
    console_.env.sleeper.sleep(between_looks);
  }
}

int RealRun::carry_out(const plan::Graph& graph, run::ExecutorOptions options, const Begin& begin,
                       const RunArguments& arguments) {
  Watch watch(graph, console_, arguments.json, stopped_why_);
  RealWorkers workers(world_->clock, world_->scheduler, turns_at_a_time);
  options.workers = &workers;
  options.requests = run::requests_path(arguments.journal);
  options.requests_every = term_ / 60;
  options.lease_term = term_;
  run::Executor executor(*world_, cloud(), graph, *journal_, watch, std::move(options));
  {
    // A turn that is under way ends before anything stops.
    const std::lock_guard lock(interruption_->mutex);
    interruption_->tell = [&] {
      world_->scheduler.at(world_->clock.now(), [&] { executor.stop("interrupted"); });
    };
  }
  auto begun = begin(executor);
  if (begun && interruption_->came) executor.stop("interrupted");
  if (begun && !executor.ended() && !executor.halted() && !executor.stopped()) console_.loop.run();
  {
    const std::lock_guard lock(interruption_->mutex);
    interruption_->tell = nullptr;
  }
  if (!begun && !executor.halted()) return stop_with(begun.error());
  return report_end(executor, arguments);
}

int RealRun::report_end(const run::Executor& executor, const RunArguments& arguments) {
  const bool back = executor.state().rolling_back;
  const std::string again =
      back ? fmt::format("to go on: godwit rollback {} {}{}\n", arguments.journal, arguments.plan,
                         endpoint(arguments))
           : fmt::format("to go on: godwit apply {} --journal {}{}\n", arguments.plan,
                         arguments.journal, endpoint(arguments));
  const auto say = [&](const std::string& text) {
    if (!arguments.json) console_.out << text;
  };
  if (executor.failure()) print(console_, *executor.failure());
  if (executor.halted()) {
    say("halted; nothing more was done; " + again);
    return broken;
  }
  const run::RunState& state = executor.state();
  switch (state.outcome) {
    case run::Outcome::completed:
      say("completed\n");
      return ok;
    case run::Outcome::rolled_back:
      say("rolled back\n");
      return verb_ == "rollback" ? ok : failed;
    case run::Outcome::failed:
      say((back ? "the way back failed; " : "failed; ") + again);
      return failed;
    case run::Outcome::cancelled:
      say("cancelled, and everything is known; " + again);
      return failed;
    case run::Outcome::none:
      break;
  }
  if (interruption_->came) {
    say(fmt::format("stopped at record {}, and everything is known; {}", journal_->durable(),
                    again));
    return failed;
  }
  say(fmt::format("stopped at record {}: {}; {}", journal_->durable(), stopped_why_, again));
  return ok;
}

}  // namespace godwit::cli
