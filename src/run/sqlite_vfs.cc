#include "run/sqlite_vfs.h"

#include <sqlite3.h>

#include <atomic>
#include <cstring>
#include <new>

namespace godwit::run {
namespace {

// SQLite allocates szOsFile bytes and lets xOpen fill them in; `base` has to come first.
struct OpenFile {
  sqlite3_file base;
  File* file;
  SqliteVfs* vfs;
};

OpenFile* open_file(sqlite3_file* file) { return reinterpret_cast<OpenFile*>(file); }
SqliteVfs* owner(sqlite3_vfs* vfs) { return static_cast<SqliteVfs*>(vfs->pAppData); }

int keep(SqliteVfs* vfs, const Error& error, int code) {
  vfs->last_error = error;
  return code;
}

int refuse(SqliteVfs* vfs, int code) {
  if (!vfs->last_error) {
    vfs->last_error = Error{ErrorKind::storage, "write", {}, "the journal is sealed", {}};
  }
  return code;
}

int close(sqlite3_file* file) {
  delete open_file(file)->file;
  open_file(file)->file = nullptr;
  return SQLITE_OK;
}

int read(sqlite3_file* file, void* buffer, int amount, sqlite3_int64 offset) {
  auto bytes = open_file(file)->file->read(static_cast<std::uint64_t>(offset),
                                           static_cast<std::size_t>(amount));
  if (!bytes) return keep(open_file(file)->vfs, bytes.error(), SQLITE_IOERR_READ);
  std::memcpy(buffer, bytes->data(), bytes->size());
  if (bytes->size() == static_cast<std::size_t>(amount)) return SQLITE_OK;
  std::memset(static_cast<char*>(buffer) + bytes->size(), 0, amount - bytes->size());
  return SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, const void* buffer, int amount, sqlite3_int64 offset) {
  if (open_file(file)->vfs->sealed) return refuse(open_file(file)->vfs, SQLITE_IOERR_WRITE);
  auto written = open_file(file)->file->write(
      static_cast<std::uint64_t>(offset),
      {static_cast<const char*>(buffer), static_cast<std::size_t>(amount)});
  return written ? SQLITE_OK : keep(open_file(file)->vfs, written.error(), SQLITE_IOERR_WRITE);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (open_file(file)->vfs->sealed) return refuse(open_file(file)->vfs, SQLITE_IOERR_TRUNCATE);
  auto done = open_file(file)->file->truncate(static_cast<std::uint64_t>(size));
  return done ? SQLITE_OK : keep(open_file(file)->vfs, done.error(), SQLITE_IOERR_TRUNCATE);
}

int sync(sqlite3_file* file, int) {
  auto done = open_file(file)->file->sync();
  return done ? SQLITE_OK : keep(open_file(file)->vfs, done.error(), SQLITE_IOERR_FSYNC);
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  auto bytes = open_file(file)->file->size();
  if (!bytes) return keep(open_file(file)->vfs, bytes.error(), SQLITE_IOERR_FSTAT);
  *size = static_cast<sqlite3_int64>(*bytes);
  return SQLITE_OK;
}

// The disk's exclusive open is the lock; there is nobody to share with.
int lock(sqlite3_file*, int) { return SQLITE_OK; }
int check_lock(sqlite3_file*, int* reserved) {
  *reserved = 0;
  return SQLITE_OK;
}

// The log is never removed on closing, as that would go by its name, which may be another process's
// by then.
int control(sqlite3_file*, int operation, void* argument) {
  if (operation != SQLITE_FCNTL_PERSIST_WAL) return SQLITE_NOTFOUND;
  *static_cast<int*>(argument) = 1;
  return SQLITE_OK;
}

int sector_size(sqlite3_file*) { return 4096; }

// A write that is cut off by a power failure harms no byte outside of it: what SQLite assumes of
// every disk by default. Without this it fills each commit up to a whole sector with a second copy
// of its last page.
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

const sqlite3_io_methods io_methods = {
    1,    close,      read,    write,       truncate,        sync, file_size, lock,
    lock, check_lock, control, sector_size, characteristics,
};

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* opened = new (file) OpenFile{};
  opened->vfs = owner(vfs);
  // Temporary files have no name; journals never sort, so none is ever asked for.
  if (name == nullptr) return SQLITE_CANTOPEN;
  OpenMode mode = (flags & SQLITE_OPEN_CREATE)      ? OpenMode::create
                  : (flags & SQLITE_OPEN_READWRITE) ? OpenMode::write
                                                    : OpenMode::read;
  bool exclusive = (flags & SQLITE_OPEN_MAIN_DB) && mode != OpenMode::read;
  auto result = opened->vfs->disk().open(name, mode, exclusive);
  if (!result) return keep(opened->vfs, result.error(), SQLITE_CANTOPEN);
  opened->file = result->release();
  opened->base.pMethods = &io_methods;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int remove(sqlite3_vfs* vfs, const char* name, int) {
  if (owner(vfs)->sealed) return refuse(owner(vfs), SQLITE_IOERR_DELETE);
  auto done = owner(vfs)->disk().remove(name);
  return done ? SQLITE_OK : keep(owner(vfs), done.error(), SQLITE_IOERR_DELETE);
}

int access(sqlite3_vfs* vfs, const char* name, int, int* result) {
  auto exists = owner(vfs)->disk().exists(name);
  *result = exists && *exists;
  return exists ? SQLITE_OK : keep(owner(vfs), exists.error(), SQLITE_IOERR_ACCESS);
}

int full_pathname(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

// SQLite asks for randomness to name temporary files and to salt the WAL's checksums. A salt has to
// differ from the previous one only so that old frames are told from new ones, and the header's
// counter does that; constant bytes keep runs alike.
int randomness(sqlite3_vfs*, int size, char* out) {
  std::memset(out, 0x47, static_cast<std::size_t>(size));
  return size;
}

int sleep(sqlite3_vfs*, int) { return 0; }  // only asked while waiting for locks

int current_time(sqlite3_vfs* vfs, sqlite3_int64* julian_ms) {
  // Milliseconds since noon in Greenwich on 24 November 4714 BC.
  auto since_1970 =
      std::chrono::duration_cast<milliseconds>(owner(vfs)->clock().now().time_since_epoch());
  *julian_ms = 210866760000000LL + since_1970.count();
  return SQLITE_OK;
}

int no_system_error(sqlite3_vfs*, int, char*) { return 0; }

std::atomic<int> made = 0;

}  // namespace

SqliteVfs::SqliteVfs(Disk& disk, const Clock& clock)
    : disk_(disk),
      clock_(clock),
      name_("godwit-" + std::to_string(++made)),
      vfs_(std::make_unique<sqlite3_vfs>()) {
  vfs_->iVersion = 2;
  vfs_->szOsFile = sizeof(OpenFile);
  vfs_->mxPathname = 4096;
  vfs_->zName = name_.c_str();
  vfs_->pAppData = this;
  vfs_->xOpen = open;
  vfs_->xDelete = remove;
  vfs_->xAccess = access;
  vfs_->xFullPathname = full_pathname;
  vfs_->xRandomness = randomness;
  vfs_->xSleep = sleep;
  vfs_->xGetLastError = no_system_error;
  vfs_->xCurrentTimeInt64 = current_time;
  sqlite3_vfs_register(vfs_.get(), 0);
}

SqliteVfs::~SqliteVfs() { sqlite3_vfs_unregister(vfs_.get()); }

}  // namespace godwit::run
