// A copy goes to a bucket whose name is made up at that moment, and that no step creates.
// https://docs.aws.amazon.com/cli/latest/reference/s3/sync.html
#include <fmt/format.h>

#include <algorithm>

#include "check/deeds.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

// Is a part of the word new each time: a date, a random number?
bool is_new_each_time(const Subject& subject, const Word& word) {
  if (std::ranges::find(word.variables, "RANDOM") != word.variables.end()) return true;
  if (word.source == nullptr) return false;
  for (const shell::Part& part : word.source->parts) {
    if (part.kind != shell::Part::Kind::command || !part.commands) continue;
    for (const shell::Statement& statement : part.commands->statements) {
      if (statement.command.words.empty()) continue;
      const auto name = statement.command.words.front().literal();
      if (name == "date" || name == "uuidgen") return true;
    }
  }
  return std::ranges::any_of(subject.settings, [&](const Setting& setting) {
    if (std::ranges::find(word.variables, setting.name) == word.variables.end()) return false;
    if (setting.from_command < 0) return false;
    const auto& command = subject.commands[static_cast<std::size_t>(setting.from_command)];
    return command.name == "date" || command.name == "uuidgen";
  });
}

void look(const Subject& subject, Findings& findings) {
  const std::vector<Deed> deeds = deeds_of(subject);
  for (const Deed& deed : deeds) {
    const bool sends = deed.kind == Deed::Kind::copy || deed.kind == Deed::Kind::back_up;
    if (!sends || deed.store != StoreKind::bucket || deed.to.empty()) continue;
    const Command& command = subject.commands[deed.command];
    const auto word = std::ranges::find_if(
        command.words, [&](const Word& each) { return bucket_of(each.value.text) == deed.to; });
    if (word == command.words.end() || !has_unknown(deed.to)) continue;
    if (!is_new_each_time(subject, *word)) continue;
    const bool made = std::ranges::any_of(deeds, [&](const Deed& other) {
      return other.kind == Deed::Kind::create && other.store == StoreKind::bucket &&
             has_unknown(other.name);
    });
    if (made) continue;
    findings.add(word->span,
                 "the name of this bucket is made up as the command runs, and no step creates a "
                 "bucket of such a name: the copy fails with NoSuchBucket",
                 "name the bucket once, create it (aws s3 mb), then copy");
  }
}

}  // namespace

extern const Rule bucket_never_made;
const Rule bucket_never_made{.id = "bucket-never-made",
                             .severity = Severity::error,
                             .title = "a copy goes to a bucket that cannot be there",
                             .look = look};

}  // namespace godwit::check::rule
