#include "report/seeds_text.h"

#include "base/text.h"
#include "report/table.h"

namespace godwit::report {
namespace {

using rehearse::Distribution;
using rehearse::Ending;

std::string share(std::size_t part, std::size_t whole) {
  return fmt::format("{:.1f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string heading(const SeedsTotals& totals, const plan::Plan& plan,
                    const std::vector<rehearse::SeedSummary>& summaries, const Terminal& terminal) {
  return fmt::format(
      "{}  seeds {} to {}, {} requests on average\n",
      terminal.styled(Style::heading,
                      fmt::format("{} rehearsals of {}", group_digits(totals.seeds), plan.name)),
      summaries.front().seed, summaries.back().seed, group_digits(totals.requests / totals.seeds));
}

std::string endings(const SeedsTotals& totals, const Terminal& terminal) {
  Table table({{"ended"}, {"seeds", Align::right}, {"", Align::right}, {""}});
  for (Ending ending : {Ending::completed, Ending::rolled_back, Ending::stopped, Ending::unfinished,
                        Ending::broken}) {
    const auto found = totals.endings.find(ending);
    if (found == totals.endings.end()) continue;
    const bool good = ending == Ending::completed || ending == Ending::rolled_back;
    table.add({{std::string(rehearse::to_string(ending)), good ? Style::plain : Style::bad},
               {group_digits(found->second)},
               {share(found->second, totals.seeds)}});
  }
  std::string text = "\n" + table.text(terminal, 2);
  if (totals.failed_on_the_way > 0) {
    text += fmt::format("  {} of them stopped with a failure on the way, and went on or back\n",
                        group_digits(totals.failed_on_the_way));
  }
  return text;
}

std::string reasons(const SeedsTotals& totals, const Terminal& terminal) {
  Table table({{"did not end because", Align::left, Fit::wrap},
               {"seeds", Align::right},
               {"first seed", Align::right}});
  for (const SeedsTotals::Reason& reason : totals.reasons) {
    table.add({{reason.cause}, {group_digits(reason.seeds)}, {std::to_string(reason.first)}});
  }
  return table.empty() ? "" : "\n" + table.text(terminal, 2);
}

void add_row(Table& table, const std::string& name, const Distribution& distribution,
             std::string (*print)(std::int64_t)) {
  if (distribution.count() == 0) return;
  std::vector<Cell> row = {{name}};
  for (const Distribution::Point& point :
       {distribution.median(), distribution.p99(), distribution.worst()}) {
    row.push_back({print(point.value)});
    row.push_back({fmt::format("({})", point.seed), Style::faint});
  }
  table.add(std::move(row));
}

std::string distributions(const SeedsTotals& totals, const Terminal& terminal) {
  Table table({{""},
               {"median", Align::right},
               {"seed"},
               {"99th", Align::right},
               {"seed"},
               {"worst", Align::right},
               {"seed"}});
  const auto duration = [](std::int64_t value) { return format_duration(milliseconds(value)); };
  const auto number = [](std::int64_t value) {
    return group_digits(static_cast<std::uint64_t>(value));
  };
  add_row(table, "downtime in the worst place", totals.downtime, duration);
  add_row(table, "failed requests", totals.failed, number);
  add_row(table, "migration, to its end", totals.duration, duration);
  add_row(table, "way back, until traffic is home", totals.home, duration);
  add_row(table, "way back, to its end", totals.back, duration);
  return "\n" + table.text(terminal, 2);
}

std::string faults(const SeedsTotals& totals, const Terminal& terminal) {
  // Four in a row: there are some thirty kinds.
  constexpr std::size_t columns = 4;
  std::vector<Column> headings;
  for (std::size_t i = 0; i < columns; ++i) {
    headings.push_back({i == 0 ? "faults" : ""});
    headings.push_back({i == 0 ? "seeds" : "", Align::right});
  }
  Table table(headings);
  std::vector<Cell> row;
  const auto add = [&](std::string name, std::size_t seeds) {
    row.push_back({std::move(name)});
    row.push_back({group_digits(seeds)});
    if (row.size() < 2 * columns) return;
    table.add(std::move(row));
    row.clear();
  };
  for (const auto& [kind, seeds] : totals.faults) {
    add(std::string(rehearse::form_of(kind).name), seeds);
  }
  add("none", totals.without_faults);
  if (!row.empty()) table.add(std::move(row));
  return "\n" + table.text(terminal, 2);
}

std::string invariants(const SeedsTotals& totals, const Terminal& terminal) {
  Table table({{""}, {"invariant"}, {"", Align::left, Fit::wrap}});
  for (const SeedsTotals::OfInvariant& of : totals.invariants) {
    if (of.judged == 0) continue;
    const bool held = of.held == of.judged;
    table.add({{held ? "held" : "BROKEN", held ? Style::good : Style::bad},
               {std::string(of.title)},
               {fmt::format("{} of {}", group_digits(of.held), group_digits(of.judged))}});
    if (of.first_broken == nullptr) continue;
    table.add({{""}, {""}, {fmt::format("seed {}: {}", of.first_broken->seed, of.detail)}});
    if (of.first.empty()) continue;
    table.add({{""}, {""}, {"first: " + of.first, Style::faint}});
  }
  return "\n" + table.text(terminal, 2);
}

std::string failing_seed(const FailingSeed& failing, const Terminal& terminal) {
  const rehearse::SeedSummary& least = failing.least;
  std::string text = fmt::format(
      "\n{}\n",
      terminal.styled(Style::bad, fmt::format("seed {} fails: {}", least.seed, least.failure())));
  Table table({{""}, {"", Align::left, Fit::wrap}});
  for (std::size_t i = 0; i < least.invariants.size(); ++i) {
    if (least.invariants[i].held) continue;
    table.add({{"broken", Style::faint},
               {std::string(rehearse::invariants()[i].title) + ": " + least.invariants[i].detail}});
    table.add({{"first", Style::faint}, {least.invariants[i].first}});
    break;
  }
  table.add({{"ended", Style::faint}, {std::string(rehearse::to_string(least.ending))}});
  if (!least.reason.empty()) table.add({{"because", Style::faint}, {least.reason}});
  table.add({{"faults", Style::faint},
             {fmt::format("{} of {}, found in {} runs{}", least.faults.size(),
                          failing.whole->faults.size(), failing.runs,
                          failing.minimal ? "" : ", which were not enough")}});
  // A command is copied: it is never broken into lines.
  return text + table.text(terminal, 2) + "  " + failing.command + "\n";
}

}  // namespace

std::string seeds_text(const plan::Plan& plan, const account::Account&,
                       const std::vector<rehearse::SeedSummary>& summaries,
                       const std::vector<FailingSeed>& failing, const Terminal& terminal) {
  if (summaries.empty()) return "no seed was begun\n";
  const SeedsTotals totals = totals_of(summaries);
  std::string text = heading(totals, plan, summaries, terminal);
  text += endings(totals, terminal) + reasons(totals, terminal);
  text += distributions(totals, terminal) + faults(totals, terminal);
  text += invariants(totals, terminal);
  for (const FailingSeed& each : failing) text += failing_seed(each, terminal);
  if (totals.passed == totals.seeds) {
    return text + "\n" + terminal.styled(Style::good, "passed") +
           fmt::format(": every invariant held in {} seeds\n", group_digits(totals.seeds));
  }
  return text + "\n" + terminal.styled(Style::bad, "not passed") +
         fmt::format(": {} of {} seeds failed\n", group_digits(totals.seeds - totals.passed),
                     group_digits(totals.seeds));
}

}  // namespace godwit::report
