// Fact D1: replication copies what is written after it was set up, and nothing else.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "check/deeds.h"
#include "check/passages.h"
#include "check/plan_places.h"
#include "check/replications.h"
#include "check/rule.h"
#include "check/stores.h"

namespace godwit::check::rule {
namespace {

constexpr std::string_view remedy =
    "turn versions and replication on first, then run S3 Batch Replication (aws s3control "
    "create-job with S3ReplicateObject) and wait until nothing of it failed";

bool told_in_words(const std::vector<Passage>& passages) {
  constexpr std::array<std::string_view, 5> words = {"batch replication", "existing objects",
                                                     "batch operations", "backfill", "datasync"};
  return std::ranges::any_of(passages, [&](const Passage& passage) {
    return passage.kind != Passage::Kind::comment && has_any_beginning(passage.plain, words);
  });
}

bool is_empty(const account::Bucket& bucket) {
  return bucket.objects.empty() && bucket.generated.empty();
}

void look_at_plan(const Subject& subject, Findings& findings) {
  if (subject.plan == nullptr) return;
  for (const plan::Bucket& bucket : subject.plan->buckets) {
    if (bucket.backfill) continue;
    if (subject.account != nullptr) {
      const account::Bucket* there = account::find_bucket(*subject.account, bucket.source.name);
      if (there != nullptr && is_empty(*there)) continue;
    }
    findings.add(
        place_in_plan(subject, bucket.where, "backfill"),
        fmt::format("replication copies what is written from now on; what {} holds already "
                    "never arrives in {}",
                    bucket.source.name, bucket.target),
        "say `backfill: true`");
  }
}

// A bucket that the subject makes itself has nothing that could stay behind, nor has one that only
// receives.
bool is_new(const std::string& bucket, const std::vector<Deed>& deeds,
            const std::vector<Replication>& replications) {
  const bool made = std::ranges::any_of(deeds, [&](const Deed& deed) {
    return deed.kind == Deed::Kind::create && deed.name == bucket;
  });
  return made || std::ranges::any_of(replications, [&](const Replication& other) {
           return std::ranges::any_of(other.rules, [&](const ReplicationRule& rule) {
             return rule.destination == bucket && other.source != bucket;
           });
         });
}

bool is_filled(const std::string& bucket, const std::vector<Deed>& deeds) {
  return std::ranges::any_of(deeds, [&](const Deed& deed) {
    if (deed.store != StoreKind::bucket || deed.way_back) return false;
    const bool fills = deed.kind == Deed::Kind::backfill || deed.kind == Deed::Kind::copy;
    return fills && (deed.name.empty() || !deed.known || deed.name == bucket);
  });
}

void look(const Subject& subject, Findings& findings) {
  look_at_plan(subject, findings);
  const std::vector<Replication> replications = replications_of(subject);
  if (replications.empty() || moves_unseen(subject)) return;
  if (told_in_words(passages_of(subject))) return;
  const std::vector<Deed> deeds = deeds_of(subject);
  for (const Replication& replication : replications) {
    const std::string& bucket = replication.source;
    if (replication.command < 0 || replication.way_back || bucket.empty()) continue;
    if (has_unknown(bucket) || is_new(bucket, deeds, replications) || is_filled(bucket, deeds)) {
      continue;
    }
    if (subject.account != nullptr) {
      const account::Bucket* there = account::find_bucket(*subject.account, bucket);
      if (there != nullptr && is_empty(*there)) continue;
    }
    Finding& finding = findings.add(
        replication.span,
        fmt::format("replication copies what is written from now on; no step copies what {} holds "
                    "already, and that stays behind",
                    bucket),
        std::string(remedy));
    if (!is_migration(subject)) finding.severity = Severity::note;
  }
}

}  // namespace

extern const Rule backfill_missing;
const Rule backfill_missing{
    .id = "backfill-missing",
    .severity = Severity::error,
    .title = "replication is set up, and nothing copies what was there before",
    .look = look};

}  // namespace godwit::check::rule
