// A disk that counts what is asked of it, and can do something else, or die, just before.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "env/disk.h"

namespace godwit::run::testing {

class WatchedDisk : public Disk {
 public:
  explicit WatchedDisk(Disk& next) : next_(next) {}

  // Called before each operation, with its number, from 1.
  std::function<void(int)> before;
  // From then on nothing has an effect any more.
  std::atomic<bool> dead = false;
  std::atomic<int> operations = 0;
  std::atomic<int> writes = 0;  // and truncations, removals, renamings
  std::atomic<int> syncs = 0;

  Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode,
                                     bool exclusive) override {
    TRY_VOID(ask());
    return std::make_unique<WatchedFile>(*this, TRY(next_.open(path, mode, exclusive)));
  }
  Result<bool> exists(const std::string& path) override {
    TRY_VOID(ask());
    return next_.exists(path);
  }
  Result<void> make_folder(const std::string& path) override {
    TRY_VOID(ask());
    return next_.make_folder(path);
  }
  Result<std::vector<FolderEntry>> list(const std::string& folder) override {
    TRY_VOID(ask());
    return next_.list(folder);
  }
  Result<void> remove(const std::string& path) override {
    TRY_VOID(ask());
    ++writes;
    return next_.remove(path);
  }
  Result<void> rename(const std::string& from, const std::string& to) override {
    TRY_VOID(ask());
    ++writes;
    return next_.rename(from, to);
  }

 private:
  class WatchedFile : public File {
   public:
    WatchedFile(WatchedDisk& disk, std::unique_ptr<File> next)
        : disk_(disk), next_(std::move(next)) {}
    Result<std::string> read(std::uint64_t offset, std::size_t length) override {
      TRY_VOID(disk_.ask());
      return next_->read(offset, length);
    }
    Result<void> write(std::uint64_t offset, std::string_view bytes) override {
      TRY_VOID(disk_.ask());
      ++disk_.writes;
      return next_->write(offset, bytes);
    }
    Result<void> truncate(std::uint64_t size) override {
      TRY_VOID(disk_.ask());
      ++disk_.writes;
      return next_->truncate(size);
    }
    Result<void> sync() override {
      TRY_VOID(disk_.ask());
      ++disk_.syncs;
      return next_->sync();
    }
    Result<std::uint64_t> size() override {
      TRY_VOID(disk_.ask());
      return next_->size();
    }

   private:
    WatchedDisk& disk_;
    std::unique_ptr<File> next_;
  };

  Result<void> ask() {
    if (dead) return fail({ErrorKind::storage, "use the disk", {}, "the process is dead", {}});
    const int number = ++operations;
    if (before) before(number);
    if (dead) return fail({ErrorKind::storage, "use the disk", {}, "the process is dead", {}});
    return {};
  }

  Disk& next_;
};

}  // namespace godwit::run::testing
