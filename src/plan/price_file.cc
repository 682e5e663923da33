#include "plan/price_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "account/formats.h"
#include "plan/sections.h"
#include "yaml/parse.h"
#include "yaml/reader.h"
#include "yaml/unique.h"

namespace godwit::plan {

namespace {

using yaml::Node;
using yaml::Problems;
using yaml::Reader;

std::optional<std::string> a_currency(const Node& node, Problems& problems) {
  const auto word = yaml::a_word(node, problems);
  if (!word) return word;
  const bool good = word->size() == 3 && std::ranges::all_of(*word, [](char letter) {
                      return letter >= 'A' && letter <= 'Z';
                    });
  if (good) return word;
  yaml::report_mismatch(node, problems, "a currency", "write three letters: USD");
  return std::nullopt;
}

std::map<std::string, Money> read_monthly(Reader& reader) {
  std::map<std::string, Money> amounts;
  for (const yaml::Entry& entry : reader.entries("monthly")) {
    Node name;
    name.kind = yaml::Kind::scalar;
    name.place = entry.place;
    name.text = entry.key;
    const auto region = account::a_region(name, reader.problems());
    const auto amount = an_amount(entry.value, reader.problems());
    if (region && amount) amounts[*region] = *amount;
  }
  return amounts;
}

// "once: 10.00", or "once: {quantity: 500, price: 0.02}".
std::optional<Money> read_once(Reader& reader) {
  const Node* node = reader.find("once");
  if (node == nullptr) return std::nullopt;
  if (node->kind != yaml::Kind::map) return an_amount(*node, reader.problems());
  Reader parts(*node, "'once'", reader.problems());
  const int quantity = parts.required("quantity", yaml::an_integer(0, 1'000'000'000));
  const Money price = parts.required("price", an_amount);
  parts.finish();
  if (price.ten_thousandths > 0 &&
      quantity > (std::int64_t{1} << 50) / price.ten_thousandths) {  // no sum may overflow
    parts.problem("quantity", "the amount is too large", "write what one move costs");
    return std::nullopt;
  }
  return price * quantity;
}

PriceLine read_line(Reader& reader, bool extra) {
  PriceLine line;
  line.extra = extra;
  line.name = reader.required("name", yaml::a_line);
  line.what = reader.optional("what", yaml::a_line, "");
  line.group = reader.optional("group", yaml::a_line, "");
  line.while_both = reader.optional(
      "while_both",
      yaml::choice<WhileBoth>(
          {{"both", WhileBoth::both}, {"dearer", WhileBoth::dearer}, {"once", WhileBoth::once}}),
      WhileBoth::both);
  if (!extra) {
    reader.need("monthly");
    line.monthly = read_monthly(reader);
    return line;
  }
  line.why = reader.required("why", yaml::a_line);
  line.covers = reader.optional(
      "covers", yaml::one_of("a cost", {"standby", "transfer", "replication-control", "other"}),
      "other");
  line.monthly = read_monthly(reader);
  line.once = read_once(reader);
  line.unknown = reader.optional("unknown", yaml::a_flag, false);
  line.source = reader.optional("source", yaml::a_line, "");
  const int given = (reader.find("monthly") != nullptr ? 1 : 0) +
                    (reader.find("once") != nullptr ? 1 : 0) + (line.unknown ? 1 : 0);
  if (given != 1) {
    reader.problem("name",
                   fmt::format("an extra has one of 'monthly', 'once' and 'unknown: true'; "
                               "this one has {}",
                               given == 0 ? "none" : "several"),
                   "give one");
  }
  return line;
}

void read_lines(Reader& file, std::string_view key, bool extra, yaml::Unique& names,
                Prices& prices) {
  if (file.items(key).size() > most_price_lines) {
    file.problem(key, fmt::format("there are more than {} lines", most_price_lines),
                 "add up what belongs together");
  }
  for (const Node& node : file.items(key)) {
    Reader reader(node, extra ? "an extra" : "a component", file.problems());
    PriceLine line = read_line(reader, extra);
    reader.finish();
    names.add(line.name, reader.place("name"), file.problems());
    prices.lines.push_back(std::move(line));
  }
}

}  // namespace

std::optional<Money> an_amount(const Node& node, Problems& problems) {
  if (node.kind == yaml::Kind::scalar) {
    if (const auto amount = parse_money(node.text)) return amount;
  }
  yaml::report_mismatch(node, problems, "an amount of money", "write a number: 15.75");
  return std::nullopt;
}

Checked<Prices> read_prices(std::string_view yaml, const std::string& file) {
  Problems problems("read prices", file);
  Prices prices;
  if (const auto root = yaml::parse(yaml, problems)) {
    Reader reader(*root, "the price file", problems);
    prices.name = reader.required("prices", yaml::a_name);
    prices.source = reader.required("source", yaml::a_line);
    prices.as_of = reader.required("as_of", yaml::a_word);
    prices.currency = reader.required("currency", a_currency);
    yaml::Unique names("line");
    reader.need("components");
    read_lines(reader, "components", false, names, prices);
    read_lines(reader, "extras", true, names, prices);
    reader.finish();
  }
  if (!problems.none()) return std::unexpected(problems.take());
  return prices;
}

}  // namespace godwit::plan
