// Fact F1: totals that prose gives, and those of the document's own table.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "check/figures.h"
#include "check/passages.h"
#include "check/rule.h"
#include "check/sentences.h"

namespace godwit::check::rule {
namespace {

constexpr std::array<std::string_view, 7> of_totals = {
    "total", "overall", "estimate", "estimated", "altogether", "in all", "monthly cost"};

// A table whose totals are the document's: the only one with totals of money for that period.
const FigureTable* table_of(const std::vector<FigureTable>& tables, int document, double per) {
  const FigureTable* found = nullptr;
  for (const FigureTable& table : tables) {
    if (table.document != document || table.totals.empty() || table.per != per) continue;
    if (found != nullptr) return nullptr;
    found = &table;
  }
  return found;
}

struct Totals {
  std::vector<double> values;
  std::vector<Related> places;
  std::string words;
};

bool is_difference(const markdown::Cell& title) {
  static constexpr std::array<std::string_view, 6> words = {"difference", "delta", "change",
                                                            "more",       "diff",  "increase"};
  return has_any_word(title.text.content(), words);
}

Totals totals_of(const FigureTable& table, const std::string& currency) {
  Totals totals;
  for (const std::size_t row : table.totals) {
    std::string of_row;
    for (std::size_t column = 1; column < table.cells[row].size(); ++column) {
      const std::optional<Amount>& amount = table.cells[row][column];
      if (is_difference(table.table->header[column])) continue;
      if (!amount || amount->kind != Amount::Kind::money || amount->signed_ ||
          amount->currency != currency || amount->range()) {
        continue;
      }
      totals.values.push_back(amount->low);
      of_row += (of_row.empty() ? "" : " and ") + money_words(amount->low, currency);
      if (of_row.find(" and ") == std::string::npos) {
        totals.places.push_back({table.span(row, column),
                                 markdown::plain(table.table->rows[row].front().text.content())});
      }
    }
    if (!of_row.empty()) totals.words += (totals.words.empty() ? "" : ", ") + of_row;
  }
  return totals;
}

// Does a sentence speak of one of the table's rows, or of something that the table has not?
bool names_part(const FigureTable& table, std::string_view sentence) {
  for (std::size_t row = 0; row < table.table->rows.size(); ++row) {
    if (table.is_total(row)) continue;
    const std::string label = markdown::plain(table.table->rows[row].front().text.content());
    const std::string name(trim(std::string_view(label).substr(0, label.find('('))));
    if (name.size() > 2 && find_word(sentence, name) != std::string::npos) return true;
  }
  static constexpr std::array<std::string_view, 11> parts = {
      "savings", "saving",  "save",     "commit", "commitment", "one-time",
      "budget",  "upfront", "per user", "limit",  "additional"};
  return has_any_word(sentence, parts);
}

bool is_one_of(const Totals& totals, const Amount& claim) {
  return std::ranges::any_of(totals.values, [&](double value) {
    if (claim.bound == Amount::Bound::below) return value <= claim.high;
    if (claim.bound == Amount::Bound::above) return value >= claim.low;
    return same(claim, value, claim.about ? 0.05 * value : 0);
  });
}

// "It costs $500 a month": a sentence that speaks of all of it.
bool speaks_of_all(std::string_view sentence) {
  if (has_any_word(sentence, of_totals)) return true;
  const std::string words = to_lower(markdown::plain(trim(sentence)));
  return words.starts_with("it costs ") || words.starts_with("this costs ") ||
         words.starts_with("costs: ") || words.starts_with("cost: ") ||
         words.starts_with("everything costs ");
}

// Is a passage where a document sums up, before the table or beside it, and about no variant? What
// comes after a table is often another size of the same.
bool sums_up(const markdown::Document& document, const Passage& passage, const FigureTable& table) {
  static constexpr std::array<std::string_view, 17> variants = {
      "scenario", "option",  "alternative", "tier",       "small",   "medium",
      "large",    "minimal", "minimum",     "production", "staging", "development",
      "example",  "team",    "startup",     "enterprise", "testing"};
  if (passage.section != table.table->section && passage.order > table.table->order) return false;
  int section = passage.section;
  for (int levels = 0; section > 0 && levels < 3; ++levels) {
    const markdown::Section& here = document.sections[static_cast<std::size_t>(section)];
    if (has_any_word(here.title.content(), variants)) return false;
    section = here.parent;
  }
  return !has_any_word(passage.plain, variants);
}

void look(const Subject& subject, Findings& findings) {
  const std::vector<FigureTable> tables = figure_tables(subject);
  if (tables.empty()) return;
  for (const Passage& passage : passages_of(subject)) {
    if (passage.kind == Passage::Kind::cell || passage.kind == Passage::Kind::comment) continue;
    const std::string_view text = passage.text.content();
    for (const Sentence& sentence : sentences(text)) {
      const std::string_view words = sentence.of(text);
      if (!speaks_of_all(words)) continue;
      const bool monthly = has_word(words, "monthly") || has_word(words, "month");
      const FigureTable* table = nullptr;
      Totals totals;
      std::vector<Amount> wrong;
      bool right = false;
      for (const Amount& claim : amounts(words)) {
        if (claim.kind != Amount::Kind::money || claim.signed_) continue;
        if (claim.per != month_s && (claim.per != 0 || !monthly)) continue;
        if (table == nullptr) {
          table = table_of(tables, passage.document, month_s);
          if (table == nullptr || names_part(*table, words)) break;
          const auto document = static_cast<std::size_t>(passage.document);
          if (!sums_up(subject.documents[document].content, passage, *table)) break;
          totals = totals_of(*table, claim.currency);
        }
        if (totals.values.empty()) break;
        if (is_one_of(totals, claim)) {
          right = true;
        } else {
          wrong.push_back(claim);
        }
      }
      // One that is right says which of the totals are meant; another may be of something else.
      if (wrong.empty() || right) continue;
      std::string said;
      for (const Amount& claim : wrong) {
        said += (said.empty() ? "" : " and ") +
                std::string(trim(words.substr(claim.begin, claim.end - claim.begin)));
      }
      const Amount& first = wrong.front();
      Finding& finding = findings.add(
          span_of(passage.text, sentence.begin + first.begin, sentence.begin + first.end),
          fmt::format("no total of the document's table is {}: they are {}", said, totals.words),
          "write the table's total, or correct the table");
      finding.related = std::move(totals.places);
    }
  }
}

}  // namespace

extern const Rule total_contradicted;
const Rule total_contradicted{
    .id = "total-contradicted",
    .severity = Severity::error,
    .title = "a total cost is given that the document's own table does not have",
    .look = look};

}  // namespace godwit::check::rule
