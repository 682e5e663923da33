// A look at a journal that somebody else may be writing: nothing is locked, made or changed.
#pragma once

#include <string>
#include <vector>

#include "env/clock.h"
#include "env/disk.h"
#include "run/record.h"

namespace godwit::run {

// The journal's records at some moment, with their chain verified. Errors: not_found (no file, or
// an empty one), corrupt, storage.
Result<std::vector<Record>> look_at_journal(Disk& disk, const Clock& clock,
                                            const std::string& path);

}  // namespace godwit::run
