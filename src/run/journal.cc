#include "run/journal.h"

#include "run/journal_file.h"

namespace godwit::run {

Journal::Journal(const Clock& clock, const std::string& path, JournalOptions options)
    : clock_(clock), path_(path), options_(std::move(options)) {}

Journal::~Journal() {
  if (!writer_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  asked_.notify_one();
  writer_.join();
}

Result<std::unique_ptr<Journal>> Journal::open(Disk& disk, const Clock& clock,
                                               const std::string& path, JournalOptions options) {
  std::unique_ptr<Journal> journal(new Journal(clock, path, std::move(options)));
  journal->file_ = TRY(JournalFile::open(disk, clock, path));
  auto records = journal->file_->read();
  if (!records) {
    journal->file_->seal();
    return fail(records.error());
  }
  journal->records_ = std::move(*records);
  for (const Record& record : journal->records_) {
    journal->attempts_.count(record.kind, record.step);
  }
  journal->durable_ = journal->records_.size();
  if (journal->options_.writer_thread) {
    journal->writer_ = std::thread([journal = journal.get()] { journal->write_batches(); });
  }
  return journal;
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

// Without the mutex; one caller at a time.
Result<void> Journal::commit(const std::vector<RecordText>& batch) {
  auto written = file_->write(batch);
  if (!written) file_->seal();
  return written;
}

Result<void> Journal::check() {
  const std::lock_guard lock(mutex_);
  if (broken_) return fail(*broken_);
  return {};
}

Result<void> Journal::renew() { return check(); }

std::uint64_t Journal::durable() const {
  const std::lock_guard lock(mutex_);
  return durable_;
}

}  // namespace godwit::run
