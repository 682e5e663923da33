// Fact D5: what is in Glacier can neither be copied nor replicated until it is restored.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html
// https://docs.aws.amazon.com/cli/latest/reference/s3/sync.html
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "check/deeds.h"
#include "check/passages.h"
#include "check/plan_places.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

bool has_archived(const account::Bucket& bucket) {
  return std::ranges::any_of(bucket.generated, [](const account::GeneratedObjects& objects) {
    return objects.count > 0 && objects.archived > 0;
  });
}

void look_at_plan(const Subject& subject, Findings& findings) {
  if (subject.plan == nullptr) return;
  for (const plan::Bucket& bucket : subject.plan->buckets) {
    if (bucket.restore_archived || bucket.replicate == plan::Replicate::none) continue;
    Severity severity = Severity::warning;
    std::string what = "what may be in Glacier";
    if (subject.account != nullptr) {
      const account::Bucket* there = account::find_bucket(*subject.account, bucket.source.name);
      if (there != nullptr && !has_archived(*there)) continue;
      if (there != nullptr) {
        severity = Severity::error;
        what = "what is in Glacier";
      }
    }
    findings
        .add(place_in_plan(subject, bucket.where, "restore_archived"),
             fmt::format("{} of {} cannot be replicated before it is restored, and is not restored",
                         what, bucket.source.name),
             "say `restore_archived: true`")
        .severity = severity;
  }
}

struct Evidence {
  bool sure = false;
  std::optional<Span> said;
};

// Is anything archived, as far as the documents say?
std::optional<Evidence> told_in_words(const Subject& subject) {
  constexpr std::array<std::string_view, 4> sure = {"Glacier", "Deep Archive", "archived objects",
                                                    "archive tier"};
  constexpr std::array<std::string_view, 4> long_ones = {"year", "years", "retention", "archive"};
  std::optional<Evidence> found;
  for (const Passage& passage : passages_of(subject)) {
    if (has_any_word(passage.plain, sure)) return Evidence{true, span_in(passage, "")};
    // Whoever keeps objects for years has them in cheaper classes, as a rule.
    if (!found && passage.kind != Passage::Kind::comment &&
        has_beginning(passage.plain, "lifecycle") && has_any_beginning(passage.plain, long_ones)) {
      found = Evidence{false, span_in(passage, "lifecycle")};
    }
  }
  return found;
}

// Nothing where nobody says so.
std::optional<Evidence> evidence(const Subject& subject, const std::string& bucket,
                                 const std::optional<Evidence>& told) {
  if (subject.account != nullptr) {
    if (const account::Bucket* there = account::find_bucket(*subject.account, bucket)) {
      if (!has_archived(*there)) return std::nullopt;
      return Evidence{true, std::nullopt};
    }
  }
  return told;
}

void look(const Subject& subject, Findings& findings) {
  look_at_plan(subject, findings);
  const std::vector<Deed> deeds = deeds_of(subject);
  const bool restored = std::ranges::any_of(
      deeds, [](const Deed& deed) { return deed.kind == Deed::Kind::restore_archived; });
  if (restored) return;
  const auto copies = [](const Deed& deed) {
    return deed.store == StoreKind::bucket && !deed.way_back && !deed.name.empty() &&
           (deed.kind == Deed::Kind::copy || deed.kind == Deed::Kind::back_up ||
            deed.kind == Deed::Kind::replicate);
  };
  if (std::ranges::none_of(deeds, copies)) return;
  const std::optional<Evidence> told = told_in_words(subject);
  std::set<std::string> seen;
  for (const Deed& deed : deeds) {
    if (!copies(deed) || seen.contains(deed.name)) continue;
    const auto known = evidence(subject, deed.name, told);
    if (!known) continue;
    seen.insert(deed.name);
    const bool replicates = deed.kind == Deed::Kind::replicate;
    const std::string skips = replicates
                                  ? "replication does not take those"
                                  : fmt::format("{} leaves those out with no more than a warning",
                                                deed.detail.empty() ? "the copy" : deed.detail);
    Finding& finding = findings.add(
        deed.span,
        known->sure ? fmt::format("objects of {} are in Glacier, and {}", deed.name, skips)
                    : fmt::format("a lifecycle keeps objects for long: old ones of {} may be in "
                                  "Glacier, and {}",
                                  deed.name, skips),
        "list what is archived (StorageClass GLACIER, DEEP_ARCHIVE), restore it with an S3 Batch "
        "Operations job (S3InitiateRestoreObject), and copy after that");
    if (!known->sure) finding.severity = Severity::warning;
    if (known->said) finding.related.push_back({*known->said, "said here"});
  }
}

}  // namespace

extern const Rule archived_objects_skipped;
const Rule archived_objects_skipped{.id = "archived-objects-skipped",
                                    .severity = Severity::error,
                                    .title = "archived objects are left out of a copy",
                                    .look = look};

}  // namespace godwit::check::rule
