#include "repo/edit.h"

#include <fmt/format.h>

namespace godwit::repo {
namespace {

// Each text at its place by the other one. `back`: the places are those of the changed file.
Result<std::string> replaced(std::string_view content, const FileChange& change, bool back) {
  const auto differs = [&](const Edit& edit, std::string_view why) {
    return fail({.kind = ErrorKind::conflict,
                 .operation = back ? "take changes back" : "change file",
                 .subject = change.path,
                 .cause = fmt::format("{}, at byte {}", why, edit.begin),
                 .remedy = "look who has changed it, and propose again"});
  };
  std::string result;
  std::size_t done = 0;        // of `content`
  std::size_t done_plain = 0;  // of the file as it was
  for (const Edit& edit : change.edits) {
    const std::string_view expected = back ? edit.after : edit.before;
    if (edit.begin < done_plain) return differs(edit, "two changes are about the same bytes");
    const std::size_t kept = edit.begin - done_plain;
    if (kept > content.size() - done || !content.substr(done + kept).starts_with(expected)) {
      return differs(edit, "it has other bytes than the change is about");
    }
    result += content.substr(done, kept);
    result += back ? edit.before : edit.after;
    done += kept + expected.size();
    done_plain = edit.begin + edit.before.size();
  }
  return result += content.substr(done);
}

}  // namespace

Result<std::string> carried_out(std::string_view content, const FileChange& change) {
  return replaced(content, change, false);
}

Result<std::string> taken_back(std::string_view content, const FileChange& change) {
  return replaced(content, change, true);
}

}  // namespace godwit::repo
