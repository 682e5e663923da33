// Files: what is on this machine's disk before a run, of which steps read or change some: a path as
// the plan has it, and its content.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "env/disk.h"
#include "plan/plan.h"

namespace godwit::rehearse {

using Files = std::map<std::string, std::string>;

// What the plan's steps read and change: the repository that is rewritten, and consumers' files.
// Errors, all of them: what cannot be read. Folders that are too large are read in part, and named
// in `cut_short`.
Checked<Files> read_files(Disk& disk, const plan::Plan& plan,
                          std::vector<std::string>* cut_short = nullptr);

}  // namespace godwit::rehearse
