// godwit plan PLAN: what would happen, before anything does.
#include <ostream>

#include "cli/load.h"
#include "report/plan_json.h"
#include "report/plan_text.h"

namespace godwit::cli {
namespace {

struct Arguments {
  std::string plan;
  std::string account;
  bool json = false;
};

int show(const Arguments& arguments, Console& console) {
  auto plan = load_plan(console, arguments.plan);
  if (!plan) return bad_input;
  std::optional<account::Account> account;
  if (!arguments.account.empty()) {
    account = load_account(console, arguments.account);
    if (!account) return bad_input;
  }
  auto graph = compile(console, *plan, account ? &*account : nullptr);
  if (!graph) return bad_input;
  console.out << (arguments.json ? report::plan_json(*plan, *graph)
                                 : report::plan_text(*plan, *graph, console.terminal,
                                                     account ? &*account : nullptr));
  return ok;
}

}  // namespace

Command::Run declare_plan(CLI::App& app) {
  auto arguments = std::make_shared<Arguments>();
  app.add_option("PLAN", arguments->plan, "plan file (docs/plan-file.md)")->required();
  app.add_option("--account", arguments->account,
                 "account file to check the plan against, and for its users' shares "
                 "(docs/account-file.md)");
  app.add_flag("--json", arguments->json, "print JSON (docs/plan-output.md)");
  return [arguments](Console& console) { return show(*arguments, console); };
}

}  // namespace godwit::cli
