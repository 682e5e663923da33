// Files. Part of Env.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace godwit {

// An open file. Not shared between threads. Closed by its destructor.
class File {
 public:
  virtual ~File() = default;
  // Reads up to `length` bytes; less only at the end of the file.
  virtual Result<std::string> read(std::uint64_t offset, std::size_t length) = 0;
  // Writes all of it, or fails; after a failure the range's content is undefined.
  virtual Result<void> write(std::uint64_t offset, std::string_view bytes) = 0;
  virtual Result<void> truncate(std::uint64_t size) = 0;
  // What was written before is on stable storage when this returns, and only then.
  virtual Result<void> sync() = 0;
  virtual Result<std::uint64_t> size() = 0;
};

enum class OpenMode {
  read,    // must exist
  write,   // must exist
  create,  // made, with mode 0600, where it is missing
};

// What a folder holds.
struct FolderEntry {
  std::string name;  // without the folder's path
  bool folder = false;
  std::uint64_t size = 0;  // of a file, in bytes

  bool operator==(const FolderEntry&) const = default;
};

class Folder;  // env/folder.h

class Disk {
 public:
  virtual ~Disk() = default;
  // With `exclusive`, fails with ErrorKind::conflict while another holder has it open so.
  virtual Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode,
                                             bool exclusive = false) = 0;
  virtual Result<bool> exists(const std::string& path) = 0;
  // A folder for files, with mode 0700; not an error where it is there. Its parent must exist.
  virtual Result<void> make_folder(const std::string& path) = 0;
  virtual Result<void> remove(const std::string& path) = 0;  // not an error where it is missing
  // By name, in the order of bytes; ErrorKind::not_found where there is no such folder. Only what
  // can be read without surprise: no links to folders, which may lead in circles, and no devices,
  // pipes or sockets.
  virtual Result<std::vector<FolderEntry>> list(const std::string& folder) = 0;
  // The same held open, for who reads many files: env/folder.h.
  virtual Result<std::unique_ptr<Folder>> open_folder(const std::string& folder);
  // A number that is another one once a file's content has changed; 0: nobody can tell, for it
  // changed just now, or this disk has no such numbers. Fails as open() does.
  virtual Result<std::uint64_t> stamp(const std::string& path);
  // Atomic. The new name survives a crash once the directory is synced, which this does.
  virtual Result<void> rename(const std::string& from, const std::string& to) = 0;

  // For many files at once: nothing of these two is sure to survive a crash before sync_around().
  // Makes a file, in the place of any that has its name, with another one's mode and, where that
  // may be set, owner. ErrorKind::conflict where that one is a link.
  virtual Result<void> write_like(const std::string& path, std::string_view bytes,
                                  const std::string& model);
  virtual Result<void> rename_unsynced(const std::string& from, const std::string& to);  // atomic
  // All that was written or renamed before, in the file systems that these folders are in, is on
  // stable storage when this returns.
  virtual Result<void> sync_around(const std::vector<std::string>& folders);
};

// The whole of a file. At most `limit` bytes, else ErrorKind::invalid.
Result<std::string> read_file(Disk& disk, const std::string& path,
                              std::uint64_t limit = 64ULL << 20);

// Replaces a file as a whole: the old content or the new one, never a part. Mode 0600.
Result<void> write_file(Disk& disk, const std::string& path, std::string_view bytes);

}  // namespace godwit
