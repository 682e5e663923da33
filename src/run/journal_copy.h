// Copies of a journal that another process may be writing: neither its lock nor its leave is
// needed.
#pragma once

#include <string>

#include "env/clock.h"
#include "env/disk.h"

namespace godwit::run {

// The journal as it was at some moment, database, log and lease, onto another disk under the same
// name. Errors: storage; corrupt where it changed too fast.
Result<void> copy_journal(Disk& from, Disk& to, const std::string& path);

// Puts a copy of the journal, verified and complete, in its place: whoever had the old file open
// goes on with a file that has no name. A crash at any moment leaves a journal with all records;
// then it has to be called again before the journal is opened. Clocks tell SQLite the time.
Result<void> replace_journal(Disk& disk, const Clock& clock, const std::string& path);

}  // namespace godwit::run
