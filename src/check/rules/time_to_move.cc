// Fact C10: how long until a failure has moved its users, and who says that it is less.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "check/effects.h"
#include "check/passages.h"
#include "check/rule.h"
#include "check/spoken_durations.h"

namespace godwit::check::rule {
namespace {

struct Known {
  Duration total{};
  std::string sentence;
  Span span;
};

// Where a text says how long a failover takes at most.
std::optional<SpokenDuration> claimed(const std::string& text) {
  constexpr std::array<std::string_view, 4> subjects = {"failover", "fail over", "fails over",
                                                        "failing over"};
  constexpr std::array<std::string_view, 9> others = {
      "rds", "aurora", "database", "multi-az", "cache", "cluster", "replica", "test", "lambda"};
  if (!has_any_beginning(text, subjects) || has_any_beginning(text, others)) return std::nullopt;
  for (const SpokenDuration& each : spoken_durations(text)) {
    constexpr std::size_t near = 16;
    const std::size_t from = each.begin > near ? each.begin - near : 0;
    const std::string_view before = std::string_view(text).substr(from, each.begin - from);
    for (const char* word : {"within", "under", "less than", "<", "below", "in at most", "takes"}) {
      if (before.contains(word)) return each;
    }
  }
  return std::nullopt;
}

// "when X fails, caches name it for up to 2m 30s: 3 x 30s ..." -> "3 x 30s ..."
std::string how_long(const std::string& sentence) {
  const std::size_t colon = sentence.find(": ");
  return colon == std::string::npos ? sentence : sentence.substr(colon + 2);
}

void look(const Subject& subject, Findings& findings) {
  std::map<int, Known> known;  // by flow: the slowest
  for (const JudgedBatch& judged : judge(subject)) {
    for (const traffic::Finding& each : judged.effect.findings) {
      const RecordChange* change = change_of(judged, each);
      if (each.id != "time-to-move" || change == nullptr || judged.batch.goes_back) continue;
      const Span span = change->at("HealthCheckId");
      findings
          .add(span, each.sentence,
               "an interval of 10 s and a threshold of 1 to 3 find it sooner; a drill has to last "
               "longer than that")
          .severity = Severity::note;
      const auto total_s = each.numbers.find("total_s");
      if (total_s == each.numbers.end()) continue;
      const Duration total =
          std::chrono::duration_cast<Duration>(std::chrono::duration<double>(total_s->second));
      Known& slowest = known[judged.batch.flow];
      if (total > slowest.total) slowest = {total, each.sentence, span};
    }
  }
  if (known.empty()) return;
  for (const Passage& passage : passages_of(subject)) {
    const auto found = known.find(passage.document);
    if (found == known.end()) continue;
    const auto claim = claimed(passage.plain);
    if (!claim || claim->duration >= found->second.total) continue;
    const std::string words = passage.plain.substr(claim->begin, claim->end - claim->begin);
    Finding& finding = findings.add(
        span_in(passage, words),
        fmt::format("a failover takes up to {}, not {}: {}", format_duration(found->second.total),
                    words, how_long(found->second.sentence)),
        "say what it takes, or check faster");
    finding.related.push_back({found->second.span, "the check"});
  }
}

}  // namespace

extern const Rule time_to_move;
const Rule time_to_move{.id = "time-to-move",
                        .severity = Severity::warning,
                        .title =
                            "how long a failure's users stay with it, and claims that it is "
                            "less",
                        .look = look};

}  // namespace godwit::check::rule
