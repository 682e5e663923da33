// A look at a journal that somebody else may be writing: nothing is locked, made or changed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "env/clock.h"
#include "env/disk.h"
#include "run/lease_file.h"
#include "run/record.h"

namespace godwit::run {

struct JournalView {
  std::vector<Record> records;
  int version = 0;               // of the format, as it is on disk
  std::optional<Tenure> tenure;  // of whoever has, or had, it last
  std::optional<End> end;        // that the records were held against
};

// The journal at some moment, with its chain and its end verified. Errors: not_found (no file, or
// an empty one), corrupt, storage.
Result<JournalView> view_journal(Disk& disk, const Clock& clock, const std::string& path);

// Only the records.
Result<std::vector<Record>> look_at_journal(Disk& disk, const Clock& clock,
                                            const std::string& path);

}  // namespace godwit::run
