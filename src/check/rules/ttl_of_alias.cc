// Fact C8: an alias has no TTL of its own.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "check/effects.h"
#include "check/passages.h"
#include "check/rule.h"
#include "check/spoken_durations.h"
#include "traffic/ladder.h"

namespace godwit::check::rule {
namespace {

// All records that a document writes are aliases to services of AWS's, and these are they; empty:
// some are not.
std::vector<std::string> aliases_of(const std::vector<JudgedBatch>& all, int flow) {
  std::vector<std::string> names;
  for (const JudgedBatch& judged : all) {
    if (judged.batch.flow != flow) continue;
    for (std::size_t i = 0; i < judged.batch.changes.size(); ++i) {
      const traffic::RecordSet& record = judged.batch.batch.changes[i].record;
      const bool answers = record.type == "A" || record.type == "AAAA" || record.type == "CNAME";
      if (!answers || judged.batch.changes[i].abbreviated) continue;
      // An alias to another name of the zone has that one's TTL.
      const bool within = record.alias && record.alias->zone == judged.batch.batch.zone;
      if (!record.alias || within) return {};
      if (std::ranges::find(names, record.name) == names.end()) names.push_back(record.name);
    }
  }
  return names;
}

// The duration that a text says a TTL has: "300s TTL", "TTL of 60 seconds".
std::optional<SpokenDuration> spoken_ttl(const std::string& text) {
  const std::size_t at = find_word(text, "ttl");
  if (at == std::string::npos) return std::nullopt;
  constexpr std::size_t near = 16;
  for (const SpokenDuration& each : spoken_durations(text)) {
    const bool before = each.end <= at && at - each.end <= 2;
    const bool after = each.begin > at && each.begin - at <= near;
    if (before || after) return each;
  }
  return std::nullopt;
}

void look_at_prose(const Subject& subject, const std::vector<JudgedBatch>& all,
                   Findings& findings) {
  for (const Passage& passage : passages_of(subject)) {
    const auto ttl = spoken_ttl(passage.plain);
    if (!ttl || ttl->duration == traffic::alias_ttl) continue;
    // The records that are there today may have one.
    constexpr std::array<std::string_view, 5> earlier = {"lower", "reduc", "decreas", "shorten",
                                                         "old"};
    if (has_any_beginning(passage.plain, earlier)) continue;
    const auto names = aliases_of(all, passage.document);
    if (names.empty()) continue;
    const std::string words = passage.plain.substr(ttl->begin, ttl->end - ttl->begin);
    Finding& finding = findings.add(
        span_in(passage, words),
        fmt::format("{} {} an alias, and aliases have no TTL of their own: answers that lead to an "
                    "AWS endpoint live 60 s, not {}",
                    join(names, ", "), names.size() == 1 ? "is" : "are", words),
        "reckon with 60 s, and with resolvers that keep answers for longer");
    finding.severity = Severity::warning;
    for (const JudgedBatch& judged : all) {
      if (judged.batch.flow != passage.document) continue;
      finding.related.push_back(
          {judged.batch.changes.front().at("AliasTarget.DNSName"), "the alias"});
      break;
    }
  }
}

void look(const Subject& subject, Findings& findings) {
  const std::vector<JudgedBatch> all = judge(subject);
  for (const JudgedBatch& judged : all) {
    for (const traffic::Finding& each : judged.effect.findings) {
      if (each.id != "ttl-of-alias") continue;
      tell(judged, each, "TTL", "leave the TTL out: Route 53 refuses the batch with it", findings);
    }
  }
  if (!all.empty()) look_at_prose(subject, all, findings);
}

}  // namespace

extern const Rule ttl_of_alias;
const Rule ttl_of_alias{.id = "ttl-of-alias",
                        .severity = Severity::error,
                        .title = "an alias record is given a TTL, and has none",
                        .look = look};

}  // namespace godwit::check::rule
