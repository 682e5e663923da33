#include "rehearse/power.h"

#include "aws/model.h"

namespace godwit::rehearse {
namespace {

std::unexpected<Error> dead() {
  return fail({ErrorKind::storage, "use the disk", {}, "the process was killed", {}});
}

class PoweredFile : public File {
 public:
  PoweredFile(std::unique_ptr<File> next, Power& power, bool journal)
      : next_(std::move(next)), power_(power), journal_(journal) {}
  Result<std::string> read(std::uint64_t offset, std::size_t length) override {
    if (!power_.on()) return dead();
    return next_->read(offset, length);
  }
  Result<void> write(std::uint64_t offset, std::string_view bytes) override {
    if (!lives_to_change()) return dead();
    return next_->write(offset, bytes);
  }
  Result<void> truncate(std::uint64_t size) override {
    if (!lives_to_change()) return dead();
    return next_->truncate(size);
  }
  Result<void> sync() override {
    if (!lives_to_change()) return dead();
    return next_->sync();
  }
  Result<std::uint64_t> size() override {
    if (!power_.on()) return dead();
    return next_->size();
  }

 private:
  bool lives_to_change() {
    if (!power_.on()) return false;
    return journal_ ? power_.lives_to_write() : power_.lives_to_change_a_file();
  }

  std::unique_ptr<File> next_;
  Power& power_;
  bool journal_;
};

}  // namespace

Result<std::unique_ptr<File>> PoweredDisk::open(const std::string& path, OpenMode mode,
                                                bool exclusive) {
  if (!power_.on() || (mode == OpenMode::create && !lives_to_change(path))) return dead();
  return std::make_unique<PoweredFile>(TRY(next_.open(path, mode, exclusive)), power_,
                                       is_journal(path));
}

Result<bool> PoweredDisk::exists(const std::string& path) {
  if (!power_.on()) return dead();
  return next_.exists(path);
}

Result<void> PoweredDisk::make_folder(const std::string& path) {
  if (!power_.on() || !lives_to_change(path)) return dead();
  return next_.make_folder(path);
}

Result<std::vector<FolderEntry>> PoweredDisk::list(const std::string& folder) {
  if (!power_.on()) return dead();
  return next_.list(folder);
}

Result<void> PoweredDisk::remove(const std::string& path) {
  if (!power_.on() || !lives_to_change(path)) return dead();
  return next_.remove(path);
}

Result<void> PoweredDisk::rename(const std::string& from, const std::string& to) {
  if (!power_.on() || !lives_to_change(to)) return dead();
  return next_.rename(from, to);
}

Result<void> PoweredDisk::write_like(const std::string& path, std::string_view bytes,
                                     const std::string& model) {
  if (!power_.on() || !lives_to_change(path)) return dead();
  return next_.write_like(path, bytes, model);
}

Result<void> PoweredDisk::rename_unsynced(const std::string& from, const std::string& to) {
  if (!power_.on() || !lives_to_change(to)) return dead();
  return next_.rename_unsynced(from, to);
}

Result<void> PoweredDisk::sync_around(const std::vector<std::string>& folders) {
  if (!power_.on() || !power_.lives_to_change_a_file()) return dead();
  return next_.sync_around(folders);
}

Result<aws::Response> PoweredCloud::send(const aws::Request& request) {
  if (!power_.on()) {
    return fail({ErrorKind::interrupted, "send request", {}, "the process was killed", {}});
  }
  auto response = next_.send(request);
  if (power_.armed() && !aws::reads_only(request.operation)) {
    power_.cut();
    return fail({ErrorKind::interrupted, "send request", {}, "the process was killed", {}});
  }
  return response;
}

Result<ProgramResult> PoweredPrograms::run(const std::vector<std::string>& arguments,
                                           Duration timeout) {
  if (!power_.on()) return dead();
  return next_.run(arguments, timeout);
}

}  // namespace godwit::rehearse
