#include "env/real_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "base/split_mix.h"
#include "base/text.h"
#include "env/system_error.h"

namespace godwit {
namespace {

constexpr std::size_t first_buffer = 256 << 10;
// A file's times come from a clock that moves in steps (a tick of the kernel; two seconds on FAT).
// What changes twice within one of them keeps its times: so nothing is known of a file that has
// changed within so many seconds.
constexpr std::int64_t settling_seconds = 3;

std::unexpected<Error> failure(std::string operation, std::string subject) {
  return fail(system_error(errno, std::move(operation), std::move(subject)));
}

std::uint64_t stamp_of(const struct stat& status) {
  timespec now{};
  clock_gettime(CLOCK_REALTIME_COARSE, &now);
  if (status.st_ctim.tv_sec > now.tv_sec - settling_seconds) return 0;
  std::uint64_t stamp = 0;
  const auto mix = [&](auto part) { stamp = split_mix(stamp ^ static_cast<std::uint64_t>(part)); };
  mix(status.st_dev);
  mix(status.st_ino);
  mix(status.st_size);
  mix(status.st_mtim.tv_sec);
  mix(status.st_mtim.tv_nsec);
  mix(status.st_ctim.tv_sec);
  mix(status.st_ctim.tv_nsec);
  return std::max<std::uint64_t>(stamp, 1);
}

class RealFolder : public Folder {
 public:
  RealFolder(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  RealFolder(const RealFolder&) = delete;
  RealFolder& operator=(const RealFolder&) = delete;
  ~RealFolder() override { close(descriptor_); }

  Result<std::vector<Entry>> list() override {
    std::vector<Entry> entries;
    alignas(dirent64) std::array<char, 32 << 10> block;
    if (std::exchange(listed_, true) && lseek(descriptor_, 0, SEEK_SET) < 0) {
      return failure("list", path_);
    }
    for (;;) {
      const ssize_t size = getdents64(descriptor_, block.data(), block.size());
      if (size < 0) return failure("list", path_);
      if (size == 0) break;
      for (ssize_t at = 0; at < size;) {
        const auto* entry = reinterpret_cast<const dirent64*>(block.data() + at);
        at += entry->d_reclen;
        const std::string_view name = entry->d_name;
        if (name == "." || name == "..") continue;
        unsigned char type = entry->d_type;
        if (type == DT_UNKNOWN) type = type_of(entry->d_name);
        if (type == DT_DIR || type == DT_REG)
          entries.push_back({std::string(name), type == DT_DIR});
      }
    }
    std::ranges::sort(entries, {}, &Entry::name);
    return entries;
  }

  Result<std::uint64_t> stamp() override {
    struct stat status;
    if (fstat(descriptor_, &status) != 0) return failure("look at", path_);
    return stamp_of(status);
  }

  Result<std::unique_ptr<Folder>> open(const std::string& name) override {
    const int descriptor =
        openat(descriptor_, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0) return failure("list", within(name));
    return std::make_unique<RealFolder>(descriptor, within(name));
  }

  Result<Content> read(const std::string& name, std::vector<char>& buffer, std::uint64_t limit,
                       bool with_stamp) override {
    // Not to wait, should there be a pipe of that name by now.
    const int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    const int file = openat(descriptor_, name.c_str(), flags);
    if (file < 0) return failure("open", within(name));
    auto content = read_open(file, name, buffer, limit, with_stamp);
    close(file);
    return content;
  }

  Result<std::uint64_t> stamp(const std::string& name) override {
    struct stat status;
    if (fstatat(descriptor_, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
      return failure("look at", within(name));
    }
    return stamp_of(status);
  }

 private:
  Result<Content> read_open(int file, const std::string& name, std::vector<char>& buffer,
                            std::uint64_t limit, bool with_stamp) {
    Content content;
    if (with_stamp) {
      struct stat status;
      if (fstat(file, &status) != 0) return failure("look at", within(name));
      content.stamp = stamp_of(status);
    }
    if (buffer.size() < first_buffer) buffer.resize(first_buffer);
    std::size_t size = 0;
    for (;;) {
      const ssize_t count = ::read(file, buffer.data() + size, buffer.size() - size);
      if (count < 0) {
        if (errno == EINTR) continue;
        return failure("read", within(name));
      }
      size += static_cast<std::size_t>(count);
      if (size > limit) return too_large(name, limit);
      // Of a file, less than there is room for is all there is: its end needs no call of its own.
      if (size < buffer.size()) break;
      struct stat status;
      if (fstat(file, &status) != 0) return failure("look at", within(name));
      const auto whole = static_cast<std::uint64_t>(status.st_size);
      if (whole > limit) return too_large(name, limit);
      // It may have grown; some files say that they have no size.
      buffer.resize(std::max<std::size_t>(whole + 1, 2 * size));
    }
    content.bytes = {buffer.data(), size};
    return content;
  }

  unsigned char type_of(const char* name) const {
    struct stat status;
    if (fstatat(descriptor_, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return DT_UNKNOWN;
    if (S_ISDIR(status.st_mode)) return DT_DIR;
    return S_ISREG(status.st_mode) ? DT_REG : DT_UNKNOWN;
  }

  std::unexpected<Error> too_large(const std::string& name, std::uint64_t limit) const {
    return fail({.kind = ErrorKind::invalid,
                 .operation = "read",
                 .subject = within(name),
                 .cause = "it is larger than " + format_bytes(limit),
                 .remedy = "check that this is the file that was meant"});
  }

  std::string within(const std::string& name) const {
    return path_.ends_with('/') ? path_ + name : path_ + '/' + name;
  }

  int descriptor_;
  std::string path_;
  bool listed_ = false;
};

}  // namespace

Result<std::unique_ptr<Folder>> open_real_folder(const std::string& path) {
  const std::string folder = path.empty() ? "." : path;
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return failure("list", folder);
  return std::make_unique<RealFolder>(descriptor, folder);
}

Result<std::uint64_t> real_stamp(const std::string& path) {
  struct stat status;
  if (stat(path.c_str(), &status) != 0) return failure("look at", path);
  return stamp_of(status);
}

}  // namespace godwit
