// A copy that nobody compares (fact E4, and the order that works, lines 6 and 7).
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-status.html
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "check/cutovers.h"
#include "check/deeds.h"
#include "check/passages.h"
#include "check/plan_places.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

void look_at_plan(const Subject& subject, Findings& findings) {
  if (subject.plan == nullptr || subject.plan->traffic.empty()) return;
  for (const plan::Bucket& bucket : subject.plan->buckets) {
    if (bucket.verify || bucket.replicate == plan::Replicate::none) continue;
    findings.add(place_in_plan(subject, bucket.where, "verify"),
                 fmt::format("nothing compares {} with {} before users read from it", bucket.target,
                             bucket.source.name),
                 "say `verify: true`");
  }
}

bool told_in_words(const Subject& subject) {
  constexpr std::array<std::string_view, 7> compares = {"compare", "checksum", "count", "reconcil",
                                                        "verify",  "validate", "diff"};
  constexpr std::array<std::string_view, 9> what = {
      "object", "row", "record", "bucket", "version", "size", "replica", "checksum", "inventory"};
  return std::ranges::any_of(passages_of(subject), [&](const Passage& passage) {
    const markdown::Document& document =
        subject.documents[static_cast<std::size_t>(passage.document)].content;
    return passage.kind != Passage::Kind::cell && !is_way_back(document, passage.section) &&
           has_any_beginning(passage.plain, compares) && has_any_beginning(passage.plain, what);
  });
}

void look(const Subject& subject, Findings& findings) {
  look_at_plan(subject, findings);
  if (!is_migration(subject) || cutovers_of(subject).empty()) return;
  const std::vector<Deed> deeds = deeds_of(subject);
  const bool compared = std::ranges::any_of(deeds, [](const Deed& deed) {
    return deed.kind == Deed::Kind::compare ||
           (deed.kind == Deed::Kind::look && deed.detail != "versioning");
  });
  if (compared) return;
  const auto move = std::ranges::find_if(deeds, [](const Deed& deed) {
    return (deed.kind == Deed::Kind::replicate || deed.kind == Deed::Kind::copy) &&
           deed.store != StoreKind::key && !deed.way_back;
  });
  if (move == deeds.end() || told_in_words(subject)) return;
  const std::string name =
      move->name.empty() || !move->known ? std::string(to_string(move->store)) : move->name;
  findings.add(
      move->span,
      fmt::format("nothing compares the copy with {} before users are sent to it: what "
                  "failed or is pending is not missed",
                  name),
      "wait until no version is PENDING or FAILED, and compare keys, versions and checksums "
      "of both sides");
}

}  // namespace

extern const Rule copy_never_verified;
const Rule copy_never_verified{.id = "copy-never-verified",
                               .severity = Severity::warning,
                               .title = "no step compares a copy with what it was made from",
                               .look = look};

}  // namespace godwit::check::rule
