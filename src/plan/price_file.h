// Prices: what the parts of a workload cost, as a price file says (docs/price-file.md). The fields
// here are its keys.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "plan/money.h"

namespace godwit::plan {

enum class WhileBoth { both, dearer, once };

struct PriceLine {
  std::string name;
  std::string what;
  std::string group;
  WhileBoth while_both = WhileBoth::both;
  std::map<std::string, Money> monthly;  // by region
  // Of extras alone.
  bool extra = false;
  std::string why;
  std::string covers;  // "standby", "transfer", "replication-control", "other"; empty: a component
  std::optional<Money> once;
  bool unknown = false;
  std::string source;  // empty: the file's
};

struct Prices {
  std::string name;
  std::string source;
  std::string as_of;
  std::string currency;
  std::vector<PriceLine> lines;  // components, then extras, each in the file's order
};

constexpr std::size_t most_price_lines = 1000;

// All errors at once. `file` is the name for their places.
Checked<Prices> read_prices(std::string_view yaml, const std::string& file);

}  // namespace godwit::plan
