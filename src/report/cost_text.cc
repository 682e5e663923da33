#include "report/cost_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/table.h"

namespace godwit::report {

namespace {

using plan::Bill;
using plan::BillLine;
using plan::BillSum;
using plan::format_money;
using plan::Money;

std::string signed_money(Money amount) {
  return (amount.ten_thousandths >= 0 ? "+" : "") + format_money(amount);
}

std::string percent(Money part, Money whole) {
  if (whole.ten_thousandths == 0) return "";
  return fmt::format("{:+.2f} %", plan::ratio(part, whole) * 100);
}

// "?" for what nobody knows; nothing for what is paid once, in the columns of a month.
std::vector<Cell> cells_of(const BillLine& line) {
  const plan::PriceLine& price = *line.price;
  const std::string name =
      price.what.empty() ? price.name : fmt::format("{} ({})", price.name, price.what);
  if (price.unknown) return {{name}, {"?"}, {"?"}, {"?"}, {"?"}, {""}};
  if (price.once) return {{name}, {""}, {""}, {""}, {""}, {format_money(line.once)}};
  return {{name},
          {format_money(line.before)},
          {format_money(line.after)},
          {signed_money(line.after - line.before)},
          {format_money(line.both)},
          {""}};
}

void add_sum(Table& table, std::string name, const BillSum& sum, bool with_once) {
  table.add({{sum.at_least ? name + ", at least" : std::move(name), Style::bold},
             {format_money(sum.before), Style::bold},
             {format_money(sum.after), Style::bold},
             {signed_money(sum.change()), Style::bold},
             {format_money(sum.both), Style::bold},
             {with_once ? format_money(sum.once) : "", Style::bold}});
}

std::string table_of(const plan::Plan& plan, const Bill& bill, const Terminal& terminal) {
  Table table({{"a month"},
               {plan.source + ", before", Align::right},
               {plan.target + ", after", Align::right},
               {"change", Align::right},
               {"while both run", Align::right},
               {"once", Align::right}});
  for (const BillLine& line : bill.lines) {
    if (!line.price->extra) table.add(cells_of(line));
  }
  for (const plan::BillGroup& group : bill.groups)
    add_sum(table, group.name, group.components, false);
  add_sum(table, "components", bill.components, false);
  bool any = false;
  for (const BillLine& line : bill.lines) {
    if (!line.price->extra) continue;
    if (!any) table.add({{""}});
    any = true;
    table.add(cells_of(line));
  }
  if (any) add_sum(table, "with what was left out", bill.total, true);
  return table.text(terminal, 2);
}

std::string summary(const plan::Plan& plan, const plan::Prices& prices, const Bill& bill,
                    const Terminal& terminal) {
  const auto of = [&](const BillSum& sum, Money move) {
    return fmt::format("{} a month ({}), {} a year; the move itself {}", signed_money(sum.change()),
                       percent(sum.change(), sum.before), signed_money(sum.change() * 12),
                       format_money(move)) +
           (sum.at_least ? ", at least" : "");
  };
  Table table({{""}, {"", Align::left, Fit::wrap}});
  table.add({{"components", Style::faint}, {of(bill.components, bill.move_of_components)}});
  table.add({{"in all", Style::faint}, {of(bill.total, bill.move)}});
  table.add({{"a year", Style::faint},
             {fmt::format("{} before, {} after", format_money(bill.total.before * 12),
                          format_money(bill.total.after * 12))}});
  table.add({{"both run", Style::faint},
             {fmt::format("for {}: {} a month instead of {}", format_duration(plan.policy.duration),
                          format_money(bill.total.both), format_money(bill.total.before))}});
  table.add({{"prices", Style::faint},
             {fmt::format("{}, {}: {}; in {}", prices.name, prices.as_of, prices.source,
                          prices.currency)}});
  return table.text(terminal, 2);
}

std::string_view what_is(std::string_view cost) {
  if (cost == "transfer") return "data that goes from region to region";
  if (cost == "replication-control") return "Replication Time Control";
  return cost;
}

}  // namespace

std::string cost_text(const plan::Plan& plan, const plan::Prices& prices, const Bill& bill,
                      const Terminal& terminal) {
  std::string out = terminal.styled(Style::heading, plan.name) + "\n" +
                    table_of(plan, bill, terminal) + "\n" + summary(plan, prices, bill, terminal);
  Table notes({{""}, {"", Align::left, Fit::wrap}});
  for (const BillLine& line : bill.lines) {
    if (!line.price->extra) continue;
    std::string text = line.price->why;
    if (line.price->unknown) text += "; nobody has a figure for it";
    if (!line.price->source.empty()) text += fmt::format(" ({})", line.price->source);
    notes.add({{line.price->name, Style::faint}, {std::move(text)}});
  }
  if (!notes.empty()) out += "\nwhat was left out\n" + notes.text(terminal, 2);
  for (const std::string& cost : bill.uncovered) {
    out += fmt::format("\n{}: the plan needs it, and no line has it: add one with 'covers: {}'\n",
                       terminal.styled(Style::warning, what_is(cost)), cost);
  }
  if (!bill.limits.empty()) {
    Table limits({{""}, {"at most", Align::right}, {"is", Align::right}, {""}});
    for (const plan::BillLimit& limit : bill.limits) {
      const std::string holds = bill.total.at_least ? "holds for what is known" : "holds";
      limits.add({{limit.name, Style::faint},
                  {limit.limit},
                  {limit.value},
                  {limit.holds ? holds : "exceeded", limit.holds ? Style::good : Style::bad}});
    }
    out += "\nlimits of the policy\n" + limits.text(terminal, 2);
  }
  return out;
}

}  // namespace godwit::report
