// Fact C2: a name and type has one routing policy; a document that promises one and writes another
// gets what it writes.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "check/effects.h"
#include "check/passages.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

struct Promise {
  traffic::Policy policy;
  std::string_view name;
  std::array<std::string_view, 3> phrases;
  std::array<std::string_view, 2> marks;  // in templates and Terraform, where it is made
};

constexpr std::array<Promise, 2> promises = {{
    {traffic::Policy::geolocation,
     "geolocation",
     {"geolocation rout", "geo-routing", "geolocation-based rout"},
     {"GeoLocation", "geolocation_routing_policy"}},
    {traffic::Policy::latency,
     "latency",
     {"latency-based rout", "latency based rout", "latency rout"},
     {"LatencyRouting", "latency_routing_policy"}},
}};

bool mentions_promise(const Passage& passage, const Promise& promise) {
  // Whoever lists them all promises none.
  constexpr std::array<std::string_view, 4> policies = {"weighted", "simple", "failover",
                                                        "multivalue"};
  constexpr std::array<std::string_view, 6> not_now = {"later",  "instead of", "rather than",
                                                       "future", "not",        "optional"};
  const std::string text = to_lower(passage.plain);
  if (!std::ranges::any_of(promise.phrases,
                           [&](std::string_view phrase) { return text.contains(phrase); })) {
    return false;
  }
  return !has_any_word(text, policies) && !has_any_word(text, not_now);
}

bool is_made(const Subject& subject, const std::vector<JudgedBatch>& all, const Promise& promise) {
  for (const JudgedBatch& judged : all) {
    for (const traffic::Change& change : judged.batch.batch.changes) {
      if (traffic::policy_of(change.record) == promise.policy) return true;
    }
  }
  const auto has_mark = [&](const std::string& text) {
    return std::ranges::any_of(promise.marks,
                               [&](std::string_view mark) { return text.contains(mark); });
  };
  return std::ranges::any_of(
             subject.files, [&](const ShownFile& file) { return has_mark(file.text.content()); }) ||
         std::ranges::any_of(subject.templates, [&](const TemplateFile& file) {
           return has_mark(file.content.source.content());
         });
}

// The first record that is written with weights.
const JudgedBatch* weighted_batch(const std::vector<JudgedBatch>& all, int flow) {
  const auto found = std::ranges::find_if(all, [&](const JudgedBatch& judged) {
    return judged.batch.flow == flow && !judged.batch.goes_back && !judged.group.empty();
  });
  return found != all.end() ? &*found : nullptr;
}

void look(const Subject& subject, Findings& findings) {
  if (!is_migration(subject)) return;
  const std::vector<JudgedBatch> all = judge(subject);
  if (all.empty()) return;
  const std::vector<Passage> passages = passages_of(subject);
  for (const Promise& promise : promises) {
    Finding* told = nullptr;
    for (const Passage& passage : passages) {
      if (!mentions_promise(passage, promise)) continue;
      const JudgedBatch* batch = weighted_batch(all, passage.document);
      if (batch == nullptr) continue;
      const Span span{passage.text.at(std::size_t{0}), 0};
      if (told != nullptr) {
        told->related.push_back({span, "said here too"});
        continue;
      }
      if (is_made(subject, all, promise)) break;
      const RecordChange& change = batch->batch.changes.front();
      told = &findings.add(
          span,
          fmt::format("{} routing is nowhere made: the records that are written, of {}, are "
                      "weighted, and a name and type has one policy",
                      promise.name, batch->group),
          fmt::format("write {} records that lead by alias to names with the weighted ones, or do "
                      "not promise it",
                      promise.name));
      told->related.push_back({change.at("Weight"), "weighted"});
    }
  }
}

}  // namespace

extern const Rule routing_not_made;
const Rule routing_not_made{
    .id = "routing-not-made",
    .severity = Severity::warning,
    .title = "the document promises a routing policy that no record follows",
    .look = look};

}  // namespace godwit::check::rule
