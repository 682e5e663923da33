// Facts D4 and E1: a store of the source that no step moves stays behind.
#include <fmt/format.h>

#include <algorithm>

#include "check/deeds.h"
#include "check/passages.h"
#include "check/rule.h"
#include "check/stores.h"

namespace godwit::check::rule {
namespace {

std::string_view remedy_for(StoreKind kind) {
  switch (kind) {
    case StoreKind::bucket:
      return "replicate it too, with versions on both sides and a backfill, or write down why it "
             "stays";
    case StoreKind::table:
      return "add a replica of the table in the target region (a global table), or write down why "
             "it stays";
    case StoreKind::database:
      return "make a replica in the target region and promote it behind a fence, or write down why "
             "it stays";
    default:
      return "replicate it, or write down why it stays";
  }
}

void look_at_plan(const Subject& subject, Findings& findings) {
  if (subject.plan == nullptr || subject.account == nullptr) return;
  const plan::Plan& plan = *subject.plan;
  for (const account::Bucket& bucket : subject.account->buckets) {
    if (bucket.region != plan.source) continue;
    const bool moves = std::ranges::any_of(plan.buckets, [&](const plan::Bucket& each) {
      return each.source.name == bucket.name || each.target == bucket.name;
    });
    if (moves) continue;
    Span span{{plan.file, 1, 1}, 0};
    if (!plan.buckets.empty()) span.at = plan.buckets.back().where;
    findings.add(span,
                 fmt::format("the account's bucket {} is in {}, and nothing under `data` moves it",
                             bucket.name, bucket.region),
                 "add it under `data.buckets`, or write an exception that says why it stays");
  }
}

// Where a document does nothing that could be called a move, it only describes.
bool carries_out(const Subject& subject, const std::vector<Deed>& deeds) {
  const std::string& target = subject.migration.target.region;
  const bool moves = std::ranges::any_of(deeds, [&](const Deed& deed) {
    return !deed.way_back && deed.of_document &&
           (deed.kind == Deed::Kind::replicate || deed.kind == Deed::Kind::copy ||
            (deed.kind == Deed::Kind::create && deed.region == target));
  });
  return moves || std::ranges::any_of(subject.commands, [&](const Command& command) {
           return command.is("route53", "change-resource-record-sets") ||
                  (command.is("cloudformation", "deploy") && given(command, "region") == target);
         });
}

void look(const Subject& subject, Findings& findings) {
  look_at_plan(subject, findings);
  if (!is_migration(subject) || subject.documents.empty() || moves_unseen(subject)) return;
  const std::vector<Deed> deeds = deeds_of(subject);
  if (!carries_out(subject, deeds)) return;
  const std::vector<Passage> passages = passages_of(subject);
  for (const Store& store : stores_of(subject, passages, deeds)) {
    if (store.region != subject.migration.source.region || store.stays || store.told) continue;
    if (moved(store, subject, deeds).yes) continue;
    findings.add(store.span,
                 fmt::format("{} is in {}, and no step moves it: what it holds stays behind",
                             store.label(), store.region),
                 std::string(remedy_for(store.kind)));
  }
}

}  // namespace

extern const Rule store_not_moved;
const Rule store_not_moved{.id = "store-not-moved",
                           .severity = Severity::error,
                           .title = "no step moves a store of the source region",
                           .look = look};

}  // namespace godwit::check::rule
