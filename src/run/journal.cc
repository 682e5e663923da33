#include "run/journal.h"

#include "run/journal_copy.h"
#include "run/journal_file.h"
#include "run/lease.h"

namespace godwit::run {

Journal::Journal(const Clock& clock, const std::string& path, JournalOptions options)
    : clock_(clock), path_(path), options_(std::move(options)) {}

Journal::~Journal() {
  if (writer_.joinable()) {
    {
      const std::lock_guard lock(mutex_);
      closing_ = true;
    }
    asked_.notify_one();
    writer_.join();
  }
  if (!file_) return;
  // Closing moves the log into the database; only the holder may.
  const bool ours = !broken_ && lease_->check();
  if (!ours) file_->seal();
  file_.reset();
  if (ours) std::ignore = lease_->sync();
}

Result<std::unique_ptr<Journal>> Journal::open(Disk& disk, const Clock& clock,
                                               const std::string& path, JournalOptions options) {
  std::unique_ptr<Journal> journal(new Journal(clock, path, std::move(options)));
  journal->lease_ =
      TRY(Lease::take(disk, clock, path, journal->options_.term, journal->options_.holder));
  if (journal->lease_->replacing()) TRY_VOID(replace_journal(disk, clock, path));
  // A journal that is not there is a new one, whatever there was under its name before.
  if (!TRY(disk.exists(path))) TRY_VOID(journal->lease_->forget_end());
  journal->file_ = TRY(JournalFile::open(disk, clock, path));
  if (auto loaded = journal->load(); !loaded) {
    journal->file_->seal();
    journal->broken_ = loaded.error();
    return fail(loaded.error());
  }
  if (journal->options_.writer_thread) {
    journal->writer_ = std::thread([journal = journal.get()] { journal->write_batches(); });
  }
  return journal;
}

Result<void> Journal::load() {
  records_ = TRY(file_->read());
  TRY_VOID(check_end(path_, records_, TRY(lease_->end())));
  std::uint64_t largest_fence = options_.least_fence - 1;
  for (const Record& record : records_) {
    attempts_.count(record.kind, record.step);
    const auto* fence = record.payload.if_contains("fence");
    if (fence != nullptr && fence->is_number()) {
      largest_fence = std::max(largest_fence, fence->to_number<std::uint64_t>());
    }
  }
  durable_ = records_.size();
  TRY_VOID(lease_->note_end({durable_, records_.empty() ? first_hash() : records_.back().hash}));
  return lease_->settle(largest_fence);
}

Result<Record> Journal::append(RecordKind kind, const std::string& step,
                               boost::json::object payload) {
  const std::lock_guard lock(mutex_);
  if (broken_) return fail(*broken_);
  Record record{records_.size() + 1, clock_.now(), kind, step, 0, std::move(payload), {}};
  record.attempt = attempts_.count(kind, step);
  RecordText text = text_of(record);
  text.hash = chain_hash(records_.empty() ? first_hash() : records_.back().hash, text);
  record.hash = text.hash;
  pending_.push_back(std::move(text));
  records_.push_back(record);
  return record;
}

// One batch at a time, and everything that has gathered while the one before was being written
// goes with the next. With a writer thread that is its work; without one, it is that of whoever
// comes first.
Result<void> Journal::sync() {
  std::unique_lock lock(mutex_);
  const std::uint64_t target = records_.size();
  while (!broken_ && durable_ < target) {
    if (writer_.joinable()) {
      wanted_ = std::max(wanted_, target);
      asked_.notify_one();
      committed_.wait(lock);
    } else if (committing_) {
      committed_.wait(lock);
    } else {
      committing_ = true;
      const std::vector<RecordText> batch = std::exchange(pending_, {});
      lock.unlock();
      const auto done = commit(batch);
      lock.lock();
      committing_ = false;
      if (done) {
        durable_ = batch.back().sequence;
      } else {
        broken_ = done.error();
      }
      committed_.notify_all();
    }
  }
  if (durable_ >= target) return {};
  return fail(*broken_);
}

void Journal::write_batches() {
  std::unique_lock lock(mutex_);
  for (;;) {
    asked_.wait(lock, [&] { return closing_ || (wanted_ > durable_ && !broken_); });
    if (closing_) return;
    const std::vector<RecordText> batch = std::exchange(pending_, {});
    lock.unlock();
    const auto done = commit(batch);
    lock.lock();
    if (done) {
      durable_ = batch.back().sequence;
    } else {
      broken_ = done.error();
    }
    committed_.notify_all();
  }
}

// Without the mutex; one caller at a time. Looked at before, the fence keeps this process from
// writing; looked at afterwards, it keeps it from believing what it wrote: whoever takes a journal
// over says so first, and copies what is there afterwards.
Result<void> Journal::commit(const std::vector<RecordText>& batch) {
  const auto write = [&]() -> Result<void> {
    TRY_VOID(lease_->check());
    TRY_VOID(file_->write(batch));
    TRY_VOID(lease_->check());
    return lease_->note_end({batch.back().sequence, batch.back().hash});
  };
  auto written = write();
  if (!written) file_->seal();
  return written;
}

Result<void> Journal::check() { return still_ours(&Lease::check); }
Result<void> Journal::renew() { return still_ours(&Lease::renew); }

Result<void> Journal::still_ours(Result<void> (Lease::*question)()) {
  {
    const std::lock_guard lock(mutex_);
    if (broken_) return fail(*broken_);
  }
  auto answer = (*lease_.*question)();
  if (answer) return {};
  file_->seal();
  const std::lock_guard lock(mutex_);
  if (!broken_) broken_ = answer.error();
  committed_.notify_all();
  return answer;
}

std::uint64_t Journal::fence() const { return lease_->fence(); }

std::uint64_t Journal::durable() const {
  const std::lock_guard lock(mutex_);
  return durable_;
}

}  // namespace godwit::run
