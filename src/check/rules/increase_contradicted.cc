// Fact F1: what prose says of the change of the cost, and what the document's own table says.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/text.h"
#include "check/figures.h"
#include "check/passages.h"
#include "check/rule.h"
#include "check/sentences.h"

namespace godwit::check::rule {
namespace {

constexpr std::array<std::string_view, 9> of_cost = {
    "cost", "costs", "price", "prices", "bill", "spend", "spending", "expense", "expenses"};
constexpr std::array<std::string_view, 10> upwards = {"increase", "increases", "higher",    "rise",
                                                      "rises",    "more",      "increased", "extra",
                                                      "uplift",   "grow"};
constexpr std::array<std::string_view, 9> downwards = {
    "decrease", "decreases", "lower", "reduction", "savings", "less", "cheaper", "reduced", "save"};

// That it is about a way to save, or about a part.
constexpr std::array<std::string_view, 18> of_part = {
    "reserved", "savings plan", "savings plans", "spot",     "commitment", "commit",
    "multi-az", "option",       "discount",      "graviton", "instance",   "instances",
    "storage",  "enabling",     "tier",          "each",     "arm",        "on-demand"};

// The words of a row's label that are its own: "Bedrock", and not "TOTAL".
bool names_row(const FigureTable& table, std::string_view sentence) {
  for (std::size_t row = 0; row < table.table->rows.size(); ++row) {
    if (table.is_total(row)) continue;
    const std::string label = markdown::plain(table.table->rows[row].front().text.content());
    const std::string name(trim(std::string_view(label).substr(0, label.find('('))));
    constexpr std::size_t shortest = 3;
    if (name.size() >= shortest && find_word(sentence, name) != std::string::npos) return true;
  }
  return false;
}

bool holds(const Amount& claim, double percent) {
  if (!claim.range()) return same(claim, percent, claim.about ? 0.1 * std::abs(claim.low) : 0);
  // Whoever gives both ends means them.
  return percent >= claim.low && percent <= claim.high;
}

void judge(const Passage& passage, const Amount& claim, std::size_t at, double sign, bool limit,
           const std::vector<Change>& all, Findings& findings) {
  const bool any = std::ranges::any_of(
      all, [&](const Change& change) { return holds(claim, sign * change.percent()); });
  if (any) return;
  const bool kept = limit && std::ranges::all_of(all, [&](const Change& change) {
                      return sign * change.percent() <= claim.high;
                    });
  // A limit alone is no claim of what it will be.
  if (kept && !claim.range()) return;
  if (!limit && claim.bound == Amount::Bound::below &&
      std::ranges::all_of(all, [&](const Change& change) {
        return sign * change.percent() <= claim.high + claim.step / 2;
      })) {
    return;
  }
  std::string table;
  for (const Change& change : all) {
    if (!table.empty()) table += " and ";
    table += fmt::format("{} to {}, {}{}", money_words(change.before, change.currency),
                         money_words(change.after, change.currency),
                         change.percent() < 0 ? "" : "+", percent_words(change.percent()));
  }
  const std::string_view said =
      std::string_view(passage.text.content()).substr(at + claim.begin, claim.end - claim.begin);
  Finding& finding = findings.add(
      span_of(passage.text, at + claim.begin, at + claim.end),
      kept ? fmt::format("the table is below this range: it goes from {}", table)
           : fmt::format("the document's own table says something else than {}: it goes from {}",
                         trim(said), table),
      kept ? "say what the table gives, and the limit apart from it"
           : "write what the table comes to, or correct the table");
  if (kept) finding.severity = Severity::note;
  for (const Change& change : all) {
    finding.related.push_back(
        {change.span(), change.label.empty() ? "the table's sums" : change.label});
  }
}

void look(const Subject& subject, Findings& findings) {
  const std::vector<FigureTable> tables = figure_tables(subject);
  const std::vector<Change> all = changes(tables);
  if (all.empty()) return;
  for (const Passage& passage : passages_of(subject)) {
    if (passage.kind == Passage::Kind::cell || passage.kind == Passage::Kind::comment) continue;
    // Of a document with tables of several changes nobody knows which is meant.
    std::vector<Change> of_document;
    const FigureTable* table = nullptr;
    bool several = false;
    for (const Change& change : all) {
      if (change.table->document != passage.document) continue;
      several = several || (table != nullptr && table != change.table);
      table = change.table;
      of_document.push_back(change);
    }
    if (table == nullptr || several) continue;
    const std::string_view text = passage.text.content();
    for (const Sentence& sentence : sentences(text)) {
      const std::string_view words = sentence.of(text);
      if (!has_any_word(words, of_cost)) continue;
      bool up = has_any_word(words, upwards);
      const bool down = has_any_word(words, downwards);
      const bool limit = has_word(words, "within") || has_word(words, "budget") ||
                         has_word(words, "limit") || has_word(words, "exceed") ||
                         has_word(words, "exceeds");
      up = up || (limit && !down);  // "costs within 5-8 %"
      if (up == down || names_row(*table, words) || has_any_word(words, of_part)) continue;
      // Who speaks of the other direction speaks of something else.
      const bool same_way = std::ranges::all_of(
          of_document, [&](const Change& change) { return (change.difference() > 0) == up; });
      if (!same_way) continue;
      for (const Amount& claim : amounts(words)) {
        if (claim.kind != Amount::Kind::percent) continue;
        judge(passage, claim, sentence.begin, up ? 1 : -1, limit, of_document, findings);
        break;  // further ones are of something else
      }
    }
  }
}

}  // namespace

extern const Rule increase_contradicted;
const Rule increase_contradicted{
    .id = "increase-contradicted",
    .severity = Severity::warning,
    .title = "the change of the cost is said to be something else than the table gives",
    .look = look};

}  // namespace godwit::check::rule
