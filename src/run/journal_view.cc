#include "run/journal_view.h"

#include "env/simulated_disk.h"
#include "run/journal_copy.h"
#include "run/journal_file.h"

namespace godwit::run {
namespace {

// A holder that is just beginning, or ending, may be caught between two files.
constexpr int most_tries = 5;

Result<JournalView> view_copy(Disk& memory, const Clock& clock, const std::string& path) {
  JournalView view;
  const auto lease = TRY(LeaseFile::open(memory, path));
  view.tenure = TRY(lease->tenure());
  view.end = TRY(lease->end());
  const auto file = TRY(JournalFile::open(memory, clock, path));
  view.records = TRY(file->read());
  view.version = file->found_version();
  TRY_VOID(check_end(path, view.records, view.end));
  return view;
}

}  // namespace

// SQLite reads a journal in WAL mode only under a lock, or where it may write. So it gets a copy.
Result<JournalView> view_journal(Disk& disk, const Clock& clock, const std::string& path) {
  const auto file = TRY(disk.open(path, OpenMode::read));
  if (TRY(file->size()) == 0) {
    return fail(
        {ErrorKind::not_found, "open journal", path, "the file is empty", "name a run's journal"});
  }
  for (int tries = 1;; ++tries) {
    SimulatedDisk memory;
    TRY_VOID(copy_journal(disk, memory, path));
    auto view = view_copy(memory, clock, path);
    if (view || view.error().kind != ErrorKind::corrupt || tries == most_tries) return view;
  }
}

Result<std::vector<Record>> look_at_journal(Disk& disk, const Clock& clock,
                                            const std::string& path) {
  return TRY(view_journal(disk, clock, path)).records;
}

}  // namespace godwit::run
