// Fact D5: `aws s3 sync` and `cp` know current versions only.
// https://docs.aws.amazon.com/cli/latest/reference/s3/sync.html
#include <fmt/format.h>

#include <algorithm>

#include "check/deeds.h"
#include "check/passages.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

bool has_versions(const Subject& subject, const std::string& bucket,
                  const std::vector<Deed>& deeds) {
  if (subject.account != nullptr) {
    if (const account::Bucket* there = account::find_bucket(*subject.account, bucket)) {
      return there->versioning != account::Versioning::never;
    }
  }
  // What replicates has versions, or the replication would be refused.
  return std::ranges::any_of(deeds, [&](const Deed& deed) {
    return deed.name == bucket &&
           (deed.kind == Deed::Kind::version || deed.kind == Deed::Kind::replicate);
  });
}

void look(const Subject& subject, Findings& findings) {
  if (!is_migration(subject)) return;
  const std::vector<Deed> deeds = deeds_of(subject);
  for (const Deed& deed : deeds) {
    if (deed.store != StoreKind::bucket || deed.way_back || deed.name.empty()) continue;
    if (deed.kind != Deed::Kind::copy && deed.kind != Deed::Kind::back_up) continue;
    const bool of_cli = deed.detail == "sync" || deed.detail == "cp" || deed.detail == "mv";
    if (!of_cli || !has_versions(subject, deed.name, deeds)) continue;
    const bool backup = deed.kind == Deed::Kind::back_up;
    findings.add(deed.span,
                 fmt::format("{} copies the current version of each key of {} and nothing else: "
                             "earlier versions, their ids and deletions are not in the {}",
                             deed.detail, deed.name, backup ? "backup" : "copy"),
                 backup
                     ? "let versions and Object Lock in the source protect it, or use AWS Backup "
                       "for S3, which keeps versions"
                     : "use S3 Batch Replication, which keeps versions, their ids and metadata");
  }
}

}  // namespace

extern const Rule sync_copies_current_only;
const Rule sync_copies_current_only{.id = "sync-copies-current-only",
                                    .severity = Severity::warning,
                                    .title = "a copy of a bucket leaves its earlier versions out",
                                    .look = look};

}  // namespace godwit::check::rule
