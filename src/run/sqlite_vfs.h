// SqliteVfs: SQLite on Env's disk, so that a journal is as simulated, or as real, as everything
// else. https://www.sqlite.org/vfs.html
//
// It offers no shared memory, so a database in WAL mode has to be opened with
// `PRAGMA locking_mode=EXCLUSIVE` (https://www.sqlite.org/wal.html#noshm): one process at a time.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "env/clock.h"
#include "env/disk.h"

struct sqlite3_vfs;

namespace godwit::run {

// Registered with SQLite under a name of its own for as long as it lives; databases opened with it
// are closed before.
class SqliteVfs {
 public:
  SqliteVfs(Disk& disk, const Clock& clock);
  ~SqliteVfs();
  SqliteVfs(const SqliteVfs&) = delete;
  SqliteVfs& operator=(const SqliteVfs&) = delete;

  const std::string& name() const { return name_; }
  Disk& disk() { return disk_; }
  const Clock& clock() const { return clock_; }

  // What SQLite only knows as "disk I/O error": the disk's own error, if there was one.
  std::optional<Error> last_error;

  // From then on nothing is written, lengthened, cut or removed: every such attempt fails.
  std::atomic<bool> sealed = false;

 private:
  Disk& disk_;
  const Clock& clock_;
  std::string name_;
  std::unique_ptr<sqlite3_vfs> vfs_;
};

}  // namespace godwit::run
