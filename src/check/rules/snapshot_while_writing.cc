// Fact E3: what is written after a snapshot is not in it.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CreateSnapshot.html
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "check/deeds.h"
#include "check/passages.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

constexpr std::array<std::string_view, 20> fences = {
    "read-only",     "read only",    "maintenance", "stop writ",     "stop the writ",
    "stop all writ", "freeze",       "frozen",      "quiesce",       "no writes",
    "fence",         "disable writ", "suspend",     "block writ",    "stop the app",
    "stop traffic",  "scale down",   "scale to 0",  "scale to zero", "logical replication"};

bool stops(const Command& command) {
  if (command.is("rds", "stop-db-instance") || command.is("rds", "stop-db-cluster") ||
      command.is("lambda", "put-function-concurrency") || command.is("ecs", "stop-task")) {
    return true;
  }
  if (command.is("ecs", "update-service")) return given(command, "desired-count") == "0";
  if (command.name == "kubectl" || command.name == "systemctl" || command.name == "heroku") {
    return std::ranges::any_of(command.words, [](const Word& word) {
      const std::string& text = word.value.text;
      return text == "--replicas=0" || text == "stop" || text == "maintenance:on";
    });
  }
  return std::ranges::any_of(command.words, [](const Word& word) {
    return word.value.text.find("read_only") != std::string::npos;
  });
}

void look(const Subject& subject, Findings& findings) {
  if (!is_migration(subject)) return;
  const std::vector<Deed> deeds = deeds_of(subject);
  const auto is_forward = [](const Deed& deed, Deed::Kind kind) {
    return deed.kind == kind && deed.store == StoreKind::database && !deed.way_back;
  };
  const auto taken = std::ranges::find_if(
      deeds, [&](const Deed& deed) { return is_forward(deed, Deed::Kind::back_up); });
  if (taken == deeds.end()) return;
  const auto restored = std::find_if(taken, deeds.end(), [&](const Deed& deed) {
    return is_forward(deed, Deed::Kind::restore) && deed.detail == taken->detail &&
           (deed.region.empty() || deed.region == subject.migration.target.region);
  });
  if (restored == deeds.end()) return;
  const bool follows = std::ranges::any_of(
      deeds, [&](const Deed& deed) { return is_forward(deed, Deed::Kind::replicate); });
  if (follows) return;
  const bool fenced = std::ranges::any_of(subject.commands, stops) ||
                      std::ranges::any_of(passages_of(subject), [](const Passage& passage) {
                        return has_any_beginning(passage.plain, fences);
                      });
  if (fenced) return;
  findings
      .add(taken->span,
           fmt::format("nothing stops writes before this {}: what is written after it is not in "
                       "the target, and nobody is told",
                       taken->detail),
           "replicate until the lag is nothing and promote behind a fence; or stop writes before "
           "the snapshot until users are on the target")
      .related.push_back({restored->span, "the target is made from it"});
}

}  // namespace

extern const Rule snapshot_while_writing;
const Rule snapshot_while_writing{.id = "snapshot-while-writing",
                                  .severity = Severity::error,
                                  .title = "a database is moved by a snapshot that writes outrun",
                                  .look = look};

}  // namespace godwit::check::rule
