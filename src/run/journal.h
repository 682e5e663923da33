// Journal: the append-only record of one run, and its only memory. The format is docs/journal.md.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "env/clock.h"
#include "env/disk.h"
#include "run/record.h"

struct sqlite3;
struct sqlite3_stmt;

namespace godwit::run {

class SqliteVfs;

// Not shared between threads. One holder at a time, across processes.
class Journal {
 public:
  // Opens a journal, or makes an empty one where there is no file, and verifies its chain. Errors:
  // corrupt (no journal, another version, or a broken chain, with the record's number), conflict
  // (another process has it), storage. Disk and clock outlive the journal.
  static Result<std::unique_ptr<Journal>> open(Disk& disk, const Clock& clock,
                                               const std::string& path);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  // On stable storage when this returns. After an error nothing more can be appended: what is there
  // stays readable, and a new process resumes from it.
  Result<void> append(RecordKind kind, const std::string& step, boost::json::object payload);

  // Everything so far, in order.
  const std::vector<Record>& records() const { return records_; }

 private:
  Journal(const Clock& clock, const std::string& path);
  Result<void> prepare();
  Result<void> load();
  std::unexpected<Error> failure(const std::string& operation) const;

  const Clock& clock_;
  std::string path_;
  std::unique_ptr<SqliteVfs> vfs_;
  sqlite3* database_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  bool broken_ = false;
  std::vector<Record> records_;
};

}  // namespace godwit::run
