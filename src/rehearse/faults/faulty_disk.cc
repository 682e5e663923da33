#include "rehearse/faults/faulty_disk.h"

namespace godwit::rehearse {
namespace {

std::unexpected<Error> not_synced(const std::string& path) {
  return fail({ErrorKind::storage, "sync", path, "input/output error",
               "check the disk, then start again: what is not durable is not counted on"});
}

class FaultyFile : public File {
 public:
  FaultyFile(std::unique_ptr<File> next, std::string path, Schedule& schedule)
      : next_(std::move(next)), path_(std::move(path)), schedule_(schedule) {}

  Result<std::string> read(std::uint64_t offset, std::size_t length) override {
    return next_->read(offset, length);
  }
  Result<void> write(std::uint64_t offset, std::string_view bytes) override {
    return next_->write(offset, bytes);
  }
  Result<void> truncate(std::uint64_t size) override { return next_->truncate(size); }
  Result<void> sync() override {
    if (schedule_.strike(FaultKind::sync_errors) == nullptr) return next_->sync();
    return not_synced(path_);
  }
  Result<std::uint64_t> size() override { return next_->size(); }

 private:
  std::unique_ptr<File> next_;
  std::string path_;
  Schedule& schedule_;
};

}  // namespace

Result<std::unique_ptr<File>> FaultyDisk::open(const std::string& path, OpenMode mode,
                                               bool exclusive) {
  return std::make_unique<FaultyFile>(TRY(next_.open(path, mode, exclusive)), path, schedule_);
}

Result<void> FaultyDisk::sync_around(const std::vector<std::string>& folders) {
  if (schedule_.strike(FaultKind::sync_errors) == nullptr) return next_.sync_around(folders);
  return not_synced(folders.empty() ? std::string() : folders.front());
}

}  // namespace godwit::rehearse
