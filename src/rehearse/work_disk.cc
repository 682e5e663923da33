#include "rehearse/work_disk.h"

namespace godwit::rehearse {

class WorkDisk::WatchedFile : public File {
 public:
  WatchedFile(std::unique_ptr<File> next, std::string path, WorkDisk& disk)
      : next_(std::move(next)), path_(std::move(path)), disk_(disk) {}

  Result<std::string> read(std::uint64_t offset, std::size_t length) override {
    return next_->read(offset, length);
  }
  Result<void> write(std::uint64_t offset, std::string_view bytes) override {
    return told(next_->write(offset, bytes));
  }
  Result<void> truncate(std::uint64_t size) override { return told(next_->truncate(size)); }
  Result<void> sync() override { return next_->sync(); }
  Result<std::uint64_t> size() override { return next_->size(); }

 private:
  Result<void> told(Result<void> done) {
    if (done) disk_.changed(path_);
    return done;
  }

  std::unique_ptr<File> next_;
  std::string path_;
  WorkDisk& disk_;
};

Result<std::unique_ptr<File>> WorkDisk::open(const std::string& path, OpenMode mode,
                                             bool exclusive) {
  auto file = TRY(of(path).open(path, mode, exclusive));
  if (is_journal(path) || mode == OpenMode::read) return file;
  return std::make_unique<WatchedFile>(std::move(file), path, *this);
}

Result<void> WorkDisk::remove(const std::string& path) {
  TRY_VOID(of(path).remove(path));
  if (!is_journal(path)) changed(path);
  return {};
}

Result<void> WorkDisk::rename(const std::string& from, const std::string& to) {
  TRY_VOID(of(to).rename(from, to));
  if (!is_journal(to)) {
    changed(from);
    changed(to);
  }
  return {};
}

Result<void> WorkDisk::write_like(const std::string& path, std::string_view bytes,
                                  const std::string& model) {
  TRY_VOID(of(path).write_like(path, bytes, model));
  if (!is_journal(path)) changed(path);
  return {};
}

Result<void> WorkDisk::rename_unsynced(const std::string& from, const std::string& to) {
  TRY_VOID(of(to).rename_unsynced(from, to));
  if (!is_journal(to)) {
    changed(from);
    changed(to);
  }
  return {};
}

}  // namespace godwit::rehearse
