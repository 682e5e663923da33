#include "run/lease.h"

namespace godwit::run {
namespace {

// Whoever looks at the lease has it locked for some microseconds only; whoever takes it, for much
// longer.
constexpr int most_tries = 100;

Result<std::unique_ptr<File>> lock(Disk& disk, const std::string& journal) {
  for (int tries = 1;; ++tries) {
    auto file = disk.open(lease_path(journal), OpenMode::create, true);
    if (file || file.error().kind != ErrorKind::conflict || tries == most_tries) return file;
  }
}

// Whether a process has the journal open to write.
Result<bool> is_open(Disk& disk, const std::string& journal) {
  const auto file = disk.open(journal, OpenMode::write, true);
  if (file || file.error().kind == ErrorKind::not_found) return false;
  if (file.error().kind == ErrorKind::conflict) return true;
  return fail(file.error());
}

}  // namespace

Result<std::unique_ptr<Lease>> Lease::take(Disk& disk, const Clock& clock,
                                           const std::string& journal, Duration term,
                                           const std::string& holder) {
  std::unique_ptr<Lease> lease(new Lease(disk, clock, journal, term));
  auto locked = lock(disk, journal);
  if (!locked && locked.error().kind == ErrorKind::conflict) {
    return fail({ErrorKind::conflict, "open journal", journal,
                 "another process is just opening it, or renewing its lease",
                 "try again in a moment; if it stays so, that process hangs: stop it"});
  }
  lease->lock_ = TRY(std::move(locked));
  lease->file_ = TRY(LeaseFile::open(disk, journal));
  const std::optional<Tenure> before = TRY(lease->file_->tenure());
  const bool open = TRY(is_open(disk, journal));
  // Whoever was replacing had the lock that is ours now, so it is gone.
  const bool abandoned = before && before->replacing;
  if (open && !abandoned && (!before || clock.now() < before->expires)) {
    return lease->held_by(before.value_or(Tenure()));
  }
  if (before) lease->tenure_ = *before;
  ++lease->tenure_.number;
  ++lease->tenure_.fence;
  lease->tenure_.holder = holder;
  lease->tenure_.expires = clock.now() + term;
  lease->tenure_.replacing = open || abandoned;
  TRY_VOID(lease->file_->write(lease->tenure_));
  return lease;
}

Result<void> Lease::settle(std::uint64_t largest_fence) {
  // A lease file that was lost begins again at one; the journal knows better.
  const bool too_small = tenure_.fence <= largest_fence;
  if (too_small) tenure_.fence = largest_fence + 1;
  if (too_small || tenure_.replacing) {
    ++tenure_.number;
    tenure_.replacing = false;
    TRY_VOID(file_->write(tenure_));
  }
  lock_.reset();
  return {};
}

Result<void> Lease::check() {
  const std::lock_guard guard(mutex_);
  TRY_VOID(check_fence());
  if (tenure_.expires - clock_.now() >= term_ / 3) return {};
  return extend();
}

Result<void> Lease::renew() {
  const std::lock_guard guard(mutex_);
  TRY_VOID(check_fence());
  return extend();
}

Result<void> Lease::check_fence() {
  if (fenced_) return fail(*fenced_);
  if (!TRY(file_->changed())) return {};
  const std::optional<Tenure> now = TRY(file_->tenure());
  if (now && now->fence == tenure_.fence) return {};
  const std::string who = now && !now->holder.empty() ? now->holder : "another process";
  fenced_ = {ErrorKind::conflict,
             "write journal",
             journal_,
             fmt::format("{} has taken the run over; this process can write nothing more", who),
             "look at the run with `godwit status`; stop this process",
             "fenced"};
  return fail(*fenced_);
}

Result<void> Lease::extend() {
  const auto locked = lock(disk_, journal_);
  if (!locked) {
    if (locked.error().kind != ErrorKind::conflict) return fail(locked.error());
    // Somebody is looking, and will see that it is held. Or it has run out, and is being taken.
    if (clock_.now() < tenure_.expires) return {};
    return fail({ErrorKind::conflict, "write journal", journal_,
                 "its lease has run out, and another process is just taking it",
                 "look at the run with `godwit status`; stop this process", "fenced"});
  }
  TRY_VOID(check_fence());
  ++tenure_.number;
  tenure_.expires = clock_.now() + term_;
  return file_->write(tenure_);
}

Result<void> Lease::note_end(const End& end) {
  const std::lock_guard guard(mutex_);
  return file_->write(end);
}

Result<void> Lease::forget_end() {
  const std::lock_guard guard(mutex_);
  TRY_VOID(file_->write(End{}));
  return file_->sync();
}

Result<void> Lease::sync() {
  const std::lock_guard guard(mutex_);
  return file_->sync();
}

std::unexpected<Error> Lease::held_by(const Tenure& tenure) const {
  Error error{ErrorKind::conflict, "open journal", journal_, "another process is using it",
              "wait for the other process, or stop it"};
  if (!tenure.holder.empty()) {
    error.cause = fmt::format("another process is using it: {}", tenure.holder);
  }
  if (tenure.fence != 0) {
    error.cause += fmt::format("; its lease lasts until {}", format_time(tenure.expires));
    error.remedy = "wait for it, or stop it; it is taken over when its lease has run out";
  }
  return fail(std::move(error));
}

}  // namespace godwit::run
