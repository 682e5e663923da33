// The journal of changes of a source tree, as docs/rewrite.md has it: a text that verifies itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "repo/edit.h"

namespace godwit::repo {

std::string journal_text(const std::vector<FileChange>& changes);

// Errors: corrupt, where it does not verify; invalid, where it is none, or one of another format.
// `path` is for messages.
Result<std::vector<FileChange>> read_journal_text(std::string_view text, const std::string& path);

}  // namespace godwit::repo
