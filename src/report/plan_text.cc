#include "report/plan_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "catalog/catalog.h"
#include "plan/bake.h"
#include "plan/least_time.h"
#include "plan/predict.h"
#include "report/table.h"
#include "report/terminal_text.h"

namespace godwit::report {

namespace {

constexpr std::array<std::string_view, 6> usual_phases = {"prepare", "copy",      "drill",
                                                          "shift",   "consumers", "soak"};

std::string region(const std::string& name) {
  const auto regions = catalog::regions();
  const auto known = std::ranges::find(regions, name, &catalog::Region::name);
  return known != regions.end() ? fmt::format("{}, {}", name, known->description) : name;
}

std::string header(const plan::Plan& plan, const plan::Graph& graph, const Terminal& terminal) {
  const Duration least = plan::least_time(graph);
  const bool too_long = least > plan.policy.duration;
  Table table({{""}, {"", Align::left, Fit::wrap}});
  const auto add = [&table](const char* label, std::string text, Style style = Style::plain) {
    table.add({{label, Style::faint}, {std::move(text), style}});
  };
  add("account", plan.account);
  add("from", region(plan.source));
  add("to", region(plan.target));
  add("downtime", plan.policy.downtime == Duration::zero()
                      ? "none"
                      : "at most " + format_duration(plan.policy.downtime));
  for (const auto& [label, regions] : plan.policy.residency) {
    add("residency", fmt::format("{} stays in {}", label, fmt::join(regions, ", ")));
  }
  add("time",
      fmt::format("at least {} of {}{}", format_duration(least),
                  format_duration(plan.policy.duration), too_long ? ", which is too short" : ""),
      too_long ? Style::warning : Style::plain);
  add("steps", std::to_string(graph.steps.size()));
  add("graph", graph.digest());
  return fmt::format("{}\n{}", terminal.styled(Style::heading, plan.name), table.text(terminal, 2));
}

// In the usual order, which is also the steps' own: only a drill may come before or after the
// shift. Phases that nobody knows yet come last.
std::vector<std::string> phases_of(const plan::Graph& graph) {
  std::vector<std::string> found;
  for (const plan::StepSpec& step : graph.steps) {
    if (std::ranges::find(found, step.phase) == found.end()) found.push_back(step.phase);
  }
  const auto first = [&found](std::string_view phase) { return std::ranges::find(found, phase); };
  const bool drill_last = first("drill") != found.end() && first("shift") < first("drill");
  const auto rank = [drill_last](const std::string& phase) {
    const auto usual = std::ranges::find(usual_phases, phase) - usual_phases.begin();
    return drill_last && phase == "drill" ? 2 * usual + 3 : 2 * usual;
  };
  std::ranges::stable_sort(found, {}, rank);
  return found;
}

// Who answers on each rung: the shares that users would see.
std::string ladder(const plan::Plan& plan, const plan::Traffic& traffic,
                   const account::Account* account, const Terminal& terminal) {
  Table table({{"rung"}, {plan.source, Align::right}, {plan.target, Align::right}, {"for"}});
  const auto add = [&](std::string rung, int weight, Duration duration) {
    const double share =
        account == nullptr ? weight : 100 * plan::predicted_share(plan, traffic, *account, weight);
    table.add({{std::move(rung)},
               {fmt::format("{:.3g} %", 100 - share)},
               {fmt::format("{:.3g} %", share)},
               {format_duration(duration)}});
  };
  for (std::size_t i = 0; i < traffic.shift.weights.size(); ++i) {
    add(std::to_string(i + 1), traffic.shift.weights[i], plan::bake_of(traffic));
  }
  if (traffic.soak > Duration::zero()) add("soak", 100, traffic.soak);
  return fmt::format("\n{}\n{}",
                     terminal.styled(Style::heading, "who answers for " + traffic.record),
                     table.text(terminal, 2));
}

// Lines of text behind a label that stands before the first of them.
std::string labelled(std::string_view label, const std::string& detail, const Terminal& terminal) {
  constexpr int indent = 6;
  constexpr int label_width = 10;
  const auto lines = wrap(printable(detail), terminal.width() - indent - label_width);
  std::string text;
  for (const std::string& line : lines) {
    text += fmt::format("{:{}}{}{:{}}{}\n", "", indent, terminal.styled(Style::faint, label), "",
                        label_width - static_cast<int>(label.size()), line);
    label = "";
  }
  return text;
}

std::string step_text(const plan::StepSpec& step, const Terminal& terminal) {
  constexpr int indent = 4;
  std::string text = fmt::format("  {}\n", terminal.styled(Style::bold, step.id));
  for (const std::string& line : wrap(printable(step.title), terminal.width() - indent)) {
    text += fmt::format("{:{}}{}\n", "", indent, line);
  }
  if (!step.after.empty()) text += labelled("after", join(step.after, ", "), terminal);
  std::string_view label = "gate";
  for (const plan::GateSpec& gate : step.gates) {
    const bool is_approval = gate.kind == "approval";
    text += labelled(
        label,
        is_approval ? fmt::format("approval of {}: {}", gate.parameters.text("name"), gate.title)
                    : gate.title,
        terminal);
    label = "";
  }
  if (step.deadline != Duration::zero()) {
    text += labelled("deadline", format_duration(step.deadline), terminal);
  }
  if (!step.way_back.empty()) text += labelled("way back", step.way_back, terminal);
  return text;
}

}  // namespace

std::string plan_text(const plan::Plan& plan, const plan::Graph& graph, const Terminal& terminal,
                      const account::Account* account) {
  std::string text = header(plan, graph, terminal);
  for (const plan::Traffic& traffic : plan.traffic)
    text += ladder(plan, traffic, account, terminal);
  for (const std::string& phase : phases_of(graph)) {
    text += fmt::format("\n{}\n", terminal.styled(Style::heading, phase));
    for (const plan::StepSpec& step : graph.steps) {
      if (step.phase == phase) text += step_text(step, terminal);
    }
  }
  return text;
}

}  // namespace godwit::report
