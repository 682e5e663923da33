// Apply: writes a proposal's changes, and takes them back. docs/rewrite.md has the format of the
// journal. A crash at any point leaves each file old or new; carry on with apply() or revert().
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"
#include "env/disk.h"
#include "repo/edit.h"

namespace godwit::repo {

struct Applied {
  std::vector<std::string> changed;  // paths
  std::vector<std::string> already;  // had been changed before: by a life that died
};

// How far changes are, by the content of their files. Reads only.
struct Standing {
  std::size_t before = 0;           // files that are as they were
  std::size_t after = 0;            // as they shall be
  std::vector<std::string> others;  // "a.txt has changed": neither
};
Result<Standing> standing_of(Disk& disk, const std::string& folder,
                             const std::vector<FileChange>& changes);

// Writes the journal (mode 0600) and syncs it, then replaces file by file: all content is on stable
// storage before the first name changes. Modes stay. Errors: conflict, and nothing is written,
// where a file is neither as it was nor as it shall be; or where the journal is about something
// else. unknown, where some files are changed already: call it again with the journal's changes.
// After any other error nothing has happened.
Result<Applied> apply(Disk& disk, const std::string& folder, const std::vector<FileChange>& changes,
                      const std::string& journal, std::size_t threads = 1);

// What a journal is about. Errors: not_found; invalid, where it does not verify.
Result<std::vector<FileChange>> read_journal(Disk& disk, const std::string& journal);

// Gives every file of the journal its old content, then removes the journal. Errors: conflict, and
// nothing is written, where a file has changed meanwhile; unknown, as above.
Result<Applied> revert(Disk& disk, const std::string& folder, const std::string& journal,
                       std::size_t threads = 1);

// The whole of a file of a tree.
Result<std::string> content_of(Disk& disk, const std::string& path);

}  // namespace godwit::repo
