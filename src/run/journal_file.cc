#include "run/journal_file.h"

#include <sqlite3.h>

#include "run/attempts.h"
#include "run/sqlite_vfs.h"

namespace godwit::run {
namespace {

constexpr int application_id = 0x47445754;  // "GDWT"
constexpr int newest_version = 2;

// As SQLite keeps it, to the letter.
constexpr const char* schema =
    "CREATE TABLE record (sequence INTEGER PRIMARY KEY, format INTEGER NOT NULL,"
    " time INTEGER NOT NULL, kind TEXT NOT NULL, step TEXT NOT NULL, attempt INTEGER NOT NULL,"
    " payload TEXT NOT NULL, hash BLOB NOT NULL) STRICT";
constexpr const char* schema_of_version_1 =
    "CREATE TABLE record (sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL, kind TEXT NOT NULL,"
    " step TEXT NOT NULL, payload TEXT NOT NULL, hash BLOB NOT NULL) STRICT";
constexpr const char* insertion = "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

int execute(sqlite3* database, const std::string& sql) {
  return sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);
}

Statement prepare_statement(sqlite3* database, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(database, sql, -1, &statement, nullptr);
  return Statement(statement);
}

// The single integer that a pragma answers.
std::optional<std::int64_t> integer(sqlite3* database, const char* sql) {
  const Statement statement = prepare_statement(database, sql);
  if (!statement || sqlite3_step(statement.get()) != SQLITE_ROW) return std::nullopt;
  return sqlite3_column_int64(statement.get(), 0);
}

std::string text(sqlite3_stmt* statement, int column) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_blob(statement, column));
  return bytes
             ? std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)))
             : std::string();
}

// Whether it runs to its end; ready for the next time either way.
bool run(sqlite3_stmt* statement) {
  const int code = sqlite3_step(statement);
  sqlite3_reset(statement);
  return code == SQLITE_DONE;
}

// The texts outlive the call.
bool insert(sqlite3_stmt* statement, const RecordText& record) {
  const auto bind_text = [&](int column, const std::string& value) {
    sqlite3_bind_text(statement, column, value.data(), static_cast<int>(value.size()),
                      SQLITE_STATIC);
  };
  sqlite3_bind_int64(statement, 1, static_cast<sqlite3_int64>(record.sequence));
  sqlite3_bind_int(statement, 2, record.format);
  sqlite3_bind_int64(statement, 3, record.time_us);
  bind_text(4, record.kind);
  bind_text(5, record.step);
  sqlite3_bind_int64(statement, 6, record.attempt);
  bind_text(7, record.payload);
  sqlite3_bind_blob(statement, 8, record.hash.data(), static_cast<int>(record.hash.size()),
                    SQLITE_STATIC);
  return run(statement);
}

}  // namespace

JournalFile::JournalFile(const std::string& path) : path_(path) {}

Result<std::unique_ptr<JournalFile>> JournalFile::open(Disk& disk, const Clock& clock,
                                                       const std::string& path) {
  std::unique_ptr<JournalFile> file(new JournalFile(path));
  file->vfs_ = std::make_unique<SqliteVfs>(disk, clock);
  // No mutex: one thread at a time is this class's own rule.
  if (sqlite3_open_v2(path.c_str(), &file->database_,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                      file->vfs_->name().c_str()) != SQLITE_OK) {
    auto failed = file->failure("open journal");
    file->seal();  // what is no journal is left as it is
    return failed;
  }
  if (auto prepared = file->prepare(); !prepared) {
    file->seal();
    return fail(prepared.error());
  }
  return file;
}

JournalFile::~JournalFile() {
  for (sqlite3_stmt* statement : {begin_, insert_, commit_}) sqlite3_finalize(statement);
  // Through the open file, never by name: the name may be another process's by now.
  if (database_ != nullptr && !vfs_->sealed) {
    execute(database_, "PRAGMA wal_checkpoint(TRUNCATE)");
  }
  sqlite3_close(database_);
}

void JournalFile::seal() { vfs_->sealed = true; }

