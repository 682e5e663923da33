// AskRun: what commands share that ask something of a run that another process carries out.
#pragma once

#include <memory>

#include "cli/command.h"
#include "run/requests.h"
#include "run/run_state.h"

namespace godwit::cli {

struct AskArguments {
  std::string journal;
  run::RunRequest request;
};

// RUN, --by and --because.
void declare_ask(CLI::App& app, AskArguments& arguments);

// Reads the journal, lets `check` see whether that makes sense (its error is printed), and leaves
// the request for the run. The exit code.
using CheckRequest =
    std::function<Result<void>(const run::RunState&, const std::vector<run::Record>&)>;
int ask_run(AskArguments arguments, Console& console, const CheckRequest& check);

// The run has ended: nobody will hear of a request.
Result<void> still_going(const run::RunState& state, const std::string& operation);

}  // namespace godwit::cli
