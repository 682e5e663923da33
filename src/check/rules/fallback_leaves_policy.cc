// Something falls back to a region where its users' data may not be (fact A7).
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "base/text.h"
#include "check/fallbacks.h"
#include "check/mentions.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

struct Limit {
  std::string who;  // "the policy's label EU", "the EU, as the document promises"
  std::set<std::string> regions;
  std::optional<Span> said;
};

// What holds for data that is processed in the target: labels of the policy that have it, or what
// the document promises.
std::vector<Limit> limits_of(const Subject& subject, const Fallback& fallback,
                             const std::vector<Promise>& promises) {
  std::vector<Limit> limits;
  const Migration& migration = subject.migration;
  for (const auto& [label, regions] : migration.residency) {
    if (fallback.of_plan && label != fallback.data) continue;
    if (!fallback.of_plan && !regions.contains(migration.target.region) &&
        !regions.contains(migration.source.region)) {
      continue;
    }
    limits.push_back({fmt::format("the policy keeps data of '{}' in {}", label,
                                  join({regions.begin(), regions.end()}, ", ")),
                      regions, std::nullopt});
  }
  if (!limits.empty() || fallback.of_plan) return limits;
  const int document = fallback.document >= 0      ? fallback.document
                       : subject.documents.empty() ? -1
                                                   : 0;
  for (const Promise& promise : promises) {
    if (promise.document != document) continue;
    const std::set<std::string> regions(promise.regions.begin(), promise.regions.end());
    if (!migration.target.region.empty() && !regions.contains(migration.target.region)) continue;
    limits.push_back({fmt::format("the document promises that data stays in {}", promise.area),
                      regions, promise.span});
    break;
  }
  return limits;
}

void look(const Subject& subject, Findings& findings) {
  const std::vector<Promise> promises = promises_of(subject);
  for (const Fallback& fallback : fallbacks_of(subject)) {
    if (fallback.replaced) continue;
    for (const Limit& limit : limits_of(subject, fallback, promises)) {
      std::vector<std::string> outside;
      std::optional<Span> first;
      for (const FallbackStep& step : fallback.steps) {
        if (limit.regions.contains(step.region)) continue;
        if (!first) first = step.span;
        outside.push_back(step.region);
      }
      if (!first) continue;
      Finding& finding = findings.add(
          *first,
          fmt::format("{} to {} sends its users' data there: {}",
                      fallback.services.empty()
                          ? std::string("a fallback")
                          : fmt::format("{} falling back",
                                        catalog::service_name(fallback.services.front())),
                      join(outside, " and "), limit.who),
          "fall back within what is allowed, fail instead, or have the exception written and "
          "agreed");
      if (limit.said) finding.related.push_back({*limit.said, "the promise"});
    }
  }
}

}  // namespace

extern const Rule fallback_leaves_policy;
const Rule fallback_leaves_policy{
    .id = "fallback-leaves-policy",
    .severity = Severity::error,
    .title = "a fallback takes data out of where it may be",
    .look = look,
};

}  // namespace godwit::check::rule
