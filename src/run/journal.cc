#include "run/journal.h"

#include <sqlite3.h>

#include "base/encoding.h"
#include "run/sqlite_vfs.h"

namespace godwit::run {
namespace {

constexpr int application_id = 0x47445754;  // "GDWT"
constexpr int version = 1;

int execute(sqlite3* database, const std::string& sql) {
  return sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);
}

// The single integer that a pragma answers.
std::optional<std::int64_t> integer(sqlite3* database, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  std::optional<std::int64_t> result;
  if (sqlite3_prepare_v2(database, sql, -1, &statement, nullptr) == SQLITE_OK &&
      sqlite3_step(statement) == SQLITE_ROW) {
    result = sqlite3_column_int64(statement, 0);
  }
  sqlite3_finalize(statement);
  return result;
}

std::string text(sqlite3_stmt* statement, int column) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_blob(statement, column));
  return bytes
             ? std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)))
             : std::string();
}

}  // namespace

Journal::Journal(const Clock& clock, const std::string& path) : clock_(clock), path_(path) {}

Journal::~Journal() {
  sqlite3_finalize(insert_);
  sqlite3_close(database_);
}

Result<std::unique_ptr<Journal>> Journal::open(Disk& disk, const Clock& clock,
                                               const std::string& path) {
  std::unique_ptr<Journal> journal(new Journal(clock, path));
  journal->vfs_ = std::make_unique<SqliteVfs>(disk, clock);
  if (sqlite3_open_v2(path.c_str(), &journal->database_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                      journal->vfs_->name().c_str()) != SQLITE_OK) {
    return journal->failure("open journal");
  }
  TRY_VOID(journal->prepare());
  TRY_VOID(journal->load());
  return journal;
}

Result<void> Journal::prepare() {
  // Exclusive before anything is read: without shared memory WAL needs it.
  if (execute(database_, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA temp_store=MEMORY;") != SQLITE_OK) {
    return failure("open journal");
  }
  auto tables = integer(database_, "SELECT count(*) FROM sqlite_master");
  auto id = integer(database_, "PRAGMA application_id");
  auto found = integer(database_, "PRAGMA user_version");
  if (!tables || !id || !found) return failure("open journal");
  bool empty = *tables == 0 && *id == 0 && *found == 0;
  if (!empty && *id != application_id) {
    return fail({ErrorKind::corrupt, "open journal", path_,
                 "it is an SQLite database, but no journal of Godwit's",
                 "name another file; this one is left as it is"});
  }
  if (!empty && *found != version) {
    return fail({ErrorKind::corrupt, "open journal", path_,
                 fmt::format("it has format {}, this program reads format {}", *found, version),
                 "use the version of Godwit that wrote it; the file is left as it is"});
  }
  if (execute(database_, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;") != SQLITE_OK) {
    return failure("open journal");
  }
  if (empty && execute(database_,
                       fmt::format("BEGIN;"
                                   "CREATE TABLE record (sequence INTEGER PRIMARY KEY,"
                                   " time INTEGER NOT NULL, kind TEXT NOT NULL, step TEXT NOT NULL,"
                                   " payload TEXT NOT NULL, hash BLOB NOT NULL) STRICT;"
                                   "PRAGMA application_id={}; PRAGMA user_version={}; COMMIT;",
                                   application_id, version)) != SQLITE_OK) {
    return failure("create journal");
  }
  if (sqlite3_prepare_v2(database_, "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?)", -1, &insert_,
                         nullptr) != SQLITE_OK) {
    return failure("open journal");
  }
  return {};
}

Result<void> Journal::load() {
  sqlite3_stmt* select = nullptr;
  if (sqlite3_prepare_v2(database_,
                         "SELECT sequence, time, kind, step, payload, hash FROM record"
                         " ORDER BY sequence",
                         -1, &select, nullptr) != SQLITE_OK) {
    return failure("read journal");
  }
  std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> closer(select, sqlite3_finalize);
  std::string previous(32, '\0');
  int code;
  while ((code = sqlite3_step(select)) == SQLITE_ROW) {
    Record record;
    record.sequence = static_cast<std::uint64_t>(sqlite3_column_int64(select, 0));
    record.time = Time(Duration(sqlite3_column_int64(select, 1)));
    record.step = text(select, 3);
    record.hash = text(select, 5);
    auto kind = parse_record_kind(text(select, 2));
    boost::system::error_code error;
    boost::json::value payload = boost::json::parse(text(select, 4), error);
    bool readable = kind && !error && payload.is_object();
    if (readable) {
      record.kind = *kind;
      record.payload = std::move(payload.as_object());
    }
    std::uint64_t expected = records_.size() + 1;
    if (!readable || record.sequence != expected || chain_hash(previous, record) != record.hash) {
      return fail(
          {ErrorKind::corrupt, "verify journal", path_,
           fmt::format("record {} was changed, or one before it is missing", expected),
           "restore the file from a copy; nothing is done on a journal that does not verify"});
    }
    previous = record.hash;
    records_.push_back(std::move(record));
  }
  if (code != SQLITE_DONE) return failure("read journal");
  return {};
}

Result<void> Journal::append(RecordKind kind, const std::string& step,
                             boost::json::object payload) {
  if (broken_) {
    return fail({ErrorKind::storage, "append to journal", path_, "an earlier append has failed",
                 "mend the disk, then resume the run"});
  }
  Record record{records_.size() + 1, clock_.now(), kind, step, std::move(payload), {}};
  record.hash = chain_hash(records_.empty() ? std::string(32, '\0') : records_.back().hash, record);
  std::string_view kind_name = to_string(kind);
  std::string payload_text = canonical(record.payload);
  sqlite3_bind_int64(insert_, 1, static_cast<sqlite3_int64>(record.sequence));
  sqlite3_bind_int64(insert_, 2, record.time.time_since_epoch().count());
  sqlite3_bind_text(insert_, 3, kind_name.data(), static_cast<int>(kind_name.size()),
                    SQLITE_STATIC);
  sqlite3_bind_text(insert_, 4, step.data(), static_cast<int>(step.size()), SQLITE_STATIC);
  sqlite3_bind_text(insert_, 5, payload_text.data(), static_cast<int>(payload_text.size()),
                    SQLITE_STATIC);
  sqlite3_bind_blob(insert_, 6, record.hash.data(), static_cast<int>(record.hash.size()),
                    SQLITE_STATIC);
  int code = sqlite3_step(insert_);
  sqlite3_reset(insert_);
  if (code != SQLITE_DONE) {
    broken_ = true;
    return failure("append to journal");
  }
  records_.push_back(std::move(record));
  return {};
}

// The disk's own words, where it had any. Where the disk did well, what SQLite could not read was
// no journal, or a damaged one.
std::unexpected<Error> Journal::failure(const std::string& operation) const {
  if (!vfs_->last_error) {
    return fail({ErrorKind::corrupt, operation, path_, "it is no journal, or a damaged one",
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
