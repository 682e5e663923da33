// Fact D3: replication passes over what is encrypted with KMS, unless it is asked for.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
#include <fmt/format.h>

#include <map>
#include <utility>

#include "check/deeds.h"
#include "check/passages.h"
#include "check/plan_places.h"
#include "check/replications.h"
#include "check/rule.h"
#include "check/stores.h"

namespace godwit::check::rule {
namespace {

constexpr std::string_view remedy =
    "give the rule SourceSelectionCriteria with SseKmsEncryptedObjects enabled and the "
    "destination's key as EncryptionConfiguration.ReplicaKmsKeyID, and the role kms:Decrypt on the "
    "source's key and kms:Encrypt on the destination's";

void look_at_plan(const Subject& subject, Findings& findings) {
  if (subject.plan == nullptr) return;
  for (const plan::Bucket& bucket : subject.plan->buckets) {
    if (bucket.encrypted_objects || bucket.replicate == plan::Replicate::none) continue;
    Severity severity = Severity::warning;
    std::string known = "if it has any";
    if (subject.account != nullptr) {
      const account::Bucket* there = account::find_bucket(*subject.account, bucket.source.name);
      if (there != nullptr && there->key.empty()) continue;
      if (there != nullptr) {
        severity = Severity::error;
        known = fmt::format("and its default is the key {}", there->key);
      }
    }
    findings
        .add(place_in_plan(subject, bucket.where, "encrypted_objects"),
             fmt::format("what {} has encrypted with KMS is not replicated, {}", bucket.source.name,
                         known),
             "say `encrypted_objects: true`")
        .severity = severity;
  }
}

struct Evidence {
  bool sure = false;  // the bucket encrypts with KMS
  std::optional<Span> said;
};

// Where each section, by document and index, names a key.
using Keys = std::map<std::pair<int, int>, Span>;
Keys keys_in(const std::vector<Passage>& passages) {
  Keys keys;
  for (const Passage& passage : passages) {
    const bool is_key = has_word(passage.plain, "KMS") &&
                        (has_word(passage.plain, "key") || has_word(passage.plain, "encrypted"));
    if (is_key) keys.emplace(std::pair(passage.document, passage.section), span_in(passage, "KMS"));
  }
  return keys;
}

// Is the bucket encrypted with KMS? Nothing where nobody says so.
std::optional<Evidence> evidence(const Subject& subject, const std::string& bucket,
                                 const std::vector<Deed>& deeds,
                                 const std::vector<Passage>& passages, const Keys& keys) {
  if (subject.account != nullptr) {
    if (const account::Bucket* there = account::find_bucket(*subject.account, bucket)) {
      if (there->key.empty()) return std::nullopt;
      return Evidence{true, std::nullopt};
    }
  }
  for (const Deed& deed : deeds) {
    if (deed.kind != Deed::Kind::encrypt || deed.name != bucket) continue;
    const std::string how =
        given(subject.commands[deed.command], "server-side-encryption-configuration");
    if (how.contains("aws:kms")) return Evidence{true, deed.span};
  }
  // A key that the document names in the same section as the bucket.
  for (const Passage& passage : passages) {
    if (passage.kind == Passage::Kind::comment || !passage.plain.contains(bucket)) continue;
    const auto key = keys.find(std::pair(passage.document, passage.section));
    if (key != keys.end()) return Evidence{false, key->second};
  }
  return std::nullopt;
}

void look(const Subject& subject, Findings& findings) {
  look_at_plan(subject, findings);
  const std::vector<Replication> replications = replications_of(subject);
  if (replications.empty()) return;
  const std::vector<Deed> deeds = deeds_of(subject);
  const std::vector<Passage> passages = passages_of(subject);
  const Keys keys = keys_in(passages);
  for (const Replication& replication : replications) {
    const std::string& bucket = replication.source;
    if (bucket.empty() || has_unknown(bucket)) continue;
    const auto known = evidence(subject, bucket, deeds, passages, keys);
    if (!known) continue;
    for (const ReplicationRule& rule : replication.rules) {
      if (!rule.enabled || rule.encrypted_objects.value_or(false)) continue;
      Finding& finding = findings.add(
          rule.encrypted_objects ? rule.encrypted_span : rule.span,
          known->sure ? fmt::format("{} encrypts with KMS, and this rule passes over every object "
                                    "that is so encrypted, without an error",
                                    bucket)
                      : fmt::format("this rule passes over every object of {} that is encrypted "
                                    "with KMS, without an error; a KMS key is named beside it",
                                    bucket),
          std::string(remedy));
      if (!known->sure) finding.severity = Severity::warning;
      if (known->said) finding.related.push_back({*known->said, "the key"});
    }
  }
}

}  // namespace

extern const Rule encrypted_objects_skipped;
const Rule encrypted_objects_skipped{.id = "encrypted-objects-skipped",
                                     .severity = Severity::error,
                                     .title = "replication passes over objects that KMS encrypts",
                                     .look = look};

}  // namespace godwit::check::rule
