// This machine's file system. The disk may be used from any thread, each file from one at a time.
//
// Creation, removal and renaming sync the directory, so that they survive a crash. Exclusive means
// an advisory lock (flock) on the file: it binds those who ask for it, on this machine, and the
// kernel releases it when the process ends, however it ends.
#pragma once

#include "env/disk.h"

namespace godwit {

class RealDisk : public Disk {
 public:
  Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode,
                                     bool exclusive = false) override;
  Result<bool> exists(const std::string& path) override;
  Result<void> make_folder(const std::string& path) override;
  Result<std::vector<FolderEntry>> list(const std::string& folder) override;
  Result<std::unique_ptr<Folder>> open_folder(const std::string& folder) override;
  Result<std::uint64_t> stamp(const std::string& path) override;
  Result<void> remove(const std::string& path) override;
  Result<void> rename(const std::string& from, const std::string& to) override;
  Result<void> write_like(const std::string& path, std::string_view bytes,
                          const std::string& model) override;
  Result<void> rename_unsynced(const std::string& from, const std::string& to) override;
  Result<void> sync_around(const std::vector<std::string>& folders) override;
};

}  // namespace godwit
