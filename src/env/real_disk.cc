#include "env/real_disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <set>

#include "env/real_folder.h"
#include "env/system_error.h"

namespace godwit {

namespace {

// A file descriptor, closed with its owner.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

// Calls again what a signal interrupted.
template <class Call>
auto retried(Call call) {
  auto result = call();
  while (result == -1 && errno == EINTR) result = call();
  return result;
}

std::unexpected<Error> failure(std::string operation, std::string subject) {
  return fail(system_error(errno, std::move(operation), std::move(subject)));
}

std::string directory_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Result<void> sync_directory(const std::string& path) {
  const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  const Descriptor directory(retried([&] { return ::open(path.c_str(), flags); }));
  if (directory.number() < 0) return failure("open directory", path);
  if (retried([&] { return fsync(directory.number()); }) != 0) {
    return failure("sync directory", path);
  }
  return {};
}

class OpenFile : public File {
 public:
  OpenFile(Descriptor descriptor, std::string path)
      : descriptor_(std::move(descriptor)), path_(std::move(path)) {}

  Result<std::string> read(std::uint64_t offset, std::size_t length) override {
    std::string bytes(length, '\0');
    std::size_t done = 0;
    while (done < length) {
      const ssize_t count = retried([&] {
        return pread(descriptor_.number(), bytes.data() + done, length - done,
                     static_cast<off_t>(offset + done));
      });
      if (count < 0) return failure("read", path_);
      if (count == 0) break;
      done += static_cast<std::size_t>(count);
    }
    bytes.resize(done);
    return bytes;
  }