Result<void> JournalFile::prepare() {
  // Exclusive before anything is read: without shared memory WAL needs it.
  if (execute(database_, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA temp_store=MEMORY;") != SQLITE_OK) {
    return failure("open journal");
  }
  auto tables = integer(database_, "SELECT count(*) FROM sqlite_master");
  auto id = integer(database_, "PRAGMA application_id");
  auto found = integer(database_, "PRAGMA user_version");
  if (!tables || !id || !found) return failure("open journal");
  const bool empty = *tables == 0 && *id == 0 && *found == 0;
  if (!empty && *id != application_id) {
    return fail({ErrorKind::corrupt, "open journal", path_,
                 "it is an SQLite database, but no journal of Godwit's",
                 "name another file; this one is left as it is"});
  }
  if (!empty && (*found < 1 || *found > newest_version)) {
    return fail({ErrorKind::corrupt, "open journal", path_,
                 fmt::format("it has format {}, this program reads formats up to {}", *found,
                             newest_version),
                 "use the version of Godwit that wrote it; the file is left as it is"});
  }
  if (execute(database_, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;") != SQLITE_OK) {
    return failure("open journal");
  }
  if (empty &&
      execute(database_, fmt::format("BEGIN; {}; PRAGMA application_id={}; PRAGMA user_version={};"
                                     "COMMIT;",
                                     schema, application_id, newest_version)) != SQLITE_OK) {
    return failure("create journal");
  }
  found_version_ = empty ? newest_version : static_cast<int>(*found);
  if (found_version_ < newest_version) TRY_VOID(migrate());
  begin_ = prepare_statement(database_, "BEGIN IMMEDIATE").release();
  insert_ = prepare_statement(database_, insertion).release();
  commit_ = prepare_statement(database_, "COMMIT").release();
  if (begin_ == nullptr || insert_ == nullptr || commit_ == nullptr) return failure("open journal");
  return {};
}

// From version 1. Its records keep their hashes and their rule: `format` says which. So the chain
// that was verified under version 1 is still the one that is verified.
Result<void> JournalFile::migrate() {
  const std::vector<Record> records = TRY(read_version(1));
  bool done =
      execute(database_, "BEGIN IMMEDIATE; ALTER TABLE record RENAME TO record_1;") == SQLITE_OK &&
      execute(database_, schema) == SQLITE_OK;
  if (done) {
    const Statement statement = prepare_statement(database_, insertion);
    const Statement old =
        prepare_statement(database_, "SELECT kind, payload FROM record_1 ORDER BY sequence");
    done = statement && old;
    for (const Record& record : records) {
      if (!done || sqlite3_step(old.get()) != SQLITE_ROW) {
        done = false;
        break;
      }
      RecordText line = text_of(record);
      line.format = 1;
      line.payload = text(old.get(), 1);  // as it was hashed, to the letter
      done = insert(statement.get(), line);
    }
  }
  done = done && execute(database_, fmt::format("DROP TABLE record_1; PRAGMA user_version={};"
                                                "COMMIT;",
                                                newest_version)) == SQLITE_OK;
  if (done) return {};
  auto failed = failure("migrate journal");
  execute(database_, "ROLLBACK");
  return failed;
}

Result<std::vector<Record>> JournalFile::read() { return read_version(newest_version); }

Result<std::vector<Record>> JournalFile::read_version(int version) {
  const Statement select = prepare_statement(
      database_, version == 1 ? "SELECT sequence, 1, time, kind, step, 0, payload, hash"
                                " FROM record ORDER BY sequence"
                              : "SELECT sequence, format, time, kind, step, attempt, payload, hash"
                                " FROM record ORDER BY sequence");
  if (!select) return failure("read journal");
  std::vector<Record> records;
  Attempts attempts;
  std::string previous = first_hash();
  int format = 1;
  int code;
  while ((code = sqlite3_step(select.get())) == SQLITE_ROW) {
    RecordText line{.format = sqlite3_column_int(select.get(), 1),
                    .sequence = static_cast<std::uint64_t>(sqlite3_column_int64(select.get(), 0)),
                    .time_us = sqlite3_column_int64(select.get(), 2),
                    .kind = text(select.get(), 3),
                    .step = text(select.get(), 4),
                    .attempt = static_cast<std::uint32_t>(sqlite3_column_int64(select.get(), 5)),
                    .payload = text(select.get(), 6),
                    .hash = text(select.get(), 7)};
    const auto kind = parse_record_kind(line.kind);
    boost::system::error_code error;
    boost::json::value payload = boost::json::parse(line.payload, error);
    const std::uint64_t expected = records.size() + 1;
    bool sound = kind && !error && payload.is_object() && line.sequence == expected &&
                 line.format >= format && line.format <= newest_version &&
                 chain_hash(previous, line) == line.hash;
    if (sound) {
      // Under version 1 no attempt was written, so none was hashed: it follows from the records.
      const std::uint32_t attempt = attempts.count(*kind, line.step);
      sound = version == 1 || line.attempt == attempt;
      line.attempt = attempt;
    }
    if (!sound) {
      return damaged(fmt::format("record {} was changed, or one before it is missing", expected));
    }
    format = line.format;
    previous = line.hash;
    records.push_back({line.sequence, Time(Duration(line.time_us)), *kind, std::move(line.step),
                       line.attempt, std::move(payload.as_object()), std::move(line.hash),
                       line.format});
  }
  if (code != SQLITE_DONE) {
    if (vfs_->last_error) return failure("read journal");
    return damaged(
        fmt::format("record {} cannot be read: {}", records.size() + 1, sqlite3_errmsg(database_)));
  }
  TRY_VOID(check_structure(version, records.size()));
  return records;
}

// What no hash covers, and what could still spoil records to come: where they are put, and how.
Result<void> JournalFile::check_structure(int version, std::size_t records) {
  const Statement table = prepare_statement(database_, "SELECT sql FROM sqlite_master");
  const Statement encoding = prepare_statement(database_, "PRAGMA encoding");
  // A bit of the file's header can make it one to read only.
  const bool as_made = sqlite3_db_readonly(database_, "main") == 0 && table &&
                       sqlite3_step(table.get()) == SQLITE_ROW &&
                       text(table.get(), 0) == (version == 1 ? schema_of_version_1 : schema) &&
                       sqlite3_step(table.get()) == SQLITE_DONE && encoding &&
                       sqlite3_step(encoding.get()) == SQLITE_ROW &&
                       text(encoding.get(), 0) == "UTF-8";
  const Statement check = prepare_statement(database_, "PRAGMA quick_check(1)");
  const bool sound =
      check && sqlite3_step(check.get()) == SQLITE_ROW && text(check.get(), 0) == "ok";
  if (vfs_->last_error) return failure("read journal");
  if (as_made && sound) return {};
  return damaged(
      fmt::format("the pages around its {} records, which verify, are damaged", records));
}

Result<void> JournalFile::write(std::span<const RecordText> records) {
  // A single insertion is a transaction by itself.
  const bool several = records.size() > 1;
  bool done = !several || run(begin_);
  for (std::size_t i = 0; done && i < records.size(); ++i) done = insert(insert_, records[i]);
  done = done && (!several || run(commit_));
  if (!done) return failure("append to journal");
  return {};
}

std::unexpected<Error> JournalFile::damaged(std::string cause) const {
  return fail({ErrorKind::corrupt, "verify journal", path_, std::move(cause),
               "restore the file from a copy; nothing is done on a journal that does not verify"});
}

// The disk's own words, where it had any. Where the disk did well, what SQLite could not read was
// no journal, or a damaged one.
std::unexpected<Error> JournalFile::failure(const std::string& operation) const {
  if (!vfs_->last_error) {
    return fail({ErrorKind::corrupt, operation, path_,
                 "no record of it can be read: it is no journal, or a damaged one",
                 "name another file, or restore it from a copy; it is left as it is"});
  }
  Error error = *vfs_->last_error;
  error.operation = operation;
  error.subject = path_;
  if (error.kind == ErrorKind::conflict) {
    error.cause = "another process is using it";
    error.remedy = "wait for the other process, or stop it";
  }
  return fail(std::move(error));
}

}  // namespace godwit::run
