// Power: whether the simulated process that carries a run out is alive. When it is cut, its disk
// and its cloud answer nothing any more, so nothing it still tries has an effect: what kill -9
// does.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "aws/cloud.h"
#include "env/disk.h"
#include "env/programs.h"
#include "run/event.h"

namespace godwit::rehearse {

// Where a process dies: right after the record with this number is on stable storage. If that
// record is an intent, `effect` says whether its call still reaches the cloud, or what it does to
// files and programs is still done. With `file_changes`, files are changed so many times more, and
// not once again: a change of files in its middle.
struct Cut {
  std::uint64_t after_record = 0;
  bool effect = false;
  std::optional<std::uint32_t> file_changes = std::nullopt;
};

class Power {
 public:
  bool on() const { return on_; }
  void cut() { on_ = false; }
  // Dies once a call has changed the cloud; or, where files or programs are what is changed, before
  // anything of that is written down.
  void cut_after_next_change() { armed_ = true; }
  // The same, and instead of the change of a file after so many.
  void cut_after_file_changes(std::uint32_t count) {
    armed_ = true;
    file_changes_ = count;
  }
  bool armed() const { return armed_; }

  // Does the process live to change a file now?
  bool lives_to_change_a_file() {
    if (file_changes_ && (*file_changes_)-- == 0) on_ = false;
    return on_;
  }
  // Does it live to write into its journal?
  bool lives_to_write() {
    if (armed_) on_ = false;
    return on_;
  }

 private:
  bool on_ = true;
  bool armed_ = false;
  std::optional<std::uint32_t> file_changes_;
};

class PoweredDisk : public Disk {
 public:
  // The journal is all whose path begins so.
  PoweredDisk(Disk& next, Power& power, std::string journal)
      : next_(next), power_(power), journal_(std::move(journal)) {}
  Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode,
                                     bool exclusive) override;
  Result<bool> exists(const std::string& path) override;
  Result<void> make_folder(const std::string& path) override;
  Result<std::vector<FolderEntry>> list(const std::string& folder) override;
  Result<void> remove(const std::string& path) override;
  Result<void> rename(const std::string& from, const std::string& to) override;
  Result<void> write_like(const std::string& path, std::string_view bytes,
                          const std::string& model) override;
  Result<void> rename_unsynced(const std::string& from, const std::string& to) override;
  Result<void> sync_around(const std::vector<std::string>& folders) override;

 private:
  bool is_journal(const std::string& path) const { return path.starts_with(journal_); }
  bool lives_to_change(const std::string& path) {
    return is_journal(path) ? power_.lives_to_write() : power_.lives_to_change_a_file();
  }

  Disk& next_;
  Power& power_;
  std::string journal_;
};

class PoweredCloud : public aws::Cloud {
 public:
  PoweredCloud(aws::Cloud& next, Power& power) : next_(next), power_(power) {}
  Result<aws::Response> send(const aws::Request& request) override;

 private:
  aws::Cloud& next_;
  Power& power_;
};

class PoweredPrograms : public Programs {
 public:
  PoweredPrograms(Programs& next, const Power& power) : next_(next), power_(power) {}
  Result<ProgramResult> run(const std::vector<std::string>& arguments, Duration timeout) override;

 private:
  Programs& next_;
  const Power& power_;
};

}  // namespace godwit::rehearse