  Result<void> write(std::uint64_t offset, std::string_view bytes) override {
    TRY_VOID(check_sound("write"));
    while (!bytes.empty()) {
      const ssize_t count = retried([&] {
        return pwrite(descriptor_.number(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
      });
      if (count < 0) return failure("write", path_);
      bytes.remove_prefix(static_cast<std::size_t>(count));
      offset += static_cast<std::uint64_t>(count);
    }
    return {};
  }

  Result<void> truncate(std::uint64_t size) override {
    TRY_VOID(check_sound("truncate"));
    const auto length = static_cast<off_t>(size);
    if (retried([&] { return ftruncate(descriptor_.number(), length); }) != 0) {
      return failure("truncate", path_);
    }
    return {};
  }

  // After a failed sync Linux drops what it could not write and lets the next sync succeed. So one
  // failure is the end of this file: who goes on must open it again, and look what is there.
  Result<void> sync() override {
    TRY_VOID(check_sound("sync"));
    if (retried([&] { return fdatasync(descriptor_.number()); }) == 0) return {};
    sound_ = false;
    return failure("sync", path_);
  }

  Result<std::uint64_t> size() override {
    struct stat status;
    if (fstat(descriptor_.number(), &status) != 0) return failure("get the size of", path_);
    return static_cast<std::uint64_t>(status.st_size);
  }

 private:
  Result<void> check_sound(const char* operation) const {
    if (sound_) return {};
    return fail({.kind = ErrorKind::storage,
                 .operation = operation,
                 .subject = path_,
                 .cause = "an earlier sync of it failed, so its content is uncertain",
                 .remedy = "check the disk (dmesg), then start again"});
  }

  Descriptor descriptor_;
  std::string path_;
  bool sound_ = true;
};

// Opens the file, and syncs its directory if it was not there before.
Result<Descriptor> open_or_create(const std::string& path) {
  const auto open_with = [&](int flags) {
    return retried([&] { return ::open(path.c_str(), O_RDWR | O_CLOEXEC | flags, 0600); });
  };
  for (int attempt = 0;; ++attempt) {
    const int existing = open_with(0);
    if (existing >= 0) return Descriptor(existing);
    if (errno != ENOENT) return failure("open", path);
    const int made = open_with(O_CREAT | O_EXCL);
    if (made >= 0) {
      Descriptor descriptor(made);
      TRY_VOID(sync_directory(directory_of(path)));
      return descriptor;
    }
    // It appeared meanwhile; but a link that leads nowhere both is and is not there, for ever.
    if (errno != EEXIST || attempt == 10) return failure("create", path);
  }
}

Result<Descriptor> open_descriptor(const std::string& path, OpenMode mode) {
  if (mode == OpenMode::create) return open_or_create(path);
  const int flags = (mode == OpenMode::read ? O_RDONLY : O_RDWR) | O_CLOEXEC;
  Descriptor descriptor(retried([&] { return ::open(path.c_str(), flags); }));
  if (descriptor.number() < 0) return failure("open", path);
  return descriptor;
}

// Whether that name still leads to that file.
bool is_current(const Descriptor& descriptor, const std::string& path) {
  struct stat ours;
  struct stat named;
  return fstat(descriptor.number(), &ours) == 0 && stat(path.c_str(), &named) == 0 &&
         ours.st_dev == named.st_dev && ours.st_ino == named.st_ino;
}

}  // namespace

Result<std::unique_ptr<File>> RealDisk::open(const std::string& path, OpenMode mode,
                                             bool exclusive) {
  for (;;) {
    Descriptor descriptor = TRY(open_descriptor(path, mode));
    if (exclusive) {
      if (retried([&] { return flock(descriptor.number(), LOCK_EX | LOCK_NB); }) != 0) {
        return failure("lock", path);
      }
      // Between the two calls the file may have been replaced, and the lock would be on one that
      // nobody else will ever open.
      if (!is_current(descriptor, path)) continue;
    }
    return std::make_unique<OpenFile>(std::move(descriptor), path);
  }
}

Result<bool> RealDisk::exists(const std::string& path) {
  struct stat status;
  if (stat(path.c_str(), &status) == 0) return true;
  if (errno == ENOENT || errno == ENOTDIR) return false;
  return failure("look for", path);
}

Result<void> RealDisk::make_folder(const std::string& path) {
  if (mkdir(path.c_str(), 0700) == 0) return sync_directory(directory_of(path));
  struct stat status{};
  if (errno == EEXIST && stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return {};
  return failure("make folder", path);
}

Result<std::vector<FolderEntry>> RealDisk::list(const std::string& folder) {
  const std::unique_ptr<DIR, int (*)(DIR*)> open(opendir(folder.c_str()), closedir);
  if (open == nullptr) return failure("list", folder);
  std::vector<FolderEntry> entries;
  for (;;) {
    errno = 0;
    const dirent* next = readdir(open.get());
    if (next == nullptr) {
      if (errno != 0) return failure("list", folder);
      break;
    }
    const std::string name = next->d_name;
    if (name == "." || name == "..") continue;
    const int descriptor = dirfd(open.get());
    struct stat own;
    struct stat status;
    // What went away meanwhile, or is a link to nowhere, is not there.
    if (fstatat(descriptor, name.c_str(), &own, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (fstatat(descriptor, name.c_str(), &status, 0) != 0) continue;
    if (S_ISDIR(own.st_mode)) {
      entries.push_back({name, true, 0});
    } else if (S_ISREG(status.st_mode)) {
      entries.push_back({name, false, static_cast<std::uint64_t>(status.st_size)});
    }
  }
  std::ranges::sort(entries, {}, &FolderEntry::name);
  return entries;
}

Result<std::unique_ptr<Folder>> RealDisk::open_folder(const std::string& folder) {
  return open_real_folder(folder);
}

Result<std::uint64_t> RealDisk::stamp(const std::string& path) { return real_stamp(path); }

Result<void> RealDisk::remove(const std::string& path) {
  if (unlink(path.c_str()) != 0) {
    if (errno == ENOENT) return {};
    return failure("remove", path);
  }
  return sync_directory(directory_of(path));
}

Result<void> RealDisk::rename(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) return failure("rename", from + " to " + to);
  TRY_VOID(sync_directory(directory_of(to)));
  if (directory_of(from) != directory_of(to)) return sync_directory(directory_of(from));
  return {};
}

Result<void> RealDisk::write_like(const std::string& path, std::string_view bytes,
                                  const std::string& model) {
  struct stat status;
  if (lstat(model.c_str(), &status) != 0) return failure("look at", model);
  if (!S_ISREG(status.st_mode)) {
    return fail({.kind = ErrorKind::conflict,
                 .operation = "replace",
                 .subject = model,
                 .cause = "it is a link, or no file at all",
                 .remedy = "name the file that it leads to"});
  }
  // Never through a link that somebody has laid there.
  if (unlink(path.c_str()) != 0 && errno != ENOENT) return failure("remove", path);
  const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
  const Descriptor made(retried([&] { return ::open(path.c_str(), flags, 0600); }));
  if (made.number() < 0) return failure("create", path);
  while (!bytes.empty()) {
    const ssize_t count =
        retried([&] { return ::write(made.number(), bytes.data(), bytes.size()); });
    if (count < 0) return failure("write", path);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  // Only root may give a file away; to a group of its own anybody may.
  struct stat own;
  if (fstat(made.number(), &own) != 0) return failure("look at", path);
  if (own.st_uid != status.st_uid || own.st_gid != status.st_gid) {
    if (fchown(made.number(), status.st_uid, status.st_gid) != 0 &&
        fchown(made.number(), static_cast<uid_t>(-1), status.st_gid) != 0) {
      // It stays ours, as with every program that replaces a file.
    }
  }
  if (fchmod(made.number(), status.st_mode & 07777) != 0) return failure("set the mode of", path);
  return {};
}

Result<void> RealDisk::rename_unsynced(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) return failure("rename", from + " to " + to);
  return {};
}

Result<void> RealDisk::sync_around(const std::vector<std::string>& folders) {
  std::set<dev_t> synced;
  for (const std::string& folder : folders) {
    struct stat status;
    if (stat(folder.c_str(), &status) != 0) return failure("look at", folder);
    if (!synced.insert(status.st_dev).second) continue;
    const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    const Descriptor directory(retried([&] { return ::open(folder.c_str(), flags); }));
    if (directory.number() < 0) return failure("open directory", folder);
    // One call for thousands of files. It tells of failed writes since Linux 5.8.
    if (retried([&] { return syncfs(directory.number()); }) != 0) {
      return failure("sync the file system of", folder);
    }
  }
  return {};
}

}  // namespace godwit
