// Fact F6: 100 to 0 in one batch is no gradual shift.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "check/effects.h"
#include "check/passages.h"
#include "check/plan_tree.h"
#include "check/rule.h"
#include "check/surroundings.h"
#include "traffic/ladder.h"

namespace godwit::check::rule {
namespace {

// What the document says of how traffic moves.
std::optional<Related> promise(const std::vector<Passage>& passages, int document) {
  constexpr std::array<std::string_view, 5> gradual = {"gradual", "canary", "progressiv",
                                                       "incremental", "step by step"};
  constexpr std::array<std::string_view, 6> of_traffic = {"weight", "traffic", "cutover",
                                                          "dns",    "routing", "shift"};
  for (const Passage& passage : passages) {
    if (passage.document != document) continue;
    if (!has_any_beginning(passage.plain, gradual) ||
        !has_any_beginning(passage.plain, of_traffic)) {
      continue;
    }
    return Related{{passage.text.at(std::size_t{0}), 0}, "it is to be gradual, this says"};
  }
  return std::nullopt;
}

double share_before(const JudgedBatch& judged, const std::string& identifier) {
  const auto found = judged.before.find(identifier);
  return found != judged.before.end() ? found->second : 0;
}

// Is it known who answered before, or where everybody is to go?
bool moves_everybody(const Subject& subject, const JudgedBatch& judged,
                     const traffic::RecordSet& record) {
  constexpr double most = 0.5;
  constexpr double nearly_all = 0.95;
  if (share_before(judged, record.set_identifier) >= most) return false;
  // A batch that writes both sides says itself what it is to come to; one record beside others
  // comes to its share.
  const bool writes_both =
      std::ranges::count_if(judged.batch.batch.changes, [&](const traffic::Change& change) {
        return change.record.name == record.name && change.record.weight;
      }) > 1;
  const auto after = judged.after.find(record.set_identifier);
  if (!writes_both && (after == judged.after.end() || after->second < nearly_all)) return false;
  const bool others_answered = std::ranges::any_of(judged.before, [&](const auto& entry) {
    return !entry.first.empty() && entry.first != record.set_identifier && entry.second >= most;
  });
  const std::string& target = subject.migration.target.region;
  return others_answered || (!target.empty() && region_of(subject, record) == target);
}

Duration least_rung(const JudgedBatch& judged, const traffic::RecordSet& record) {
  traffic::Settling settling{.ttl = traffic::ttl_of(record)};
  const auto check = judged.situation.checks.find(record.health_check);
  if (check != judged.situation.checks.end()) {
    settling.interval = check->second.interval;
    settling.threshold = check->second.threshold;
  }
  return settling.least_bake();
}

// In an outage everybody is to go at once.
bool is_emergency(const Subject& subject, const Command& command) {
  const auto says_so = [](std::string_view text) {
    return mentions(text, {"failover", "fail over", "failing over", "fail-over", "disaster",
                           "outage", "emergency", "incident", "evacuat", "region down"});
  };
  const Script& script = subject.scripts[command.script];
  const Surroundings around = surroundings_of(subject, command);
  return says_so(around.introduction) || says_so(around.comment_before) ||
         says_so(to_lower(script.writes_to)) ||
         (script.document < 0 && says_so(to_lower(script.file))) ||
         std::ranges::any_of(around.titles, says_so);
}

void look_at_batch(const Subject& subject, const JudgedBatch& judged,
                   const std::vector<Passage>& passages, Findings& findings) {
  if (judged.group.empty() || judged.batch.goes_back) return;
  if (!wants_everybody(judged.batch, judged.group)) return;
  if (is_emergency(subject, subject.commands[judged.batch.command])) return;
  for (std::size_t i = 0; i < judged.batch.changes.size(); ++i) {
    const traffic::RecordSet& record = judged.batch.batch.changes[i].record;
    if (!record.weight || *record.weight == 0) continue;
    if (!moves_everybody(subject, judged, record)) continue;
    const std::string region = region_of(subject, record);
    Finding& finding = findings.add(
        judged.batch.changes[i].at("Weight"),
        fmt::format("one batch gives {} all the weight: everybody moves at once, and what is wrong "
                    "there meets all of them",
                    region.empty() ? "'" + record.set_identifier + "'" : region),
        fmt::format("go up in batches, such as 1, 10, 50, 100 of 100, each watched for longer than "
                    "{} (TTL, detection, propagation)",
                    format_duration(least_rung(judged, record))));
    if (auto said = promise(passages, judged.batch.flow)) {
      finding.related.push_back(*std::move(said));
    }
    return;
  }
}

void look(const Subject& subject, Findings& findings) {
  const std::vector<JudgedBatch> all = judge(subject);
  const std::vector<Passage> passages = all.empty() ? std::vector<Passage>() : passages_of(subject);
  for (const JudgedBatch& judged : all) look_at_batch(subject, judged, passages, findings);
  if (subject.plan == nullptr) return;
  for (std::size_t i = 0; i < subject.plan->traffic.size(); ++i) {
    if (subject.plan->traffic[i].shift.weights.size() != 1) continue;
    findings.add(PlanTree(subject).in_traffic(i, {"shift", "weights"}),
                 "one rung gives the target all the weight: everybody moves at once, and what is "
                 "wrong there meets all of them",
                 "go up in rungs: [1, 10, 50, 100]");
  }
}

}  // namespace

extern const Rule shift_in_one_batch;
const Rule shift_in_one_batch{.id = "shift-in-one-batch",
                              .severity = Severity::warning,
                              .title = "all traffic is moved at once",
                              .look = look};

}  // namespace godwit::check::rule
