#include "run/journal_view.h"

#include "env/simulated_disk.h"
#include "run/journal.h"

namespace godwit::run {
namespace {

constexpr std::uint64_t largest = 1ULL << 30;
// A writer may fold the WAL into the database between the reading of one and of the other.
constexpr int most_tries = 5;

Result<void> copy(Disk& from, Disk& to, const std::string& path) {
  if (!TRY(from.exists(path))) return {};
  const std::string bytes = TRY(read_file(from, path, largest));
  auto file = TRY(to.open(path, OpenMode::create));
  return file->write(0, bytes);
}

}  // namespace

// SQLite reads a journal in WAL mode only under a lock, or where it may write. So it gets a copy.
Result<std::vector<Record>> look_at_journal(Disk& disk, const Clock& clock,
                                            const std::string& path) {
  auto file = TRY(disk.open(path, OpenMode::read));
  if (TRY(file->size()) == 0) {
    return fail(
        {ErrorKind::not_found, "open journal", path, "the file is empty", "name a run's journal"});
  }
  for (int tries = 1;; ++tries) {
    SimulatedDisk memory;
    TRY_VOID(copy(disk, memory, path));
    TRY_VOID(copy(disk, memory, path + "-wal"));
    auto journal = Journal::open(memory, clock, path);
    if (journal) return (*journal)->records();
    if (journal.error().kind != ErrorKind::corrupt || tries == most_tries) {
      return fail(journal.error());
    }
  }
}

}  // namespace godwit::run
