// Fact F3: the days of the titles, and those of the table that sums them up.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "base/text.h"
#include "check/day_ranges.h"
#include "check/passages.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

// The words of a title that name it: without what is in brackets, numbers and "phase".
std::vector<std::string> naming_words(std::string_view title) {
  std::string words = to_lower(title.substr(0, title.find('(')));
  const std::size_t colon = words.find(':');
  if (colon != std::string::npos) words.erase(0, colon + 1);
  for (char& c : words) {
    if (!is_letter(c) && c != '-') c = ' ';
  }
  std::vector<std::string> all;
  static constexpr std::array<std::string_view, 9> left = {
      "phase", "the", "and", "of", "stage", "step", "period", "itself", "-"};
  for (const std::string_view word : split(words, ' ')) {
    if (!word.empty() && std::ranges::find(left, word) == left.end()) all.emplace_back(word);
  }
  return all;
}

// The section that a row of the table is about: its title has the row's words and no others, or
// begins with them; of several, the one with the fewest others.
// Sections that have days, with the words that name them.
struct Phase {
  std::size_t section = 0;
  std::vector<std::string> words;
};
std::vector<Phase> phases_of(const markdown::Document& document,
                             const std::vector<SectionDays>& days) {
  constexpr std::size_t most = 1000;
  std::vector<Phase> phases;
  for (std::size_t i = 0; i < document.sections.size() && phases.size() < most; ++i) {
    if (!days[i].days) continue;
    phases.push_back({i, naming_words(markdown::plain(document.sections[i].title.content()))});
  }
  return phases;
}

int section_of(const std::vector<Phase>& phases, const std::vector<SectionDays>& days,
               std::string_view label) {
  const std::vector<std::string> wanted = naming_words(label);
  if (wanted.empty()) return -1;
  int found = -1;
  std::size_t fewest = 0;
  bool several = false;
  for (const auto& [i, words] : phases) {
    if (words.size() < wanted.size() || !std::equal(wanted.begin(), wanted.end(), words.begin())) {
      continue;
    }
    const std::size_t others = words.size() - wanted.size();
    if (found >= 0 && others > fewest) continue;
    if (found >= 0 && others == fewest) {
      // A title that gives its days says more than one that only has such below it.
      const bool own = days[static_cast<std::size_t>(found)].own;
      if (own && !days[i].own) continue;
      several = own == days[i].own;
    } else {
      several = false;
    }
    found = static_cast<int>(i);
    fewest = others;
  }
  return several ? -1 : found;
}

struct Row {
  std::size_t row = 0;
  std::size_t column = 0;
  int stated = 0;  // days
  int counted = 0;
  DayRange days;
  int section = 0;
};

std::vector<Row> rows_of(const FigureTable& table, const std::vector<Phase>& phases,
                         const std::vector<SectionDays>& days) {
  std::vector<Row> rows;
  for (std::size_t row = 0; row < table.cells.size(); ++row) {
    if (table.is_total(row)) continue;
    const std::string label = markdown::plain(table.table->rows[row].front().text.content());
    for (std::size_t column = 1; column < table.cells[row].size(); ++column) {
      const std::optional<Amount>& amount = table.cells[row][column];
      if (!amount || amount->kind != Amount::Kind::duration || amount->range() || amount->about ||
          amount->bound != Amount::Bound::none || !to_lower(amount->unit).starts_with("day")) {
        continue;
      }
      const int section = section_of(phases, days, label);
      if (section < 0) break;
      const DayRange& range = *days[static_cast<std::size_t>(section)].days;
      rows.push_back(
          {row, column, static_cast<int>(amount->low / day_s), range.days(), range, section});
      break;
    }
  }
  return rows;
}

void look_at_table(const FigureTable& table, const markdown::Document& document,
                   const std::vector<FigureTable>& tables, const std::vector<Phase>& phases,
                   const std::vector<SectionDays>& days, Findings& findings) {
  const std::vector<Row> rows = rows_of(table, phases, days);
  // Who counts "day 3 to 5" as three days elsewhere in the table does so here.
  const bool inclusive = std::ranges::any_of(rows, [](const Row& row) {
    return row.stated == row.counted && row.days.first != row.days.last;
  });
  if (!inclusive) return;
  int more = 0;
  for (const Row& row : rows) more += row.counted - row.stated;
  const auto length = plan_length(tables, table.document);
  for (const Row& row : rows) {
    if (row.stated == row.counted) continue;
    std::string message =
        fmt::format("the titles give it day {} to {}, which are {} days, and not {}",
                    row.days.first, row.days.last, row.counted, row.stated);
    if (length && length->table == &table) {
      const int total = static_cast<int>(length->seconds / day_s);
      message += fmt::format("; the phases are {} days then, and not {}", total + more, total);
    }
    Finding& finding = findings.add(table.span(row.row, row.column), std::move(message),
                                    fmt::format("write {} days and correct the total, or move the "
                                                "days of the titles",
                                                row.counted));
    const SourceText& title = document.sections[static_cast<std::size_t>(row.section)].title;
    finding.related.push_back(
        {span_of(title, 0, title.content().size()), "the section that has these days"});
    if (length && length->table == &table) {
      finding.related.push_back({table.span(length->row, length->column), "the total"});
    }
  }
}

// A total of days that the rows above it do not come to: more than all of them one after another
// nobody needs.
void look_at_total(const FigureTable& table, Findings& findings) {
  if (table.totals.size() != 1) return;
  const std::size_t total = table.totals[0];
  for (std::size_t column = 1; column < table.cells[total].size(); ++column) {
    const std::optional<Amount>& written = table.cells[total][column];
    if (!written || written->kind != Amount::Kind::duration || written->range() || written->about ||
        written->bound != Amount::Bound::none) {
      continue;
    }
    double sum = 0;
    std::size_t rows = 0;
    bool known = true;
    for (std::size_t row = 0; row < total; ++row) {
      const std::optional<Amount>& amount = table.cells[row][column];
      known = known && amount && amount->kind == Amount::Kind::duration && !amount->range() &&
              !amount->about && amount->unit.substr(0, 3) == written->unit.substr(0, 3);
      if (!known) break;
      sum += amount->low;
      ++rows;
    }
    constexpr std::size_t least = 3;
    if (!known || rows < least || written->low <= sum + written->step / 2) continue;
    findings.add(table.span(total, column),
                 fmt::format("the {} rows above are {} one after another, less than this total",
                             rows, duration_words(sum, written->unit)),
                 "correct the total, or add the row that is missing");
  }
}

void look(const Subject& subject, Findings& findings) {
  const std::vector<FigureTable> tables = figure_tables(subject);
  if (tables.empty()) return;
  for (std::size_t index = 0; index < subject.documents.size(); ++index) {
    const markdown::Document& document = subject.documents[index].content;
    const std::vector<SectionDays> days = days_of_sections(document);
    const std::vector<Phase> phases = phases_of(document, days);
    for (const FigureTable& table : tables) {
      if (table.document != static_cast<int>(index)) continue;
      look_at_table(table, document, tables, phases, days, findings);
      look_at_total(table, findings);
    }
  }
}

}  // namespace

extern const Rule days_miscounted;
const Rule days_miscounted{.id = "days-miscounted",
                           .severity = Severity::error,
                           .title = "a phase's days are not those of the titles that it has",
                           .look = look};

}  // namespace godwit::check::rule
