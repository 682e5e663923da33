// A year has twelve months: yearly figures beside a table of monthly ones.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "base/text.h"
#include "check/figures.h"
#include "check/passages.h"
#include "check/rule.h"
#include "check/sentences.h"

namespace godwit::check::rule {
namespace {

constexpr double months = 12;

// "with EHRbase" of "TOTAL (with EHRbase)": the words by which prose names a total. Empty: it is
// the only one.
std::string name_of(const Change& change) {
  const std::size_t open = change.label.find('(');
  const std::size_t close = change.label.find(')');
  if (open == std::string::npos || close == std::string::npos || close < open) return {};
  return std::string(trim(std::string_view(change.label).substr(open + 1, close - open - 1)));
}

const Change* meant(const std::vector<Change>& all, int document, std::string_view sentence) {
  const Change* found = nullptr;
  for (const Change& change : all) {
    if (change.table->document != document || change.table->per != month_s) continue;
    const std::string name = name_of(change);
    if (name.empty() || find_word(sentence, name) == std::string::npos) continue;
    if (found != nullptr) return nullptr;
    found = &change;
  }
  return found;
}

// `room` is what rounding of the month's figure may come to.
bool fits(const Amount& claim, double value, double room) {
  return same(claim, value, room + (claim.about ? 0.1 * std::abs(value) : 0));
}

void judge(const Passage& passage, std::size_t at, const Amount& claim, const Change& change,
           Findings& findings) {
  constexpr double cent = 0.01;
  const Span span = span_of(passage.text, at + claim.begin, at + claim.end);
  const auto add = [&](const std::string& right) {
    Finding& finding =
        findings.add(span,
                     fmt::format("twelve months of the table's {} ({} to {}) come to {}",
                                 change.label, money_words(change.before, change.currency),
                                 money_words(change.after, change.currency), right),
                     fmt::format("write {}", right));
    finding.related.push_back({change.span(), change.label});
  };
  const double difference = months * change.difference();
  if (claim.signed_) {
    if (!fits(claim, difference, months * cent)) add(money_words(difference, change.currency));
    return;
  }
  const bool any = fits(claim, difference, months * cent) ||
                   fits(claim, -difference, months * cent) ||
                   fits(claim, months * change.before, months * cent) ||
                   fits(claim, months * change.after, months * cent);
  if (!any) {
    add(fmt::format("{}, {} more than before", money_words(months * change.after, change.currency),
                    money_words(difference, change.currency)));
  }
}

void look(const Subject& subject, Findings& findings) {
  const std::vector<FigureTable> tables = figure_tables(subject);
  const std::vector<Change> all = changes(tables);
  if (all.empty()) return;
  for (const Passage& passage : passages_of(subject)) {
    if (passage.kind == Passage::Kind::cell || passage.kind == Passage::Kind::comment) continue;
    const std::string_view text = passage.text.content();
    for (const Sentence& sentence : sentences(text)) {
      const std::string_view words = sentence.of(text);
      const Change* change = meant(all, passage.document, words);
      if (change == nullptr) continue;
      bool yearly = has_word(words, "annual") || has_word(words, "annually");
      for (const Amount& claim : amounts(words)) {
        if (claim.kind == Amount::Kind::money && claim.currency == change->currency &&
            (claim.per == year_s || (yearly && claim.per == 0))) {
          yearly = true;
          judge(passage, sentence.begin, claim, *change, findings);
        } else if (claim.kind == Amount::Kind::percent && yearly && claim.signed_ &&
                   !fits(claim, change->percent(), 0)) {
          Finding& finding = findings.add(
              span_of(passage.text, sentence.begin + claim.begin, sentence.begin + claim.end),
              fmt::format("from {} to {} it is {}", money_words(change->before, change->currency),
                          money_words(change->after, change->currency),
                          percent_words(change->percent())),
              fmt::format("write {}", percent_words(change->percent())));
          finding.related.push_back({change->span(), change->label});
        }
      }
    }
  }
}

}  // namespace

extern const Rule annual_figure_wrong;
const Rule annual_figure_wrong{
    .id = "annual-figure-wrong",
    .severity = Severity::error,
    .title = "a yearly figure is not twelve times the table's monthly one",
    .look = look};

}  // namespace godwit::check::rule
