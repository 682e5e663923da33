#include <boost/json.hpp>
#include <cmath>

#include "report/cost_text.h"

namespace godwit::report {

namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using plan::format_money;

object sum_json(const plan::BillSum& sum) {
  return {
      {"before", format_money(sum.before)},
      {"after", format_money(sum.after)},
      {"both", format_money(sum.both)},
      {"once", format_money(sum.once)},
      {"change", format_money(sum.change())},
      {"change_percent", std::round(plan::ratio(sum.change(), sum.before) * 1'000'000) / 10'000},
      {"year_before", format_money(sum.before * 12)},
      {"year_after", format_money(sum.after * 12)},
      {"year_change", format_money(sum.change() * 12)},
      {"at_least", sum.at_least}};
}

object line_json(const plan::BillLine& line) {
  const plan::PriceLine& price = *line.price;
  const auto amount = [&](plan::Money money) {
    return price.unknown ? value(nullptr) : value(format_money(money));
  };
  object json{{"name", price.name}, {"extra", price.extra}};
  if (!price.what.empty()) json["what"] = price.what;
  if (!price.group.empty()) json["group"] = price.group;
  if (price.extra) {
    json["why"] = price.why;
    json["covers"] = price.covers;
  }
  if (!price.source.empty()) json["source"] = price.source;
  json["before"] = amount(line.before);
  json["after"] = amount(line.after);
  json["both"] = amount(line.both);
  json["once"] = amount(line.once);
  return json;
}

}  // namespace

std::string cost_json(const plan::Plan& plan, const plan::Prices& prices, const plan::Bill& bill) {
  array lines;
  for (const plan::BillLine& line : bill.lines) lines.push_back(line_json(line));
  object groups;
  for (const plan::BillGroup& group : bill.groups) groups[group.name] = sum_json(group.components);
  array limits;
  for (const plan::BillLimit& limit : bill.limits) {
    limits.push_back(object{{"name", limit.name},
                            {"limit", limit.limit},
                            {"value", limit.value},
                            {"holds", limit.holds}});
  }
  object components = sum_json(bill.components);
  components["move"] = format_money(bill.move_of_components);
  object total = sum_json(bill.total);
  total["move"] = format_money(bill.move);
  return boost::json::serialize(
             object{{"schema", "godwit.cost/1"},
                    {"plan", plan.name},
                    {"prices", object{{"name", prices.name},
                                      {"source", prices.source},
                                      {"as_of", prices.as_of},
                                      {"currency", prices.currency}}},
                    {"regions", object{{"source", plan.source}, {"target", plan.target}}},
                    {"duration_s", static_cast<double>(plan.policy.duration.count()) / 1e6},
                    {"lines", std::move(lines)},
                    {"groups", std::move(groups)},
                    {"components", std::move(components)},
                    {"total", std::move(total)},
                    {"uncovered", array(bill.uncovered.begin(), bill.uncovered.end())},
                    {"limits", std::move(limits)}}) +
         "\n";
}

}  // namespace godwit::report
