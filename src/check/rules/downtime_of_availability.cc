// Fact F2: a share of a period is so many minutes.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "check/day_ranges.h"
#include "check/passages.h"
#include "check/rule.h"
#include "check/sentences.h"

namespace godwit::check::rule {
namespace {

constexpr std::array<std::string_view, 6> of_availability = {"uptime", "availability", "available",
                                                             "sla",    "slo",          "nines"};
constexpr std::array<std::string_view, 7> of_downtime = {
    "downtime", "outage", "unavailable", "unavailability", "interruption", "down", "down-time"};
constexpr std::array<std::string_view, 5> of_move = {"migration", "move", "cutover", "transition",
                                                     "project"};

struct Period {
  std::string_view words;
  double low;
  double high;
};
// As long as people take them to be.
constexpr std::array<Period, 6> periods = {{{"a day", day_s, day_s},
                                            {"a week", week_s, week_s},
                                            {"a month", 28 * day_s, 31 * day_s},
                                            {"30 days", 30 * day_s, 30 * day_s},
                                            {"a quarter", 90 * day_s, 92 * day_s},
                                            {"a year", 364 * day_s, 366 * day_s}}};

bool is_share_of(const Amount& downtime, double share, double low, double high) {
  // People round this generously: "43.2" to "43", "8.76" to "9".
  const double room = 0.02 * share * high;
  return downtime.high >= share * low - downtime.step / 2 - room &&
         downtime.high <= share * high + downtime.step / 2 + room;
}

struct Claim {
  const Passage* passage = nullptr;
  std::size_t at = 0;
  Amount uptime;
  Amount downtime;
};

std::string said(const Claim& claim, const Amount& amount) {
  const std::string_view text = claim.passage->text.content();
  return std::string(trim(text.substr(claim.at + amount.begin, amount.end - amount.begin)));
}

void judge(const Claim& claim, std::string_view words, const std::optional<PlanLength>& length,
           Findings& findings) {
  const double share = 1 - claim.uptime.low / 100;
  const std::string lower = to_lower(words);
  const Span span =
      span_of(claim.passage->text, claim.at + claim.downtime.begin, claim.at + claim.downtime.end);
  std::string of;  // the period that it is the share of
  for (const Period& period : periods) {
    if (is_share_of(claim.downtime, share, period.low, period.high)) of = period.words;
  }
  const std::string also =
      of.empty() ? "" : fmt::format("; {} is of {}", said(claim, claim.downtime), of);
  const auto add = [&](double seconds, std::string_view period) -> Finding& {
    const std::string right = duration_words(share * seconds);
    return findings.add(
        span,
        fmt::format("{} of {} leaves {} of downtime, not {}{}", said(claim, claim.uptime), period,
                    right, said(claim, claim.downtime), also),
        fmt::format("write {}, or the share that is meant", right));
  };
  // The period that the sentence itself says.
  for (const auto& [word, period] : {std::pair<std::string_view, Period>{"month", periods[2]},
                                     {"monthly", periods[2]},
                                     {"year", periods[5]},
                                     {"yearly", periods[5]},
                                     {"annual", periods[5]},
                                     {"annually", periods[5]},
                                     {"week", periods[1]},
                                     {"weekly", periods[1]},
                                     {"quarter", periods[4]},
                                     {"daily", periods[0]}}) {
    if (find_word(lower, word) == std::string::npos) continue;
    if (!is_share_of(claim.downtime, share, period.low, period.high)) {
      const double usual = period.low == 28 * day_s     ? month_s
                           : period.high == 366 * day_s ? year_s
                                                        : period.low;
      add(usual, period.words);
    }
    return;
  }
  // A duration that the sentence gives beside it: "99.9% over 14 days".
  for (const Amount& amount : amounts(words)) {
    const bool other = amount.kind == Amount::Kind::duration && !amount.range() &&
                       amount.begin != claim.downtime.begin && amount.low >= day_s;
    if (!other) continue;
    if (!is_share_of(claim.downtime, share, amount.low, amount.low)) {
      add(amount.low, duration_words(amount.low));
    }
    return;
  }
  if (!has_any_word(lower, of_move) || !length) {
    // Without a period it is right if it is the share of any usual one; else nobody knows.
    return;
  }
  if (is_share_of(claim.downtime, share, length->seconds, length->seconds)) return;
  add(length->seconds, duration_words(length->seconds))
      .related.push_back(
          {length->table->span(length->row, length->column), "this is how long it is to take"});
}

void look(const Subject& subject, Findings& findings) {
  const std::vector<FigureTable> tables = figure_tables(subject);
  for (const Passage& passage : passages_of(subject)) {
    if (passage.kind == Passage::Kind::comment) continue;
    const std::string_view text = passage.text.content();
    for (const Sentence& sentence : sentences(text)) {
      const std::string_view words = sentence.of(text);
      if (!has_any_word(words, of_availability) || !has_any_word(words, of_downtime)) continue;
      Claim claim{.passage = &passage, .at = sentence.begin, .uptime = {}, .downtime = {}};
      int shares = 0;
      int durations = 0;
      constexpr double least = 90;
      for (const Amount& amount : amounts(words)) {
        if (amount.kind == Amount::Kind::percent && amount.low >= least && amount.low < 100 &&
            !amount.range()) {
          claim.uptime = amount;
          ++shares;
        } else if (amount.kind == Amount::Kind::duration && amount.low < day_s && amount.per == 0 &&
                   amount.bound != Amount::Bound::above) {
          if (durations++ == 0) claim.downtime = amount;
        } else if (amount.kind == Amount::Kind::duration && amount.per > 0 && durations++ == 0) {
          claim.downtime = amount;
        }
      }
      if (shares != 1 || durations != 1) continue;
      judge(claim, words, plan_length(tables, passage.document), findings);
    }
  }
}

}  // namespace

extern const Rule downtime_of_availability;
const Rule downtime_of_availability{
    .id = "downtime-of-availability",
    .severity = Severity::error,
    .title = "a downtime is not the share of the period that the availability leaves",
    .look = look};

}  // namespace godwit::check::rule
