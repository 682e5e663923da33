// Figures: tables of numbers, with their totals, and what they say of a change: so much before, so
// much after.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "check/amounts.h"
#include "check/finding.h"
#include "check/subject.h"

namespace godwit::check {

struct FigureTable {
  const markdown::Table* table = nullptr;
  int document = 0;
  // As the table's rows: what is one amount and nothing else, but for words in brackets after it.
  std::vector<std::vector<std::optional<Amount>>> cells;
  std::vector<std::size_t> totals;  // rows that are the sum of others
  bool named = true;                // they say so; false: only their figures are bold
  double per = 0;                   // of money: month_s, year_s, where a title says it; else 0

  bool is_total(std::size_t row) const;
  Span span(std::size_t row, std::size_t column) const;
};

// Those with a number anywhere, in order.
std::vector<FigureTable> figure_tables(const Subject& subject);

// What a column's rows add up to, and which: those above a total row.
struct Sum {
  std::size_t row = 0;  // of the total
  std::size_t column = 0;
  double low = 0;
  double high = 0;
  double room = 0;       // what rounding of the rows may come to
  std::size_t rows = 0;  // how many were added
  bool right = false;    // the total is that
};
std::vector<Sum> sums(const FigureTable& table);

// A total of money before and after: of a row, or, where a table has no totals, of all its rows.
struct Change {
  const FigureTable* table = nullptr;
  std::string label;               // of the row, without markup: "TOTAL (with EHRbase)"
  std::optional<std::size_t> row;  // nullopt: the sum of all
  std::size_t before_column = 0;
  std::size_t after_column = 0;
  double before = 0;
  double after = 0;
  std::string currency;

  double difference() const { return after - before; }
  double percent() const { return 100 * (after - before) / before; }
  Span span() const;  // of the row's, or the table's, figures
};
std::vector<Change> changes(const std::vector<FigureTable>& tables);

}  // namespace godwit::check
