// Lease: the right to write a journal, held by one process at a time. docs/journal.md says what it
// promises, and why. After M. Kleppmann, "How to do distributed locking" (2016), with the journal's
// own file as what is fenced.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "env/clock.h"
#include "run/lease_file.h"

namespace godwit::run {

// check, renew and note_end may be called from any thread, once the lease is settled.
class Lease {
 public:
  // Takes the lease of a journal and keeps everybody else from doing so until it is settled.
  // Refused (conflict) where its holder lives and its time has not run out, and while another
  // process is just about to take it. Disk and clock outlive it.
  static Result<std::unique_ptr<Lease>> take(Disk& disk, const Clock& clock,
                                             const std::string& journal, Duration term,
                                             const std::string& holder);

  // Whether the holder before is alive, or may be: the journal must be replaced by a copy of itself
  // before it is opened (replace.h), so that whatever the other still writes goes nowhere.
  bool replacing() const { return tenure_.replacing; }
  // How far the journal had come, where that is known.
  Result<std::optional<End>> end() { return file_->end(); }
  // The journal is open and verifies; `largest_fence` is the largest it knows of.
  Result<void> settle(std::uint64_t largest_fence);

  std::uint64_t fence() const { return tenure_.fence; }

  // Whether it is still ours; near its end it is renewed, so that nobody can take it for a third of
  // a term. Error: conflict, with code "fenced", once another process has taken it.
  Result<void> check();
  // It lasts a term from now.
  Result<void> renew();
  Result<void> note_end(const End& end);
  // Before a journal is begun: what was noted of another under its name counts no more.
  Result<void> forget_end();
  // For the end of a tenure: what was noted last survives a power failure.
  Result<void> sync();

 private:
  Lease(Disk& disk, const Clock& clock, const std::string& journal, Duration term)
      : disk_(disk), clock_(clock), journal_(journal), term_(term) {}
  Result<void> check_fence();
  Result<void> extend();
  std::unexpected<Error> held_by(const Tenure& tenure) const;

  Disk& disk_;
  const Clock& clock_;
  const std::string journal_;
  const Duration term_;
  std::mutex mutex_;
  std::unique_ptr<LeaseFile> file_;
  std::unique_ptr<File> lock_;  // the same file, held exclusively
  Tenure tenure_;               // as it was last written
  std::optional<Error> fenced_;
};

}  // namespace godwit::run
