// Fact E3: a snapshot stays in its region until it is copied.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CopySnapshot.html
#include <fmt/format.h>

#include <algorithm>

#include "check/deeds.h"
#include "check/passages.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

bool tells_of_copy(const Subject& subject) {
  return std::ranges::any_of(passages_of(subject), [](const Passage& passage) {
    return (has_beginning(passage.plain, "copy") || has_beginning(passage.plain, "copie")) &&
           has_beginning(passage.plain, "snapshot");
  });
}

void look(const Subject& subject, Findings& findings) {
  if (!is_migration(subject)) return;
  const std::vector<Deed> deeds = deeds_of(subject);
  const bool copied = std::ranges::any_of(
      deeds, [](const Deed& deed) { return deed.kind == Deed::Kind::copy_backup; });
  if (copied || tells_of_copy(subject)) return;
  const std::string& target = subject.migration.target.region;
  for (const Deed& deed : deeds) {
    if (deed.kind != Deed::Kind::back_up || deed.way_back || deed.detail != "snapshot") continue;
    if (deed.region == target) continue;
    const auto restored = std::ranges::find_if(deeds, [&](const Deed& other) {
      return other.kind == Deed::Kind::restore && other.store == deed.store &&
             other.detail == "snapshot" && other.region == target && !other.way_back;
    });
    const std::string home = deed.region.empty() ? "its region" : deed.region;
    if (restored != deeds.end()) {
      Finding& finding = findings.add(
          restored->span,
          fmt::format("the snapshot is in {}, and {} does not know it: restoring fails with "
                      "DBSnapshotNotFound",
                      home, target),
          fmt::format("copy it first: aws rds copy-db-snapshot --region {} --source-region {} "
                      "--kms-key-id KEY-OF-{}",
                      target, home, target));
      finding.severity = Severity::error;
      finding.related.push_back({deed.span, "the snapshot"});
      continue;
    }
    findings.add(deed.span,
                 fmt::format("the snapshot stays in {}: it is no backup for when that region is in "
                             "trouble, and nothing can be restored from it in {}",
                             home, target),
                 "copy it to another region (copy-db-snapshot with a key of that region), wait "
                 "until it is available, and restore it once");
  }
}

}  // namespace

extern const Rule snapshot_stays;
const Rule snapshot_stays{.id = "snapshot-stays",
                          .severity = Severity::warning,
                          .title = "a snapshot is not copied out of its region",
                          .look = look};

}  // namespace godwit::check::rule
