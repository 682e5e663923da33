// Command: one verb of the command line. Each is one file in commands/, and one line in
// commands.cc. A command's run reads as the data flows: load, check, compile, execute, report.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <iosfwd>
#include <memory>
#include <span>
#include <string>

#include "env/env.h"
#include "env/environment.h"
#include "report/terminal.h"

namespace godwit::cli {

// Exit codes, as README states them.
enum ExitCode {
  ok = 0,
  failed = 1,     // the answer is no: an invariant broken, a run that failed
  bad_input = 2,  // usage, or a file that cannot be used
  broken = 3,     // the machine: a disk that is full, a journal that does not verify
};

// Lets the tasks of Env's scheduler run until somebody stops them; stop() from any thread.
struct EventLoop {
  std::function<void()> run;
  std::function<void()> stop;
};

// The world and the terminal that a command talks to. Results go to `out`, messages to `err`.
struct Console {
  Env env;
  std::ostream& out;
  std::ostream& err;
  report::Terminal terminal;  // of `out`
  // What only commands that work with the real world need.
  std::istream* in = nullptr;  // of a person; nullptr: nobody is there to answer
  Environment environment = {};
  EventLoop loop = {};
  report::Terminal messages = report::Terminal(false, {}, {}, 0);  // of `err`
  // From now on Ctrl-C calls this instead of ending the process, for as long as the result lives.
  std::function<std::shared_ptr<void>(std::function<void()>)> on_interrupt = {};
};

struct Command {
  // Declares the verb's arguments; the function that it returns runs it.
  using Run = std::function<int(Console&)>;
  std::string name;
  std::string help;
  Run (*declare)(CLI::App& app);
};

// The visible list.
std::span<const Command> commands();

Command::Run declare_check(CLI::App& app);
Command::Run declare_scan(CLI::App& app);
Command::Run declare_rewrite(CLI::App& app);
Command::Run declare_plan(CLI::App& app);
Command::Run declare_cost(CLI::App& app);
Command::Run declare_catalog(CLI::App& app);
Command::Run declare_rehearse(CLI::App& app);
Command::Run declare_journal(CLI::App& app);
Command::Run declare_lab(CLI::App& app);
Command::Run declare_apply(CLI::App& app);
Command::Run declare_status(CLI::App& app);
Command::Run declare_approve(CLI::App& app);
Command::Run declare_pause(CLI::App& app);
Command::Run declare_continue(CLI::App& app);
Command::Run declare_cancel(CLI::App& app);
Command::Run declare_rollback(CLI::App& app);

// Parses the arguments, runs the command, returns its exit code.
int run(int argc, const char* const* argv, Console& console);

}  // namespace godwit::cli
