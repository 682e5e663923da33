// Two limits of the same downtime.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.h"
#include "check/amounts.h"
#include "check/passages.h"
#include "check/rule.h"
#include "check/sentences.h"

namespace godwit::check::rule {
namespace {

// That it is the downtime of the move as a whole.
constexpr std::array<std::string_view, 8> of_whole = {
    "migration", "cutover", "expected", "planned", "total", "overall", "move", "estimated"};
// That it is the downtime of a part, or of another event.
constexpr std::array<std::string_view, 15> of_part = {
    "rollback", "failover", "rto",     "per",      "each", "database",   "rds", "reboot",
    "restart",  "worst",    "without", "previous", "last", "historical", "sla"};

struct Claim {
  double most = 0;  // seconds; 0: none at all
  Span span;
  std::string words;
};

// "downtime: < 30 minutes", "< 43 minutes downtime", "no downtime".
std::vector<Claim> claims_of(const Passage& passage) {
  std::vector<Claim> claims;
  const std::string_view text = passage.text.content();
  for (const Sentence& sentence : sentences(text)) {
    const std::string_view words = sentence.of(text);
    const std::size_t at = find_word(words, "downtime");
    if (at == std::string_view::npos || !has_any_word(words, of_whole) ||
        has_any_word(words, of_part)) {
      continue;
    }
    const std::string before =
        to_lower(words.substr(at > 6 ? at - 6 : 0, std::min<std::size_t>(at, 6)));
    if (before.ends_with("zero ") || before.ends_with(" no ") || before == "no ") {
      const std::size_t begin = sentence.begin + at - (before.ends_with("no ") ? 3 : 5);
      claims.push_back({0, span_of(passage.text, begin, sentence.begin + at + 8), "none"});
      continue;
    }
    const Amount* only = nullptr;
    const std::vector<Amount> all = amounts(words);
    bool several = false;
    for (const Amount& amount : all) {
      constexpr std::size_t near = 24;
      const bool close = amount.end <= at ? at - amount.end < near
                                          : amount.begin >= at && amount.begin - at - 8 < near;
      if (amount.kind != Amount::Kind::duration || amount.per > 0 || !close ||
          amount.bound == Amount::Bound::above || amount.low >= week_s) {
        continue;
      }
      several = only != nullptr;
      only = &amount;
    }
    if (only == nullptr || several) continue;
    claims.push_back(
        {only->high,
         span_of(passage.text, sentence.begin + only->begin, sentence.begin + only->end),
         duration_words(only->high, only->unit)});
  }
  return claims;
}

void look(const Subject& subject, Findings& findings) {
  const std::vector<Passage> passages = passages_of(subject);
  for (std::size_t document = 0; document < subject.documents.size(); ++document) {
    const markdown::Document& content = subject.documents[document].content;
    std::vector<Claim> claims;
    for (const Passage& passage : passages) {
      if (passage.document != static_cast<int>(document) ||
          passage.kind == Passage::Kind::comment || is_way_back(content, passage.section)) {
        continue;
      }
      std::ranges::move(claims_of(passage), std::back_inserter(claims));
    }
    for (std::size_t i = 1; i < claims.size(); ++i) {
      const Claim& first = claims.front();
      const Claim& here = claims[i];
      if (here.most == first.most) continue;
      const double longer = std::max(here.most, first.most);
      Finding& finding = findings.add(
          here.span,
          fmt::format("the downtime is at most {} here and at most {} before: one of {} keeps one "
                      "of the two",
                      here.words, first.words, duration_words(longer)),
          "say one limit, and refer to it everywhere else");
      finding.related.push_back({first.span, "the other limit"});
    }
  }
}

}  // namespace

extern const Rule downtime_contradicted;
const Rule downtime_contradicted{.id = "downtime-contradicted",
                                 .severity = Severity::warning,
                                 .title = "the downtime of the same move has two limits",
                                 .look = look};

}  // namespace godwit::check::rule
