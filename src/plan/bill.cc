#include "plan/bill.h"

#include <fmt/format.h>

#include <algorithm>

namespace godwit::plan {

namespace {

Money in(const PriceLine& line, const std::string& region) {
  const auto found = line.monthly.find(region);
  return found == line.monthly.end() ? Money{} : found->second;
}

void add(BillSum& sum, const BillLine& line) {
  sum.before = sum.before + line.before;
  sum.after = sum.after + line.after;
  sum.both = sum.both + line.both;
  sum.once = sum.once + line.once;
  sum.at_least = sum.at_least || line.price->unknown;
}

// A month has 365.25 / 12 days: 2,629,800 seconds. Exact but for the last division.
Money for_time(Money monthly, Duration duration) {
  constexpr std::int64_t seconds_of_month = 2'629'800;
  const std::int64_t length = duration.count() / 1'000'000;
  const auto product = static_cast<__int128>(monthly.ten_thousandths) * length;
  return {static_cast<std::int64_t>(product / seconds_of_month)};
}

Money move_of(const BillSum& sum, Duration duration) {
  return for_time(sum.both - sum.before, duration) + sum.once;
}

std::vector<std::string> uncovered_by(const Plan& plan, const Prices& prices) {
  std::vector<std::string> uncovered;
  const auto need = [&](std::string_view what) {
    if (std::ranges::find(prices.lines, what, &PriceLine::covers) == prices.lines.end()) {
      uncovered.emplace_back(what);
    }
  };
  const auto replicates = [](const Bucket& bucket) { return bucket.replicate != Replicate::none; };
  if (std::ranges::any_of(plan.buckets, replicates)) need("transfer");
  if (std::ranges::any_of(plan.buckets, [&](const Bucket& bucket) {
        return replicates(bucket) && bucket.time_control;
      })) {
    need("replication-control");
  }
  return uncovered;
}

std::string percent(double share) { return fmt::format("{:.2f} %", share * 100); }

void add_limits(const Plan& plan, Bill& bill) {
  if (!plan.policy.cost) return;
  const CostLimit& limit = *plan.policy.cost;
  const auto check = [&](std::string name, const std::optional<Money>& most, Money value) {
    if (!most) return;
    bill.limits.push_back(
        {std::move(name), format_money(*most), format_money(value), value <= *most});
  };
  if (limit.increase) {
    const double change = ratio(bill.total.change(), bill.total.before);
    bill.limits.push_back(
        {"increase", percent(*limit.increase), percent(change), change <= *limit.increase});
  }
  check("monthly", limit.monthly, bill.total.after);
  check("both", limit.both, bill.total.both);
  check("move", limit.move, bill.move);
}

}  // namespace

Bill bill_of(const Plan& plan, const Prices& prices) {
  Bill bill;
  for (const PriceLine& price : prices.lines) {
    BillLine line;
    line.price = &price;
    line.before = in(price, plan.source);
    line.after = in(price, plan.target);
    switch (price.while_both) {
      case WhileBoth::both:
        line.both = line.before + line.after;
        break;
      case WhileBoth::dearer:
      case WhileBoth::once:
        line.both = std::max(line.before, line.after);
        break;
    }
    line.once = price.once.value_or(Money{});
    add(bill.total, line);
    if (!price.extra) {
      add(bill.components, line);
      if (!price.group.empty()) {
        auto group = std::ranges::find(bill.groups, price.group, &BillGroup::name);
        if (group == bill.groups.end()) {
          bill.groups.push_back({price.group, {}});
          group = bill.groups.end() - 1;
        }
        add(group->components, line);
      }
    }
    bill.lines.push_back(line);
  }
  bill.uncovered = uncovered_by(plan, prices);
  bill.total.at_least = bill.total.at_least || !bill.uncovered.empty();
  bill.move = move_of(bill.total, plan.policy.duration);
  bill.move_of_components = move_of(bill.components, plan.policy.duration);
  add_limits(plan, bill);
  return bill;
}

}  // namespace godwit::plan
