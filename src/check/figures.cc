#include "check/figures.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/ascii.h"
#include "base/text.h"
#include "check/passages.h"
#include "check/region_words.h"

namespace godwit::check {
namespace {

std::string words_of(const markdown::Cell& cell) { return markdown::plain(cell.text.content()); }

// "TOTAL (core services)", "**Total monthly cost**"; "Total users" counts something.
bool is_total_label(std::string_view label) {
  std::string words = to_lower(label);
  const std::size_t bracket = words.find('(');
  if (bracket != std::string::npos) words.erase(bracket);
  if (trim(words) == "in all" || trim(words) == "altogether") return true;
  bool total = false;
  for (char& c : words) {
    if (!is_letter(c)) c = ' ';
  }
  for (const std::string_view word : split(words, ' ')) {
    if (word.empty()) continue;
    static constexpr auto others = std::to_array<std::string_view>(
        {"cost", "costs", "monthly", "annual", "yearly", "estimated", "estimate", "price",
         "duration", "time", "grand", "overall", "per", "month", "year", "of", "all"});
    if (word == "total" || word == "sum" || word == "subtotal" || word == "totals") {
      total = true;
    } else if (std::ranges::find(others, word) == others.end()) {
      return false;
    }
  }
  return total;
}

std::optional<Amount> figure(const markdown::Cell& cell) {
  std::string_view text = cell.text.content();
  if (auto amount = only_amount(text)) return amount;
  // "$12 (estimated)".
  const std::size_t bracket = text.find(" (");
  if (bracket == std::string_view::npos) return std::nullopt;
  return only_amount(text.substr(0, bracket));
}

// Written "**so**".
bool is_bold(std::string_view text) {
  constexpr std::size_t marks = 4;
  return text.size() > marks && ((text.starts_with("**") && text.ends_with("**")) ||
                                 (text.starts_with("__") && text.ends_with("__")));
}

// The last rows of a table, whose figures alone are bold: totals without the word.
std::vector<std::size_t> bold_rows(const FigureTable& figures) {
  std::vector<std::size_t> rows;
  for (std::size_t row = figures.cells.size(); row-- > 0;) {
    bool bold = true;
    bool any = false;
    for (std::size_t column = 1; column < figures.cells[row].size(); ++column) {
      if (!figures.cells[row][column]) continue;
      any = true;
      bold = bold && is_bold(figures.table->rows[row][column].text.content());
    }
    if (!any || !bold) break;
    rows.insert(rows.begin(), row);  // few, by the limit of rows
  }
  return rows.size() * 2 < figures.cells.size() ? rows : std::vector<std::size_t>();
}

// The seconds of "days" in a column's title, where its cells are plain numbers.
void add_units(FigureTable& figures) {
  for (std::size_t column = 1; column < figures.table->header.size(); ++column) {
    const std::string title = words_of(figures.table->header[column]);
    const std::size_t open = title.find('(');
    const std::size_t close = title.find(')');
    const std::string unit = open != std::string::npos && close != std::string::npos && close > open
                                 ? title.substr(open + 1, close - open - 1)
                                 : title;
    const std::vector<Amount> one = amounts("1 " + std::string(trim(unit)));
    if (one.size() != 1 || one[0].kind != Amount::Kind::duration ||
        one[0].end != trim(unit).size() + 2) {
      continue;
    }
    for (auto& row : figures.cells) {
      if (!row[column] || row[column]->kind != Amount::Kind::number) continue;
      row[column]->kind = Amount::Kind::duration;
      row[column]->unit = one[0].unit;
      row[column]->low *= one[0].low;
      row[column]->high *= one[0].low;
      row[column]->step *= one[0].low;
    }
  }
}

// Nothing to add: an empty cell, "-", "free".
bool is_nothing(const markdown::Cell& cell) {
  const std::string words = to_lower(trim(words_of(cell)));
  static constexpr auto all = std::to_array<std::string_view>(
      {"", "-", "\xE2\x80\x93", "\xE2\x80\x94", "free", "included", "n/a", "none"});
  return std::ranges::find(all, words) != all.end();
}

double period_of(const FigureTable& figures, const markdown::Document& document) {
  std::string words;
  for (const markdown::Cell& cell : figures.table->header) words += " " + words_of(cell);
  int section = figures.table->section;
  for (int levels = 0; section > 0 && levels < 2; ++levels) {
    const markdown::Section& here = document.sections[static_cast<std::size_t>(section)];
    words += " " + here.title.content();
    section = here.parent;
  }
  words = to_lower(words);
  const bool month = words.contains("month");
  const bool year = words.contains("year") || words.contains("annual");
  if (month == year) return 0;
  return month ? month_s : year_s;
}

bool is_addable(const Amount& amount) {
  return amount.kind == Amount::Kind::money || amount.kind == Amount::Kind::number;
}

// The sum of a column's rows, from `first` to before `end`, without totals. Nothing where one of
// them is not known.
struct Added {
  double low = 0;
  double high = 0;
  double room = 0;
  std::size_t rows = 0;
};
std::optional<Added> add(const FigureTable& figures, std::size_t column, std::size_t first,
                         std::size_t end, const Amount& like) {
  Added sum;
  for (std::size_t row = first; row < end; ++row) {
    if (figures.is_total(row)) continue;
    const std::optional<Amount>& amount = figures.cells[row][column];
    if (!amount) {
      if (!is_nothing(figures.table->rows[row][column])) return std::nullopt;
      continue;
    }
    if (amount->kind != like.kind || amount->currency != like.currency ||
        amount->bound != Amount::Bound::none) {
      return std::nullopt;
    }
    sum.low += amount->low;
    sum.high += amount->high;
    // Whole numbers are exact, or rounded to the same digit as the others.
    sum.room += amount->step * (amount->about ? 1.0 : 0.5);
    ++sum.rows;
  }
  return sum;
}

bool fits(const Amount& total, const Added& sum) {
  double room = std::min(sum.room, 0.01 * std::abs(sum.high) + total.step);
  // Who estimates does not mean the last digit.
  if (total.about) room = std::max(room, 0.02 * std::abs(sum.high));
  if (total.range()) room = std::max(room, 0.05 * std::abs(sum.high));
  const double allowed = total.step * 0.51 + room + 1e-9;
  const auto is = [&](double low, double high) {
    return std::abs(total.low - low) <= allowed && std::abs(total.high - high) <= allowed;
  };
  // A year below months, or how many rows there are.
  constexpr double months = 12;
  return is(sum.low, sum.high) || is(months * sum.low, months * sum.high) ||
         (total.kind == Amount::Kind::number && total.low == static_cast<double>(sum.rows));
}

}  // namespace

bool FigureTable::is_total(std::size_t row) const {
  return std::ranges::binary_search(totals, row);
}

Span FigureTable::span(std::size_t row, std::size_t column) const {
  const SourceText& text = table->rows[row][column].text;
  return span_of(text, 0, text.content().size());
}

std::vector<FigureTable> figure_tables(const Subject& subject) {
  // Beyond these nobody wrote the tables by hand, and comparing them would take its time.
  constexpr std::size_t most_tables = 200;
  constexpr std::size_t most_rows = 1000;
  std::vector<FigureTable> all;
  for (std::size_t document = 0; document < subject.documents.size(); ++document) {
    const markdown::Document& content = subject.documents[document].content;
    for (const markdown::Table& table : content.tables) {
      if (all.size() >= most_tables) return all;
      if (table.rows.size() > most_rows) continue;
      FigureTable figures;
      figures.table = &table;
      figures.document = static_cast<int>(document);
      bool any = false;
      for (std::size_t row = 0; row < table.rows.size(); ++row) {
        std::vector<std::optional<Amount>>& cells = figures.cells.emplace_back();
        for (const markdown::Cell& cell : table.rows[row]) {
          cells.push_back(figure(cell));
          any = any || cells.back().has_value();
        }
        if (is_total_label(words_of(table.rows[row].front()))) figures.totals.push_back(row);
      }
      if (!any) continue;
      figures.per = period_of(figures, content);
      add_units(figures);
      if (figures.totals.empty()) {
        figures.totals = bold_rows(figures);
        figures.named = false;
      }
      all.push_back(std::move(figures));
    }
  }
  return all;
}

std::vector<Sum> sums(const FigureTable& table) {
  std::vector<Sum> all;
  std::size_t last = 0;  // where the rows since the last total begin
  for (const std::size_t total : table.totals) {
    // What the total is of: what is above it, since the last total, or up to some row above it;
    // the same for each of its columns.
    std::vector<std::pair<std::size_t, std::size_t>> candidates = {{0, total}};
    if (last > 0) candidates.emplace_back(last, total);
    constexpr std::size_t most = 200;
    for (std::size_t end = total; end-- > 2 && total < most;) candidates.emplace_back(0, end);
    std::vector<Sum> best;
    std::size_t best_right = 0;
    for (const auto& [first, end] : candidates) {
      std::vector<Sum> here;
      std::size_t right = 0;
      for (std::size_t column = 1; column < table.table->header.size(); ++column) {
        const std::optional<Amount>& amount = table.cells[total][column];
        if (!amount || !is_addable(*amount) || amount->bound != Amount::Bound::none) continue;
        const auto sum = add(table, column, first, end, *amount);
        if (!sum || sum->rows < 2) continue;
        const bool fit = fits(*amount, *sum);
        right += fit ? 1 : 0;
        here.push_back({total, column, sum->low, sum->high, sum->room, sum->rows, fit});
      }
      if (best.empty() || right > best_right) {
        best = std::move(here);
        best_right = right;
      }
    }
    // Bold rows that are the sum of nothing are no totals.
    if (table.named || best_right > 0) all.insert(all.end(), best.begin(), best.end());
    last = total + 1;
  }
  return all;
}

Span Change::span() const {
  if (row) return table->span(*row, after_column);
  const SourceText& text = table->table->header[after_column].text;
  return span_of(text, 0, text.content().size());
}

std::vector<Change> changes(const std::vector<FigureTable>& tables) {
  std::vector<Change> all;
  for (const FigureTable& table : tables) {
    std::vector<std::size_t> columns;
    for (std::size_t column = 1; column < table.table->header.size(); ++column) {
      const std::string title = to_lower(words_of(table.table->header[column]));
      const bool side = region_words(title).size() == 1 || title.contains("current") ||
                        title.contains("before") || title.contains("today") ||
                        title.contains("existing") || title.starts_with("old") ||
                        title.contains("after") || title.starts_with("new") ||
                        title.contains("target") || title.contains("proposed");
      const bool money = std::ranges::any_of(table.cells, [&](const auto& row) {
        return row[column] && row[column]->kind == Amount::Kind::money && !row[column]->signed_;
      });
      if (side && money) columns.push_back(column);
    }
    if (columns.size() != 2) continue;
    const auto change = [&](double before, double after, const std::string& currency) {
      Change added;
      added.table = &table;
      added.before_column = columns[0];
      added.after_column = columns[1];
      added.before = before;
      added.after = after;
      added.currency = currency;
      return added;
    };
    for (const std::size_t row : table.totals) {
      const std::optional<Amount>& before = table.cells[row][columns[0]];
      const std::optional<Amount>& after = table.cells[row][columns[1]];
      if (!before || !after || before->range() || after->range() || before->low <= 0 ||
          before->kind != Amount::Kind::money || after->currency != before->currency) {
        continue;
      }
      Change added = change(before->low, after->low, before->currency);
      added.label = words_of(table.table->rows[row].front());
      added.row = row;
      all.push_back(std::move(added));
    }
    if (!table.totals.empty()) continue;
    const auto first = std::ranges::find_if(
        table.cells, [&](const auto& row) { return row[columns[0]].has_value(); });
    if (first == table.cells.end()) continue;
    const Amount& like = *(*first)[columns[0]];
    const auto before = add(table, columns[0], 0, table.cells.size(), like);
    const auto after = add(table, columns[1], 0, table.cells.size(), like);
    if (before && after && before->low > 0 && before->low == before->high &&
        after->low == after->high) {
      all.push_back(change(before->low, after->low, like.currency));
    }
  }
  return all;
}

}  // namespace godwit::check
