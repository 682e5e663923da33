// Fact D11: names of buckets are global, and whoever has one first owns it.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "check/deeds.h"
#include "check/passages.h"
#include "check/plan_places.h"
#include "check/replications.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

// A part of it that nobody else would have: an account's id, a run of random letters, or what is
// only known when it runs.
bool is_own(std::string_view name) {
  if (has_unknown(name)) return true;
  int digits = 0;
  for (const std::string_view part : split(name, '-')) {
    digits = 0;
    int letters = 0;
    for (const char byte : part) (byte >= '0' && byte <= '9' ? digits : letters) += 1;
    constexpr int account_id = 12;
    constexpr int random = 8;
    if (digits >= account_id) return true;
    if (letters + digits >= random && digits >= 2 && letters >= 2) return true;
  }
  return false;
}

// Names that documentation uses for names of one's own.
bool is_example(std::string_view name) {
  constexpr std::array<std::string_view, 10> words = {"example",     "demo",       "your", "my",
                                                      "test",        "sample",     "amzn", "foo",
                                                      "placeholder", "bucket-name"};
  for (const std::string_view word : words) {
    for (std::size_t at = name.find(word); at != std::string_view::npos;
         at = name.find(word, at + 1)) {
      const std::size_t end = at + word.size();
      const bool begins = at == 0 || name[at - 1] == '-' || name[at - 1] == '.';
      const bool ends = end == name.size() || name[end] == '-' || name[end] == '.';
      if (begins && (ends || word == "example")) return true;
    }
  }
  return std::ranges::any_of(name, [](char byte) {
    return !((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-' ||
             byte == '.');
  });
}

void look_at_plan(const Subject& subject, Findings& findings) {
  if (subject.plan == nullptr) return;
  for (const plan::Bucket& bucket : subject.plan->buckets) {
    if (is_own(bucket.target)) continue;
    findings.add(
        place_in_plan(subject, bucket.where, "target"),
        fmt::format("anybody can have taken the name {}: names of buckets are global",
                    bucket.target),
        fmt::format("put the account's id into it: {}-{}", bucket.target, subject.plan->account));
  }
}

void look(const Subject& subject, Findings& findings) {
  look_at_plan(subject, findings);
  const std::vector<Deed> deeds = deeds_of(subject);
  std::set<std::string> receiving;
  for (const Deed& deed : deeds) {
    const bool sends = deed.kind == Deed::Kind::copy || deed.kind == Deed::Kind::back_up;
    if (sends && deed.store == StoreKind::bucket) receiving.insert(deed.to);
  }
  for (const Replication& replication : replications_of(subject)) {
    for (const ReplicationRule& rule : replication.rules) receiving.insert(rule.destination);
  }
  for (const Deed& deed : deeds) {
    if (deed.kind != Deed::Kind::create || deed.store != StoreKind::bucket) continue;
    if (deed.name.empty() || !receiving.contains(deed.name)) continue;
    if (is_own(deed.name) || is_example(deed.name)) continue;
    const Command& command = subject.commands[deed.command];
    const Word* word = command.option("bucket");
    Finding& finding = findings.add(
        word != nullptr ? word->span : deed.span,
        fmt::format(
            "anybody can have taken the name {}, or take it when it is free again: names of "
            "buckets are global, and data is sent there",
            deed.name),
        "put the account's id into the name, and send data with --expected-bucket-owner or "
        "Destination.Account");
    if (!is_migration(subject)) finding.severity = Severity::note;
  }
}

}  // namespace

extern const Rule bucket_name_guessable;
const Rule bucket_name_guessable{.id = "bucket-name-guessable",
                                 .severity = Severity::warning,
                                 .title = "data is sent to a bucket whose name anybody can take",
                                 .look = look};

}  // namespace godwit::check::rule
