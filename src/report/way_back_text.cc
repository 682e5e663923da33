#include "report/way_back_text.h"

#include <boost/json.hpp>

#include "report/table.h"
#include "report/terminal_text.h"

namespace godwit::report {
namespace {

std::string title_of(const std::string& run, const run::WayBackPlan& plan) {
  const std::string how = plan.request.to.empty() ? fmt::format("{}", to_string(plan.request.mode))
                                                  : "to " + plan.request.to;
  return fmt::format("way back of {}, {}: {} step{} to undo", run, how, plan.undo.size(),
                     plan.undo.size() == 1 ? "" : "s");
}

const std::string& seen(const Foreseen& foreseen, const std::string& step) {
  static const std::string nothing;
  const auto found = foreseen.find(step);
  return found == foreseen.end() ? nothing : found->second;
}

boost::json::array steps_json(const std::vector<run::WayBackStep>& steps,
                              const Foreseen& foreseen) {
  boost::json::array list;
  for (const run::WayBackStep& step : steps) {
    boost::json::object object{{"step", step.id}, {"status", step.status}, {"what", step.what}};
    if (!step.keeps.empty()) object["keeps"] = step.keeps;
    if (step.irreversible) object["irreversible"] = true;
    if (const std::string& now = seen(foreseen, step.id); !now.empty()) object["now"] = now;
    list.push_back(std::move(object));
  }
  return list;
}

}  // namespace

std::string way_back_text(const std::string& run, const run::WayBackPlan& plan,
                          const Foreseen& foreseen, const Terminal& terminal) {
  std::string text = terminal.styled(Style::bold, title_of(run, plan)) + "\n";
  const auto rows = [&](std::size_t from, std::size_t to) {
    Table table({{""}, {"", Align::left, Fit::wrap}});
    for (std::size_t i = from; i < to; ++i) {
      const run::WayBackStep& step = plan.undo[i];
      table.add({{step.id, Style::bold}, {printable(step.what)}});
      if (const std::string& now = seen(foreseen, step.id); !now.empty()) {
        table.add({{""}, {"now: " + printable(now)}});
      }
      if (!step.keeps.empty()) table.add({{""}, {"leaves: " + step.keeps, Style::faint}});
    }
    if (!table.empty()) text += table.text(terminal, 2);
  };
  const std::size_t final = plan.point_of_no_return.value_or(plan.undo.size());
  if (plan.of_traffic > 0) text += "\nfirst, users go home\n";
  rows(0, plan.of_traffic);
  if (final > plan.of_traffic) text += "\nthen\n";
  rows(plan.of_traffic, final);
  if (plan.point_of_no_return) {
    text += terminal.styled(
        Style::warning, fmt::format("\nfrom here on it is final, and waits for approval of {}\n",
                                    run::point_of_no_return_gate));
    rows(final, plan.undo.size());
  }
  if (!plan.stay.empty()) {
    text += "\nstays, and costs\n";
    Table table({{""}, {"", Align::left, Fit::wrap}});
    for (const run::WayBackStep& step : plan.stay) {
      if (!step.what.empty()) table.add({{step.id, Style::bold}, {step.what}});
    }
    if (!table.empty()) text += table.text(terminal, 2);
  }
  if (!plan.confirm.empty()) text += "\nat its end, replication is seen to work\n";
  if (!plan.lacks.empty()) {
    text += terminal.styled(Style::warning, "\nthe target will be no warm standby\n");
    for (const std::string& lack : plan.lacks) text += "  " + printable(lack) + "\n";
  }
  return text;
}

std::string way_back_json(const std::string& run, const run::WayBackPlan& plan,
                          const Foreseen& foreseen) {
  boost::json::object object{
      {"schema", "godwit.way-back/1"},           {"run", run},
      {"mode", to_string(plan.request.mode)},    {"to", plan.request.to},
      {"undo", steps_json(plan.undo, foreseen)}, {"of_traffic", plan.of_traffic},
      {"stay", steps_json(plan.stay, {})}};
  object["point_of_no_return"] = nullptr;
  if (plan.point_of_no_return)
    object["point_of_no_return"] = plan.undo[*plan.point_of_no_return].id;
  object["lacks"] = boost::json::value_from(plan.lacks);
  return boost::json::serialize(object) + "\n";
}

}  // namespace godwit::report
