// Loading what the user names: the first lines of every command.
#pragma once

#include <optional>
#include <string>

#include "account/account.h"
#include "cli/command.h"
#include "plan/graph.h"
#include "plan/plan.h"
#include "rehearse/files.h"

namespace godwit::cli {

// Each prints all errors to `console.err` and returns nullopt if there are any.
std::optional<plan::Plan> load_plan(Console& console, const std::string& path);
std::optional<account::Account> load_account(Console& console, const std::string& path);
// The plan's graph, after checking the plan against the account.
std::optional<plan::Graph> compile(Console& console, const plan::Plan& plan,
                                   const account::Account* account);

// What the plan's steps read and change on this machine, for a rehearsal of it: the repository that
// is rewritten, and the files of consumers. Like load_plan, where something cannot be read.
std::optional<rehearse::Files> load_files(Console& console, const plan::Plan& plan);

// A file in the same folder as another: what goes with a plan where none is named, as its
// account.yaml.
std::string beside(const std::string& path, std::string_view name);

void print(Console& console, const Error& error);
void print(Console& console, const Errors& errors);
// The exit code for an error that ended a command.
int exit_code(const Error& error);

}  // namespace godwit::cli
