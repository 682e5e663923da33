// Fact A5: a Chime SDK meeting stays with the control region that created it.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "check/effects.h"
#include "check/passages.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

bool has_meetings(const std::vector<Passage>& passages, int document) {
  bool chime = false;
  bool meetings = false;
  for (const Passage& passage : passages) {
    if (passage.document != document) continue;
    chime = chime || has_word(passage.plain, "chime");
    meetings = meetings || has_beginning(passage.plain, "meeting");
  }
  return chime && meetings;
}

bool drains(const Subject& subject, const std::vector<Passage>& passages) {
  constexpr std::array<std::string_view, 10> words = {
      "drain",        "running meeting", "active meeting", "ongoing meeting",
      "open meeting", "meetings to end", "meetings end",   "meetings have ended",
      "no meeting",   "end all meeting"};
  for (const Passage& passage : passages) {
    if (has_any_beginning(passage.plain, words)) return true;
  }
  return std::ranges::any_of(subject.commands, [](const Command& command) {
    return command.is("chime-sdk-meetings", "delete-meeting") ||
           command.is("chime", "delete-meeting");
  });
}

void look(const Subject& subject, Findings& findings) {
  const std::string& source = subject.migration.source.region;
  const std::string& target = subject.migration.target.region;
  if (source.empty() || target.empty() || source == target) return;
  const std::vector<RecordBatch> batches = record_batches(subject);
  if (batches.empty()) return;
  const std::vector<Passage> passages = passages_of(subject);
  if (drains(subject, passages)) return;
  bool forward_told = false;
  bool back_told = false;
  for (const RecordBatch& batch : batches) {
    if (batch.flow < 0 || !has_meetings(passages, batch.flow)) continue;
    bool& told = batch.goes_back ? back_told : forward_told;
    if (told) continue;
    told = true;
    const std::string& home = batch.goes_back ? target : source;
    findings.add(
        batch.span,
        fmt::format(
            "meetings that run in {} stay there: who is sent elsewhere can neither join nor "
            "end them, for that takes the control region that created them",
            home),
        fmt::format("create no more meetings in {}, and move users once those that run have ended "
                    "(24 h at most)",
                    home));
  }
}

}  // namespace

extern const Rule meetings_not_drained;
const Rule meetings_not_drained{
    .id = "meetings-not-drained",
    .severity = Severity::warning,
    .title = "users are moved while their meetings run in the region that they leave",
    .look = look};

}  // namespace godwit::check::rule
