// Bill: what a plan's move costs by a price file: before, after, and while both regions run.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plan/plan.h"
#include "plan/price_file.h"

namespace godwit::plan {

// Amounts of a month, but for `once`.
struct BillLine {
  const PriceLine* price = nullptr;  // borrowed
  Money before;
  Money after;
  Money both;
  Money once;
};

struct BillSum {
  Money before;
  Money after;
  Money both;
  Money once;
  bool at_least = false;  // something of it is not known

  Money change() const { return after - before; }
};

struct BillGroup {
  std::string name;
  BillSum components;
};

struct BillLimit {
  std::string name;  // "increase", "monthly", "both", "move"
  std::string limit;
  std::string value;
  bool holds = true;
};

struct Bill {
  std::vector<BillLine> lines;
  std::vector<BillGroup> groups;  // of components, in the order in which they come
  BillSum components;
  BillSum total;  // with the extras
  Money move;     // what the move itself costs: both regions instead of one, and what is paid once
  Money move_of_components;
  std::vector<std::string> uncovered;  // "transfer": what the plan does and no line covers
  std::vector<BillLimit> limits;
};

// `prices` must outlive the result.
Bill bill_of(const Plan& plan, const Prices& prices);

}  // namespace godwit::plan
