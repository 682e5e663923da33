// WorkDisk: the disk as one process sees it: its journal, and all that lies beside that, on a disk
// of their own choice, and everything else on the machine's, which is told what has changed. So a
// rehearsal whose journal is on a real disk touches nothing else there.
#pragma once

#include "env/disk.h"
#include "rehearse/machine.h"

namespace godwit::rehearse {

class WorkDisk : public Disk {
 public:
  // The journal is all whose path begins so. `records` says how many of its records are durable.
  WorkDisk(Disk& journals, std::string journal, Machine& machine, std::string principal,
           std::function<std::uint64_t()> records)
      : journals_(journals),
        journal_(std::move(journal)),
        machine_(machine),
        principal_(std::move(principal)),
        records_(std::move(records)) {}

  Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode,
                                     bool exclusive) override;
  Result<bool> exists(const std::string& path) override { return of(path).exists(path); }
  Result<void> make_folder(const std::string& path) override { return of(path).make_folder(path); }
  Result<std::vector<FolderEntry>> list(const std::string& folder) override {
    return of(folder).list(folder);
  }
  Result<void> remove(const std::string& path) override;
  Result<void> rename(const std::string& from, const std::string& to) override;
  Result<void> write_like(const std::string& path, std::string_view bytes,
                          const std::string& model) override;
  Result<void> rename_unsynced(const std::string& from, const std::string& to) override;
  Result<void> sync_around(const std::vector<std::string>& folders) override {
    return machine_.disk().sync_around(folders);
  }

 private:
  bool is_journal(const std::string& path) const { return path.starts_with(journal_); }
  Disk& of(const std::string& path) { return is_journal(path) ? journals_ : machine_.disk(); }
  void changed(const std::string& path) { machine_.file_changed(principal_, path, records_()); }

  class WatchedFile;

  Disk& journals_;
  std::string journal_;
  Machine& machine_;
  std::string principal_;
  std::function<std::uint64_t()> records_;
};

}  // namespace godwit::rehearse
