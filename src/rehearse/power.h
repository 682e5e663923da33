// Power: whether the simulated process that carries a run out is alive. When it is cut, its disk
// and its cloud answer nothing any more, so nothing it still tries has an effect: what kill -9
// does.
#pragma once

#include <memory>

#include "aws/cloud.h"
#include "env/disk.h"
#include "run/event.h"

namespace godwit::rehearse {

// Where a process dies: right after the record with this number is on stable storage. If that
// record is an intent, `effect` says whether its call still reaches the cloud.
struct Cut {
  std::uint64_t after_record = 0;
  bool effect = false;
};

class Power {
 public:
  bool on() const { return on_; }
  void cut() { on_ = false; }
  void cut_after_next_change() { armed_ = true; }
  bool armed() const { return armed_; }

 private:
  bool on_ = true;
  bool armed_ = false;
};

class PoweredDisk : public Disk {
 public:
  PoweredDisk(Disk& next, const Power& power) : next_(next), power_(power) {}
  Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode,
                                     bool exclusive) override;
  Result<bool> exists(const std::string& path) override;
  Result<void> make_folder(const std::string& path) override;
  Result<std::vector<FolderEntry>> list(const std::string& folder) override;
  Result<void> remove(const std::string& path) override;
  Result<void> rename(const std::string& from, const std::string& to) override;

 private:
  Disk& next_;
  const Power& power_;
};

class PoweredCloud : public aws::Cloud {
 public:
  PoweredCloud(aws::Cloud& next, Power& power) : next_(next), power_(power) {}
  Result<aws::Response> send(const aws::Request& request) override;

 private:
  aws::Cloud& next_;
  Power& power_;
};

}  // namespace godwit::rehearse
