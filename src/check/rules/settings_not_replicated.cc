// Fact D6: replication copies objects, not what a bucket itself is set to.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "check/deeds.h"
#include "check/passages.h"
#include "check/replications.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

void look_at_plan(const Subject& subject, Findings& findings) {
  if (subject.plan == nullptr || subject.account == nullptr) return;
  for (const plan::Bucket& bucket : subject.plan->buckets) {
    if (!bucket.key.name.empty() || bucket.replicate == plan::Replicate::none) continue;
    const account::Bucket* there = account::find_bucket(*subject.account, bucket.source.name);
    if (there == nullptr || there->key.empty()) continue;
    findings.add(
        {bucket.where, 0},
        fmt::format("{} encrypts with a KMS key by default; replication does not bring that "
                    "along, and new objects in {} would have SSE-S3",
                    bucket.source.name, bucket.target),
        "give the bucket a `key`");
  }
}

struct Setting {
  std::string_view name;       // as deeds call it
  std::string_view beginning;  // as documents do
};
constexpr Setting settings[] = {{"lifecycle", "lifecycle"},
                                {"CORS", "CORS"},
                                {"Object Lock", "Object Lock"},
                                {"policy", "bucket polic"},
                                {"notifications", "event notification"},
                                {"website", "static website"}};

// Where the documents say that buckets have a setting: in passages that speak of S3 or buckets.
std::optional<Span> told_in_words(const Subject& subject, const Setting& setting,
                                  const std::vector<Passage>& passages) {
  constexpr std::array<std::string_view, 3> buckets = {"S3", "bucket", "buckets"};
  for (const Passage& passage : passages) {
    if (passage.kind == Passage::Kind::comment ||
        !has_beginning(passage.plain, setting.beginning)) {
      continue;
    }
    const markdown::Document& document =
        subject.documents[static_cast<std::size_t>(passage.document)].content;
    if (is_way_back(document, passage.section)) continue;
    if (has_any_word(passage.plain, buckets)) return span_in(passage, setting.beginning);
  }
  return std::nullopt;
}

// Where the source bucket's setting is made, or told of.
std::optional<Span> said(const std::string& source, const Setting& setting,
                         const std::vector<Deed>& deeds, const std::optional<Span>& told) {
  for (const Deed& deed : deeds) {
    if (deed.kind == Deed::Kind::set && deed.name == source && deed.detail == setting.name) {
      return deed.span;
    }
  }
  return told;
}

bool receives_from(const std::vector<Replication>& replications, const Deed& move,
                   const std::string& bucket) {
  return std::ranges::any_of(replications, [&](const Replication& replication) {
    return replication.source == move.name &&
           std::ranges::any_of(replication.rules, [&](const ReplicationRule& rule) {
             return rule.destination == bucket;
           });
  });
}

void look(const Subject& subject, Findings& findings) {
  look_at_plan(subject, findings);
  if (!is_migration(subject)) return;
  const std::vector<Deed> deeds = deeds_of(subject);
  const std::vector<Replication> replications = replications_of(subject);
  std::vector<std::optional<Span>> told;  // of each setting
  std::set<std::string> seen;
  for (const Deed& move : deeds) {
    const bool moves = move.kind == Deed::Kind::replicate || move.kind == Deed::Kind::copy;
    if (!moves || move.store != StoreKind::bucket || move.way_back) continue;
    // The buckets that the subject makes and that receive: the copy's, or in a replication's case
    // those that its configuration names.
    for (const Deed& made : deeds) {
      if (made.kind != Deed::Kind::create || made.store != StoreKind::bucket || made.name.empty()) {
        continue;
      }
      const bool receives =
          move.kind == Deed::Kind::copy
              ? made.name == move.to
              : move.name != made.name && receives_from(replications, move, made.name);
      if (!receives || !seen.insert(made.name).second) continue;
      if (told.empty()) {
        const std::vector<Passage> passages = passages_of(subject);
        for (const Setting& setting : settings) {
          told.push_back(told_in_words(subject, setting, passages));
        }
      }
      std::vector<std::string> missing;
      std::vector<Related> related;
      for (std::size_t i = 0; i < told.size(); ++i) {
        const Setting& setting = settings[i];
        const auto place = said(move.name, setting, deeds, told[i]);
        const bool set = std::ranges::any_of(deeds, [&](const Deed& deed) {
          return deed.kind == Deed::Kind::set && deed.detail == setting.name &&
                 (deed.name == made.name || has_unknown(deed.name));
        });
        if (!place || set) continue;
        missing.emplace_back(setting.name);
        related.push_back({*place, fmt::format("the source's {}", setting.name)});
      }
      if (missing.empty()) continue;
      findings
          .add(made.span,
               fmt::format(
                   "replication copies objects, not what the bucket is set to: nothing gives "
                   "{} the source's {}",
                   made.name, join(missing, ", ")),
               "read the source's settings (get-bucket-lifecycle-configuration, -policy, -cors, "
               "-notification-configuration, -encryption), and put them on the new bucket")
          .related = std::move(related);
    }
  }
}

}  // namespace

extern const Rule settings_not_replicated;
const Rule settings_not_replicated{.id = "settings-not-replicated",
                                   .severity = Severity::warning,
                                   .title = "a new bucket lacks settings that the old one has",
                                   .look = look};

}  // namespace godwit::check::rule
