#include "env/disk.h"

#include <tuple>

#include "base/text.h"
#include "env/folder.h"

namespace godwit {

namespace {

constexpr std::size_t chunk_size = 1 << 20;

Result<void> write_and_rename(Disk& disk, const std::string& temporary, const std::string& path,
                              std::string_view bytes) {
  // Exclusive, so that two writers of one file do not write into each other's.
  const auto file = TRY(disk.open(temporary, OpenMode::create, true));
  TRY_VOID(file->truncate(0));  // somebody may have died here before
  TRY_VOID(file->write(0, bytes));
  TRY_VOID(file->sync());
  return disk.rename(temporary, path);
}

}  // namespace

Result<std::unique_ptr<Folder>> Disk::open_folder(const std::string& folder) {
  TRY_VOID(list(folder.empty() ? "." : folder));
  return folder_by_path(*this, folder);
}

Result<std::uint64_t> Disk::stamp(const std::string& path) {
  TRY_VOID(open(path, OpenMode::read));
  return 0;
}

// A disk without a better way does each at once, and durably.
Result<void> Disk::write_like(const std::string& path, std::string_view bytes,
                              const std::string& model) {
  TRY(open(model, OpenMode::read));
  const auto file = TRY(open(path, OpenMode::create));
  TRY_VOID(file->truncate(0));
  TRY_VOID(file->write(0, bytes));
  return file->sync();
}

Result<void> Disk::rename_unsynced(const std::string& from, const std::string& to) {
  return rename(from, to);
}

Result<void> Disk::sync_around(const std::vector<std::string>&) { return {}; }

Result<std::string> read_file(Disk& disk, const std::string& path, std::uint64_t limit) {
  const auto file = TRY(disk.open(path, OpenMode::read));
  // Not as much as size() says: it may grow, and some files do not know.
  std::string content;
  for (;;) {
    const std::string chunk = TRY(file->read(content.size(), chunk_size));
    content += chunk;
    if (content.size() > limit) {
      return fail({.kind = ErrorKind::invalid,
                   .operation = "read",
                   .subject = path,
                   .cause = "it is larger than " + format_bytes(limit),
                   .remedy = "check that this is the file that was meant"});
    }
    if (chunk.size() < chunk_size) return content;
  }
}

Result<void> write_file(Disk& disk, const std::string& path, std::string_view bytes) {
  const std::string temporary = path + ".new";
  const auto written = write_and_rename(disk, temporary, path, bytes);
  // A conflict means that it is another writer's.
  if (!written && written.error().kind != ErrorKind::conflict) {
    std::ignore = disk.remove(temporary);
  }
  return written;
}

}  // namespace godwit
