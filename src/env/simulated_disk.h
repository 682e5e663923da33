// A disk in memory that can crash and run full.
//
// What is written can be read at once, but survives a crash only after sync(). Creation, removal
// and renaming of a file are durable at once: the real disk syncs the directory for each, too. A
// file that was made and never synced is empty after a crash. What rename_unsynced() did is durable
// after a sync_around(), or once something durable happens to a name in the same folder.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "env/disk.h"
#include "env/random.h"

namespace godwit {

class SimulatedDisk : public Disk {
 public:
  using SyncHook = std::function<void(const std::string& path, std::uint64_t count)>;

  SimulatedDisk() = default;
  SimulatedDisk(const SimulatedDisk&) = delete;
  SimulatedDisk& operator=(const SimulatedDisk&) = delete;

  Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode,
                                     bool exclusive = false) override;
  Result<bool> exists(const std::string& path) override;
  Result<void> make_folder(const std::string& path) override;
  Result<std::vector<FolderEntry>> list(const std::string& folder) override;
  Result<std::uint64_t> stamp(const std::string& path) override;
  Result<void> remove(const std::string& path) override;
  Result<void> rename(const std::string& from, const std::string& to) override;
  Result<void> write_like(const std::string& path, std::string_view bytes,
                          const std::string& model) override;
  Result<void> rename_unsynced(const std::string& from, const std::string& to) override;
  Result<void> sync_around(const std::vector<std::string>& folders) override;

  // Everything that was not synced is gone. Files that are open now fail ever after, with
  // ErrorKind::storage, and hold nothing exclusively any more.
  void crash() { crash(nullptr); }
  // The same, but chance decides for each sector of 512 bytes that was written and not synced
  // whether it is there all the same, for each file whether its new length is, and for each name
  // whether it leads to what it was given: a disk writes what it holds back in any order.
  void crash_with_torn_writes(Random& chance) { crash(&chance); }

  // How much all files together may hold. What would grow them beyond fails with
  // ErrorKind::storage, and changes nothing.
  void set_capacity(std::uint64_t bytes) { capacity_ = bytes; }
  std::uint64_t used() const { return used_; }

  // Successful syncs so far. The hook is called after each; it may crash the disk, and then that
  // sync is done, but its caller is told of the crash.
  std::uint64_t sync_count() const { return sync_count_; }
  void on_sync(SyncHook hook) { hook_ = std::move(hook); }

  std::vector<std::string> paths() const;  // sorted

 private:
  class OpenFile;

  // How to take one write or truncation back.
  struct Undo {
    std::uint64_t size;    // of the file before it
    std::uint64_t offset;  // where these bytes stood
    std::string bytes;
  };
  struct Content {
    std::string path;  // the newest; for the hook and for errors
    std::string bytes;
    std::vector<Undo> undo;        // since the last sync, oldest first
    const File* holder = nullptr;  // that has it open exclusively
    bool removed = false;          // and takes no space any more
  };

  // A renaming that is not durable yet.
  struct Renaming {
    std::string from;
    std::string to;
    std::shared_ptr<Content> moved;
    std::shared_ptr<Content> replaced;  // or nullptr
  };

  void crash(Random* chance);
  void take_names_back(Random* chance);
  void settle(const std::string& path);
  void tear(Content& content, const std::string& latest, Random& chance);
  void resize(Content& content, std::uint64_t size);
  void unlink(Content& content);

  std::map<std::string, std::shared_ptr<Content>> files_;
  std::vector<Renaming> renamings_;  // oldest first
  std::uint64_t capacity_ = ~std::uint64_t{0};
  std::uint64_t used_ = 0;
  std::uint64_t crashes_ = 0;
  std::uint64_t sync_count_ = 0;
  SyncHook hook_;
};

}  // namespace godwit
