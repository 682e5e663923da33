// JournalFile: a journal's SQLite database: its schema, its versions, its chain. docs/journal.md.
#pragma once

#include <memory>
#include <span>
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

// One thread at a time. Holds the file exclusively, across processes, for as long as it lives.
class JournalFile {
 public:
  // Opens the file, or makes an empty journal where there is none, and brings an older version up
  // to date. Errors: corrupt (no journal, a newer version), conflict (another process has it),
  // storage. Disk and clock outlive it.
  static Result<std::unique_ptr<JournalFile>> open(Disk& disk, const Clock& clock,
                                                   const std::string& path);
  // Moves what is in the log into the database, unless the file is sealed.
  ~JournalFile();
  JournalFile(const JournalFile&) = delete;
  JournalFile& operator=(const JournalFile&) = delete;

  // All records, verified one by one, and what they lie in. Error: corrupt, with the number of the
  // first that is wrong.
  Result<std::vector<Record>> read();

  // The version of the format that was found; the file has the newest now.
  int found_version() const { return found_version_; }

  // In one transaction; on stable storage when this returns.
  Result<void> write(std::span<const RecordText> records);

  // From now on nothing is written, not even by closing it.
  void seal();

 private:
  explicit JournalFile(const std::string& path);
  Result<void> prepare();
  Result<void> migrate();
  Result<std::vector<Record>> read_version(int version);
  Result<void> check_structure(int version, std::size_t records);
  std::unexpected<Error> failure(const std::string& operation) const;
  std::unexpected<Error> damaged(std::string cause) const;

  std::string path_;
  int found_version_ = 0;
  std::unique_ptr<SqliteVfs> vfs_;
  sqlite3* database_ = nullptr;
  sqlite3_stmt* begin_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  sqlite3_stmt* commit_ = nullptr;
};

}  // namespace godwit::run
