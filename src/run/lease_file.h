// LeaseFile: the small file beside a journal that says who may write it, and how far it has come.
// The format is docs/journal.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "env/disk.h"
#include "run/record.h"

namespace godwit::run {

std::string lease_path(const std::string& journal);

// One holder's time with a journal.
struct Tenure {
  std::uint64_t number = 0;  // of writings of it: the newest counts
  std::uint64_t fence = 0;   // larger than that of all holders before
  std::string holder;
  Time expires{};
  bool replacing = false;  // it has begun to put a copy in the journal's place
};

// The journal's last record that was on stable storage.
struct End {
  std::uint64_t sequence = 0;
  std::string hash;
};

// Whether these are all records that a journal has had, as far as is known of its end. Error:
// corrupt, with the number of the first that is missing or another.
Result<void> check_end(const std::string& journal, const std::vector<Record>& records,
                       const std::optional<End>& end);

// One thread at a time. Never replaced by another file, so that everybody reads the same.
class LeaseFile {
 public:
  // Made where it is missing.
  static Result<std::unique_ptr<LeaseFile>> open(Disk& disk, const std::string& journal);

  // Nothing where none was ever written, or none can be read.
  Result<std::optional<Tenure>> tenure();
  Result<std::optional<End>> end();

  // On stable storage when this returns; a crash leaves the one before.
  Result<void> write(const Tenure& tenure);
  // Not synced: after a power failure it may be an older one, or none.
  Result<void> write(const End& end);
  Result<void> sync() { return file_->sync(); }

  // Whether somebody has written a tenure since the last look or writing from here. Cheap.
  Result<bool> changed();

 private:
  explicit LeaseFile(std::unique_ptr<File> file) : file_(std::move(file)) {}

  std::unique_ptr<File> file_;
  std::string seen_;  // both tenures, as they were
};

}  // namespace godwit::run
