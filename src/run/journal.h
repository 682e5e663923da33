// Journal: the append-only record of one run, and its only memory. The format is docs/journal.md.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "env/clock.h"
#include "env/disk.h"
#include "run/attempts.h"
#include "run/record.h"

namespace godwit::run {

class JournalFile;
class Lease;

struct JournalOptions {
  // Of the lease: after so long without a sign of life, another process may take the run over.
  Duration term = minutes(1);
  // Who this is, in words for whoever is refused: "godwit apply, process 4711".
  std::string holder;
  // A thread of its own commits for all that wait. Without it, whoever calls sync() does.
  bool writer_thread = false;
  // The fence is at least this: for who lives a run's earlier lives again.
  std::uint64_t least_fence = 1;
};

// append, sync, check, renew and durable may be called from any thread; records only while nobody
// appends.
class Journal {
 public:
  // Opens a journal, or makes an empty one where there is no file, takes its lease and verifies its
  // chain. Errors: corrupt (no journal, a newer version, or a broken chain, with the record's
  // number), conflict (another process has it, and until when), storage. Disk and clock outlive the
  // journal.
  static Result<std::unique_ptr<Journal>> open(Disk& disk, const Clock& clock,
                                               const std::string& path,
                                               JournalOptions options = {});
  // What was appended and never synced is gone.
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  // Gives the record its number, time, attempt and hash, and keeps it for the next sync.
  Result<Record> append(RecordKind kind, const std::string& step, boost::json::object payload);

  // Everything appended so far is on stable storage when this returns, in one transaction with
  // whatever others have appended meanwhile. After an error nothing more is ever written: what is
  // there stays readable, and a new process resumes from it. Errors: storage; conflict where
  // another process has taken the run over.
  Result<void> sync();

  // Whether the run is still this process's to act on: call it before whatever cannot be taken
  // back.
  Result<void> check();
  // Says that this process is alive: the lease lasts a term from now.
  Result<void> renew();
  // The number of this tenure: each holder's is larger than those of all before.
  std::uint64_t fence() const;

  // The number of the last record that is on stable storage.
  std::uint64_t durable() const;

  // Everything appended so far, in order.
  const std::vector<Record>& records() const { return records_; }

 private:
  Journal(const Clock& clock, const std::string& path, JournalOptions options);
  Result<void> load();
  Result<void> commit(const std::vector<RecordText>& batch);
  Result<void> still_ours(Result<void> (Lease::*question)());
  void write_batches();

  const Clock& clock_;
  const std::string path_;
  const JournalOptions options_;
  std::unique_ptr<Lease> lease_;
  std::unique_ptr<JournalFile> file_;

  mutable std::mutex mutex_;
  std::condition_variable asked_;      // the writer: there is something to commit
  std::condition_variable committed_;  // whoever waits: look again
  std::vector<Record> records_;
  std::vector<RecordText> pending_;
  Attempts attempts_;
  std::uint64_t durable_ = 0;
  std::uint64_t wanted_ = 0;  // somebody waits for this record
  bool committing_ = false;
  bool closing_ = false;
  std::optional<Error> broken_;
  std::thread writer_;
};

}  // namespace godwit::run
