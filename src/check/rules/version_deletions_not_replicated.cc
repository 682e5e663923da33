// Fact D8: delete markers replicate only where that is asked for, deletions of versions never.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html
#include <fmt/format.h>

#include <array>

#include "check/passages.h"
#include "check/plan_places.h"
#include "check/replications.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

void look_at_plan(const Subject& subject, Findings& findings) {
  if (subject.plan == nullptr) return;
  for (const plan::Bucket& bucket : subject.plan->buckets) {
    if (bucket.delete_markers || bucket.replicate == plan::Replicate::none) continue;
    findings.add(place_in_plan(subject, bucket.where, "delete_markers"),
                 fmt::format("what is deleted in {} is still there in {}, and users see it again "
                             "after the cutover",
                             bucket.source.name, bucket.target),
                 "say `delete_markers: true`");
  }
}

// Does anything have to be gone for good: by law, or by a lifecycle?
std::optional<Span> must_go(const Subject& subject) {
  constexpr std::array<std::string_view, 8> words = {
      "lifecycle", "lifecycles", "retention", "erasure", "right to be forgotten",
      "expire",    "expiration", "purge"};
  for (const Passage& passage : passages_of(subject)) {
    if (passage.kind == Passage::Kind::comment) continue;
    const bool of_objects = has_word(passage.plain, "S3") ||
                            has_beginning(passage.plain, "bucket") ||
                            has_beginning(passage.plain, "object");
    for (const std::string_view word : words) {
      if (of_objects && has_word(passage.plain, word)) return span_in(passage, word);
    }
  }
  return std::nullopt;
}

void look(const Subject& subject, Findings& findings) {
  look_at_plan(subject, findings);
  if (!is_migration(subject)) return;
  const std::vector<Replication> replications = replications_of(subject);
  if (replications.empty()) return;
  const auto said = must_go(subject);
  for (const Replication& replication : replications) {
    if (replication.way_back) continue;
    for (const ReplicationRule& rule : replication.rules) {
      if (!rule.enabled) continue;
      if (rule.filter && !rule.tagged && rule.delete_markers == false) {
        findings.add(
            rule.delete_markers_span,
            fmt::format("what is deleted in the source stays visible in {}, and comes back "
                        "with the cutover",
                        rule.destination),
            "enable DeleteMarkerReplication");
      } else if (rule.delete_markers == true && said) {
        Finding& finding = findings.add(
            rule.delete_markers_span,
            fmt::format("delete markers are replicated, but neither deletions of versions nor what "
                        "a lifecycle deletes: it all stays in {}",
                        rule.destination),
            "give the destination the same lifecycle, and delete versions on both sides where "
            "something has to be gone");
        finding.severity = Severity::note;
        finding.related.push_back({*said, "what has to go some day"});
      }
    }
  }
}

}  // namespace

extern const Rule version_deletions_not_replicated;
const Rule version_deletions_not_replicated{
    .id = "version-deletions-not-replicated",
    .severity = Severity::warning,
    .title = "what is deleted in the source stays in the target",
    .look = look};

}  // namespace godwit::check::rule
