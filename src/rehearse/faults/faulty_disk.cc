#include "rehearse/faults/faulty_disk.h"

namespace godwit::rehearse {
namespace {

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
    return fail({ErrorKind::storage, "sync", path_, "input/output error",
                 "check the disk, then start again: what is not durable is not counted on"});
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

}  // namespace godwit::rehearse
