#include "run/journal_copy.h"

#include "env/simulated_disk.h"
#include "run/journal_file.h"
#include "run/lease_file.h"

namespace godwit::run {
namespace {

constexpr std::uint64_t largest = 1ULL << 32;
constexpr int most_tries = 100;
// With the salts, which change whenever the log begins anew: https://www.sqlite.org/fileformat.html
// (4.1).
constexpr std::size_t log_header = 32;

std::string log_path(const std::string& journal) { return journal + "-wal"; }

Result<std::string> read_if_there(Disk& disk, const std::string& path) {
  if (!TRY(disk.exists(path))) return std::string();
  return read_file(disk, path, largest);
}

Result<void> write_if_any(Disk& disk, const std::string& path, const std::string& bytes) {
  if (bytes.empty()) return {};
  const auto file = TRY(disk.open(path, OpenMode::create));
  return file->write(0, bytes);
}

}  // namespace

// As long as the log has not begun anew, it holds every page that may have gone from it into the
// database meanwhile. So a log that was read after the database makes it whole. The lease comes
// first, since the end that it names must not be later than what is read of the journal.
Result<void> copy_journal(Disk& from, Disk& to, const std::string& path) {
  const std::string lease = TRY(read_if_there(from, lease_path(path)));
  for (int tries = 1;; ++tries) {
    const std::string before = TRY(read_if_there(from, log_path(path)));
    const std::string database = TRY(read_file(from, path, largest));
    const std::string after = TRY(read_if_there(from, log_path(path)));
    if (before.substr(0, log_header) != after.substr(0, log_header)) {
      if (tries < most_tries) continue;
      return fail({ErrorKind::corrupt, "read journal", path,
                   "it changes faster than it can be read", "try again"});
    }
    TRY_VOID(write_if_any(to, path, database));
    TRY_VOID(write_if_any(to, log_path(path), after));
    return write_if_any(to, lease_path(path), lease);
  }
}

Result<void> replace_journal(Disk& disk, const Clock& clock, const std::string& path) {
  SimulatedDisk memory;
  TRY_VOID(copy_journal(disk, memory, path));
  {
    const auto copy = TRY(JournalFile::open(memory, clock, path));
    auto records = copy->read();
    if (!records) return fail(records.error());
  }  // closing moves the log into the database
  TRY_VOID(write_file(disk, path, TRY(read_file(memory, path, largest))));
  // Until the old log is gone, its pages are those of the new file, too.
  return disk.remove(log_path(path));
}

}  // namespace godwit::run
