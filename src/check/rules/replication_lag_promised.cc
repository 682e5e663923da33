// Fact D9: S3 promises 99.99 % of objects within 15 minutes at most, and within its limits.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "check/passages.h"
#include "check/replications.h"
#include "check/rule.h"
#include "check/spoken_durations.h"

namespace godwit::check::rule {
namespace {

// A time within which everything is said to be replicated.
std::optional<SpokenDuration> promise(const Passage& passage) {
  constexpr std::array<std::string_view, 6> limits = {"lag",    "delay", "behind",
                                                      "within", "under", "less than"};
  if (!has_beginning(passage.plain, "replicat")) return std::nullopt;
  if (!has_any_word(passage.plain, limits) && passage.plain.find('<') == std::string::npos) {
    return std::nullopt;
  }
  constexpr std::array<std::string_view, 6> others = {"RDS",      "database", "DynamoDB",
                                                      "postgres", "replica",  "Aurora"};
  if (has_any_word(passage.plain, others)) return std::nullopt;
  const std::size_t word = find_beginning(passage.plain, "replicat");
  // Whoever names the share knows: "99.99 % of objects within 15 minutes".
  const std::size_t clause = std::min(passage.plain.rfind(';', word) + 1, word);  // npos + 1 is 0
  const std::size_t ends = std::min(passage.plain.find(';', word), passage.plain.size());
  if (passage.plain.substr(clause, ends - clause).contains("99.9")) return std::nullopt;
  constexpr std::size_t near = 40;
  for (const SpokenDuration& each : spoken_durations(passage.plain)) {
    if (each.duration <= minutes(15) && each.begin > word && each.begin - word <= near) return each;
  }
  return std::nullopt;
}

void look(const Subject& subject, Findings& findings) {
  const std::vector<Replication> replications = replications_of(subject);
  if (replications.empty()) return;
  const ReplicationRule* controlled = nullptr;
  for (const Replication& replication : replications) {
    for (const ReplicationRule& rule : replication.rules) {
      if (rule.time_control.value_or(false)) controlled = &rule;
    }
  }
  for (const Passage& passage : passages_of(subject)) {
    if (passage.kind == Passage::Kind::comment) continue;
    const auto duration = promise(passage);
    if (!duration) continue;
    const std::string words =
        passage.plain.substr(duration->begin, duration->end - duration->begin);
    if (controlled == nullptr) {
      findings.add(
          span_in(passage, words),
          fmt::format("S3 promises no time for replication without ReplicationTime, and {} "
                      "cannot be counted on",
                      words),
          "enable ReplicationTime with Metrics, and wait for a measured lag of nothing");
      continue;
    }
    findings
        .add(
            span_in(passage, words),
            fmt::format("replication time control is for 99.99 % of objects in 15 minutes, not for "
                        "all, and for 1 Gbit/s and 3,500 writes a second per prefix by default; "
                        "what is there already is not counted"),
            "wait until nothing is PENDING or FAILED (ReplicationStatus, "
            "OperationsPendingReplication) before the cutover, rather than for a time")
        .related.push_back({controlled->time_control_span, "replication time control"});
  }
}

}  // namespace

extern const Rule replication_lag_promised;
const Rule replication_lag_promised{.id = "replication-lag-promised",
                                    .severity = Severity::warning,
                                    .title = "replication is trusted to be done after a time",
                                    .look = look};

}  // namespace godwit::check::rule
