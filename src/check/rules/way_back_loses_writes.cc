// Fact D7: after a cutover users write in the target; replication that runs one way brings none of
// it back.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-for-metadata-changes.html
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "check/batches.h"
#include "check/cutovers.h"
#include "check/deeds.h"
#include "check/passages.h"
#include "check/plan_places.h"
#include "check/replications.h"
#include "check/rule.h"
#include "check/surroundings.h"

namespace godwit::check::rule {
namespace {

void look_at_plan(const Subject& subject, Findings& findings) {
  if (subject.plan == nullptr || subject.plan->traffic.empty()) return;
  for (const plan::Bucket& bucket : subject.plan->buckets) {
    if (bucket.replicate == plan::Replicate::both) continue;
    findings.add(place_in_plan(subject, bucket.where, "replicate"),
                 fmt::format("a way back loses what users write in {} after the cutover: nothing "
                             "brings it to {}",
                             bucket.target, bucket.source.name),
                 "say `replicate: both`");
  }
}

struct Pair {
  std::string from;
  std::string to;
  Span span;
};

std::vector<Pair> pairs_of(const std::vector<Replication>& replications,
                           const std::vector<Deed>& deeds) {
  std::vector<Pair> pairs;
  for (const Replication& replication : replications) {
    for (const ReplicationRule& rule : replication.rules) {
      if (rule.enabled && !rule.destination.empty()) {
        pairs.push_back({replication.source, rule.destination, rule.destination_span});
      }
    }
  }
  for (const Deed& deed : deeds) {
    if (deed.kind == Deed::Kind::copy && deed.store == StoreKind::bucket && !deed.to.empty()) {
      pairs.push_back({deed.name, deed.to, deed.span});
    }
  }
  return pairs;
}

// Words in a way back that rely on replication: "keep replication active".
std::vector<Span> reliances(const Subject& subject, const std::vector<Passage>& passages) {
  constexpr std::array<std::string_view, 8> stays = {"active", "keep",    "stays",     "stay",
                                                     "remain", "remains", "preserved", "in sync"};
  std::vector<Span> spans;
  for (const Passage& passage : passages) {
    const markdown::Document& document =
        subject.documents[static_cast<std::size_t>(passage.document)].content;
    if (!has_beginning(passage.plain, "replicat") || !has_any_word(passage.plain, stays)) continue;
    if (is_way_back(document, passage.section)) spans.push_back(span_in(passage, "replicat"));
  }
  return spans;
}

// Where users are sent back: the first record change of a way back, or the title of the section.
std::optional<Span> where_back(const Subject& subject) {
  for (const RecordBatch& batch : record_batches(subject)) {
    if (batch.goes_back) return batch.span;
  }
  for (const Document& document : subject.documents) {
    if (const auto title = way_back_title(document.content)) return title;
  }
  return std::nullopt;
}

void look(const Subject& subject, Findings& findings) {
  look_at_plan(subject, findings);
  if (!is_migration(subject) || cutovers_of(subject).empty()) return;
  const std::vector<Pair> pairs = pairs_of(replications_of(subject), deeds_of(subject));
  // Of several, the first that has no way back stands for all.
  const auto one_way = std::ranges::find_if(pairs, [&](const Pair& pair) {
    if (pair.from.empty() || has_unknown(pair.from) || has_unknown(pair.to)) return false;
    return std::ranges::none_of(pairs, [&](const Pair& other) {
      return (other.to == pair.from && (other.from == pair.to || other.from.empty())) ||
             has_unknown(other.to) || has_unknown(other.from);
    });
  });
  if (one_way == pairs.end()) return;
  std::vector<Span> spans = reliances(subject, passages_of(subject));
  if (spans.empty()) {
    const auto back = where_back(subject);
    if (!back) return;
    spans.push_back(*back);
  }
  for (const Span& span : spans) {
    findings
        .add(span,
             fmt::format("data flows from {} to {} alone: what users write in the target after the "
                         "cutover is missing after a way back",
                         one_way->from, one_way->to),
             "replicate back as well before the cutover, with ReplicaModifications, and go back "
             "only when nothing is pending")
        .related.push_back({one_way->span, "the only direction"});
  }
}

}  // namespace

extern const Rule way_back_loses_writes;
const Rule way_back_loses_writes{.id = "way-back-loses-writes",
                                 .severity = Severity::error,
                                 .title = "a way back loses what was written in the target",
                                 .look = look};

}  // namespace godwit::check::rule
