#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "base/text.h"
#include "check/figures.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

std::string words(const Amount& like, double value) {
  if (like.kind == Amount::Kind::money) return money_words(value, like.currency);
  return number_words(value, 2);
}

// Totals of what is above them.
void look_at_totals(const FigureTable& table, Findings& findings) {
  for (const Sum& sum : sums(table)) {
    if (sum.right) continue;
    const Amount& written = *table.cells[sum.row][sum.column];
    std::string is = words(written, sum.low);
    if (sum.low != sum.high) is += " to " + words(written, sum.high);
    std::string says = words(written, written.low);
    if (written.range()) says += " to " + words(written, written.high);
    findings.add(table.span(sum.row, sum.column),
                 fmt::format("the {} rows that this is the total of add up to {}, not to {}",
                             sum.rows, is, says),
                 fmt::format("write {}, or correct the row that is wrong", is));
  }
}

// "| before | after | difference |".
void look_at_differences(const FigureTable& table, Findings& findings) {
  for (std::size_t column = 3; column < table.table->header.size(); ++column) {
    const std::string title = to_lower(markdown::plain(table.table->header[column].text.content()));
    if (!title.starts_with("diff") && !title.starts_with("delta") && !title.starts_with("change") &&
        !title.starts_with("increase") && title != "\xCE\x94") {
      continue;
    }
    for (std::size_t row = 0; row < table.cells.size(); ++row) {
      const auto& cells = table.cells[row];
      const auto& before = cells[column - 2];
      const auto& after = cells[column - 1];
      const auto& difference = cells[column];
      if (!before || !after || !difference || before->range() || after->range() ||
          difference->range() || before->kind != Amount::Kind::money ||
          after->kind != Amount::Kind::money || before->low == 0) {
        continue;
      }
      const double change = after->low - before->low;
      // Some write a difference without its sign.
      const auto is = [&](double value) {
        const double room = (before->step + after->step) / 2;
        return difference->kind == Amount::Kind::percent
                   ? same(*difference, 100 * value / before->low,
                          std::abs(100 * room / before->low) + (difference->about ? 1 : 0))
                   : same(*difference, value, room);
      };
      if (is(change) || (!difference->signed_ && is(-change))) continue;
      if (difference->kind != Amount::Kind::money && difference->kind != Amount::Kind::percent) {
        continue;
      }
      const std::string right = difference->kind == Amount::Kind::money
                                    ? money_words(change, before->currency)
                                    : percent_words(100 * change / before->low);
      findings.add(table.span(row, column),
                   fmt::format("from {} to {} it is {}, not what stands here",
                               money_words(before->low, before->currency),
                               money_words(after->low, after->currency), right),
                   fmt::format("write {}", right));
    }
  }
}

void look(const Subject& subject, Findings& findings) {
  for (const FigureTable& table : figure_tables(subject)) {
    look_at_totals(table, findings);
    look_at_differences(table, findings);
  }
}

}  // namespace

extern const Rule sum_wrong;
const Rule sum_wrong = {"sum-wrong", Severity::error,
                        "a total or a difference is not what the table's rows come to", look};

}  // namespace godwit::check::rule
