// godwit cost PLAN: what the move costs, before, after, and while both regions run.
#include <algorithm>
#include <ostream>

#include "cli/load.h"
#include "plan/bill.h"
#include "report/cost_text.h"

namespace godwit::cli {
namespace {

struct Arguments {
  std::string plan;
  std::string prices;
  bool json = false;
};

int show(const Arguments& arguments, Console& console) {
  const auto plan = load_plan(console, arguments.plan);
  if (!plan) return bad_input;
  const std::string path =
      arguments.prices.empty() ? beside(arguments.plan, "prices.yaml") : arguments.prices;
  const auto text = read_file(console.env.disk, path, 16 << 20);
  if (!text) {
    print(console, text.error());
    return bad_input;
  }
  const auto prices = plan::read_prices(*text, path);
  if (!prices) {
    print(console, prices.error());
    return bad_input;
  }
  const plan::Bill bill = plan::bill_of(*plan, *prices);
  console.out << (arguments.json ? report::cost_json(*plan, *prices, bill)
                                 : report::cost_text(*plan, *prices, bill, console.terminal));
  return std::ranges::all_of(bill.limits, &plan::BillLimit::holds) ? ok : failed;
}

}  // namespace

Command::Run declare_cost(CLI::App& app) {
  auto arguments = std::make_shared<Arguments>();
  app.add_option("PLAN", arguments->plan, "plan file (docs/plan-file.md)")->required();
  app.add_option("--prices", arguments->prices,
                 "price file (docs/price-file.md); default: prices.yaml beside the plan");
  app.add_flag("--json", arguments->json, "print JSON (docs/price-file.md)");
  return [arguments](Console& console) { return show(*arguments, console); };
}

}  // namespace godwit::cli
