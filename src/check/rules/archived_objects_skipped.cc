// Fact D5: what is in Glacier can neither be copied nor replicated until it is restored.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html
// https://docs.aws.amazon.com/cli/latest/reference/s3/sync.html
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

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

// What documents say of archives, and of lifecycles that keep objects for years.
struct Told {
  std::vector<Passage> archives;
  std::optional<Span> lifecycle;
  bool migration = false;
};

Told told_in_words(const Subject& subject) {
  constexpr std::array<std::string_view, 4> archives = {"Glacier", "Deep Archive",
                                                        "archived objects", "archive tier"};
  constexpr std::array<std::string_view, 4> long_ones = {"year", "years", "retention", "archive"};
  constexpr std::size_t enough = 50;
  Told told;
  told.migration = is_migration(subject);
  for (const Passage& passage : passages_of(subject)) {
    // A comment tells what a command does, not what is there.
    if (passage.kind == Passage::Kind::comment) continue;
    if (has_any_word(passage.plain, archives)) {
      if (told.archives.size() < enough) told.archives.push_back(passage);
      continue;
    }
    // Whoever keeps objects for years has them in cheaper classes, as a rule.
    if (!told.lifecycle && has_beginning(passage.plain, "lifecycle") &&
        has_any_beginning(passage.plain, long_ones)) {
      told.lifecycle = span_in(passage, "lifecycle");
    }
  }
  return told;
}

// Does a text name the bucket, or what it is a bucket of ("orders" of "orders-111122223333")? Words
// that any bucket's name may have say nothing.
bool speaks_of(std::string_view text, std::string_view bucket) {
  constexpr auto common = std::to_array<std::string_view>(
      {"bucket",  "source",  "dest",     "destination", "target", "data",       "backup",
       "backups", "archive", "archives", "storage",     "prod",   "production", "test",
       "example", "objects", "files",    "primary",     "region", "logs",       "access",
       "move",    "copy",    "replica",  "lifecycle"});
  constexpr std::size_t shortest = 4;
  if (has_word(text, bucket)) return true;
  for (std::size_t begin = 0; begin < bucket.size();) {
    const std::size_t end = std::min(bucket.find_first_of("-._", begin), bucket.size());
    const std::string_view word = bucket.substr(begin, end - begin);
    if (word.size() >= shortest && std::ranges::find(common, word) == common.end() &&
        has_word(text, word)) {
      return true;
    }
    begin = end + 1;
  }
  return false;
}

// What they say of this bucket. A guide tells what Glacier is for, and says nothing of anybody's
// objects; in a document that moves things, what is said of archives is said of those.
std::optional<Evidence> told_of(const Told& told, const std::string& bucket) {
  for (const Passage& passage : told.archives) {
    if (told.migration || speaks_of(passage.plain, bucket)) {
      return Evidence{true, span_in(passage, "")};
    }
  }
  if (told.lifecycle) return Evidence{false, told.lifecycle};
  return std::nullopt;
}

// Nothing where nobody says so.
std::optional<Evidence> evidence(const Subject& subject, const std::string& bucket,
                                 const Told& told) {
  if (subject.account != nullptr) {
    if (const account::Bucket* there = account::find_bucket(*subject.account, bucket)) {
      if (!has_archived(*there)) return std::nullopt;
      return Evidence{true, std::nullopt};
    }
  }
  return told_of(told, bucket);
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
  const Told told = told_in_words(subject);
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
