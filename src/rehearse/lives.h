// Lives: the processes that carry one run out, one after another, and beside each other where
// somebody starts a second one: who dies when, who follows, who takes over from whom.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "rehearse/faults/disk_faults.h"
#include "rehearse/process.h"

namespace godwit::rehearse {

struct LivesOptions {
  std::string run;  // its name
  // Where processes die, in order; after each, the next begins a minute later.
  std::vector<Cut> cuts;
  // Where the last life keeps its journal; nullptr: on the simulated disk, like all others.
  Disk* last_disk = nullptr;
  // Compared with the journal of the life before the last, record by record: what `last_disk` has.
  const std::vector<run::Record>* expected = nullptr;
};

class Lives {
 public:
  // `schedule` brings crashes, stalls and second executors; so cuts may come from it, too.
  Lives(const Surroundings& surroundings, const LivesOptions& options);
  ~Lives();
  Lives(const Lives&) = delete;
  Lives& operator=(const Lives&) = delete;

  // Called for each record and each wait of whoever has the run.
  void on_record(std::function<void(const run::Record&)> listener) {
    on_record_ = std::move(listener);
  }
  void on_wait(std::function<void(const Waited&)> listener) { on_wait_ = std::move(listener); }

  // The first life, or the next where a run that had stopped is to go on. Errors: a journal that
  // cannot be opened or does not match, unless a fault may be why; then it is tried again later.
  Result<void> begin();

  // Whoever has the run now, or had it last; there may be none while one could not be begun.
  bool has_current() const { return current_ != nullptr; }
  Process& current() { return *current_; }
  const Process& current() const { return *current_; }
  // What went wrong that is no fault of the pass.
  const std::optional<Error>& broken() const { return broken_; }
  // At the end: what has been replayed is compared where no life came so far as to be cut off.
  Result<void> finish() const;

  // Who had the run when, in order.
  const std::vector<Tenure>& tenures() const { return tenures_; }
  // How often another process was refused, and how often it took over.
  std::size_t refused() const { return refused_; }
  std::size_t taken_over() const { return taken_over_; }

 private:
  Result<void> try_to_begin();
  Result<void> compare_with_expected() const;
  void attend(Process& process);
  void listen(Engine& engine);
  void begin_later(Duration delay);
  void died();
  void kill(Trouble& trouble);
  void stall(Trouble& trouble);
  void begin_second(Trouble& trouble);

  Surroundings around_;
  LivesOptions options_;
  DiskFaults disk_faults_;
  std::deque<Cut> cuts_;  // that are still to come
  bool replaying_;        // to where an earlier process of ours died
  std::unique_ptr<Process> current_;
  std::vector<std::unique_ptr<Process>> former_;  // that do not know it yet
  std::vector<Tenure> tenures_;
  std::size_t count_ = 0;
  bool planned_ = false;  // the next life
  std::size_t refused_ = 0;
  std::size_t taken_over_ = 0;
  std::function<void(const run::Record&)> on_record_;
  std::function<void(const Waited&)> on_wait_;
  std::optional<Error> broken_;
};

}  // namespace godwit::rehearse
