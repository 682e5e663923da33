// FaultyDisk: a Disk on which syncs fail. What was to be synced stays readable and is not durable,
// as on Linux. (A disk that is full, and what a crash leaves behind, are SimulatedDisk's own.)
#pragma once

#include "env/disk.h"
#include "rehearse/faults/schedule.h"

namespace godwit::rehearse {

class FaultyDisk : public Disk {
 public:
  // Both outlive it; the schedule outlives its files too.
  FaultyDisk(Disk& next, Schedule& schedule) : next_(next), schedule_(schedule) {}

  Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode,
                                     bool exclusive) override;
  Result<bool> exists(const std::string& path) override { return next_.exists(path); }
  Result<void> make_folder(const std::string& path) override { return next_.make_folder(path); }
  Result<std::vector<FolderEntry>> list(const std::string& folder) override {
    return next_.list(folder);
  }
  Result<void> remove(const std::string& path) override { return next_.remove(path); }
  Result<void> rename(const std::string& from, const std::string& to) override {
    return next_.rename(from, to);
  }
  Result<void> write_like(const std::string& path, std::string_view bytes,
                          const std::string& model) override {
    return next_.write_like(path, bytes, model);
  }
  Result<void> rename_unsynced(const std::string& from, const std::string& to) override {
    return next_.rename_unsynced(from, to);
  }
  Result<void> sync_around(const std::vector<std::string>& folders) override;

 private:
  Disk& next_;
  Schedule& schedule_;
};

}  // namespace godwit::rehearse
