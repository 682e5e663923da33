// Fact D2: PutBucketReplication is refused unless both buckets keep versions.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "check/deeds.h"
#include "check/passages.h"
#include "check/replications.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

enum class Versions { on, off, unknown };

// What speaks of versions; comments mostly speak of the command below them.
std::vector<Passage> about_versions(const Subject& subject) {
  constexpr std::array<std::string_view, 3> versions = {"versioned", "versioning", "versions"};
  std::vector<Passage> passages = passages_of(subject);
  std::erase_if(passages, [&](const Passage& passage) {
    return passage.kind == Passage::Kind::comment || !has_any_word(passage.plain, versions);
  });
  return passages;
}

bool told_in_words(const std::vector<Passage>& passages, const std::string& bucket) {
  constexpr std::array<std::string_view, 5> on = {"enabled", "is on", "are on", "already", "must"};
  return std::ranges::any_of(passages, [&](const Passage& passage) {
    return has_word(passage.plain, bucket) || has_any_word(passage.plain, on);
  });
}

Versions versions_of(const Subject& subject, const std::string& bucket,
                     const std::vector<Deed>& deeds, std::size_t before) {
  bool made = false;
  for (const Deed& deed : deeds) {
    if (deed.store != StoreKind::bucket) continue;
    const bool same = deed.name == bucket;
    const bool may_be = same || has_unknown(deed.name);
    if (deed.kind == Deed::Kind::version && may_be) return Versions::on;
    if (deed.kind == Deed::Kind::look && may_be && deed.detail == "versioning") return Versions::on;
    made = made || (deed.kind == Deed::Kind::create && same && deed.command < before);
  }
  if (made) return Versions::off;
  if (subject.account != nullptr) {
    if (const account::Bucket* there = account::find_bucket(*subject.account, bucket)) {
      return there->versioning == account::Versioning::enabled ? Versions::on : Versions::off;
    }
  }
  return Versions::unknown;
}

void look(const Subject& subject, Findings& findings) {
  const std::vector<Replication> replications = replications_of(subject);
  if (replications.empty()) return;
  const std::vector<Deed> deeds = deeds_of(subject);
  const std::vector<Passage> passages = about_versions(subject);
  for (const Replication& replication : replications) {
    if (replication.command < 0) continue;
    std::vector<std::string> buckets = {replication.source};
    for (const ReplicationRule& rule : replication.rules) {
      if (rule.enabled && std::ranges::find(buckets, rule.destination) == buckets.end()) {
        buckets.push_back(rule.destination);
      }
    }
    for (const std::string& bucket : buckets) {
      if (bucket.empty() || has_unknown(bucket)) continue;
      const Versions versions =
          versions_of(subject, bucket, deeds, static_cast<std::size_t>(replication.command));
      if (versions == Versions::on) continue;
      if (versions == Versions::unknown && told_in_words(passages, bucket)) continue;
      constexpr std::string_view refused = "put-bucket-replication is refused (InvalidRequest)";
      Finding& finding = findings.add(
          replication.span,
          versions == Versions::off
              ? fmt::format(
                    "nothing turns versions on for {}, and {} unless both buckets have them",
                    bucket, refused)
              : fmt::format("no step makes sure that {} has versions, and {} unless both buckets "
                            "have them",
                            bucket, refused),
          fmt::format("aws s3api put-bucket-versioning --bucket {} --versioning-configuration "
                      "Status=Enabled",
                      bucket));
      if (versions == Versions::unknown) finding.severity = Severity::warning;
    }
  }
}

}  // namespace

extern const Rule versioning_missing;
const Rule versioning_missing{.id = "versioning-missing",
                              .severity = Severity::error,
                              .title = "a bucket that replicates has no versions",
                              .look = look};

}  // namespace godwit::check::rule
