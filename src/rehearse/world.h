// World: one pass of a rehearsal. A lab with an account's state, users at work, and the real engine
// carrying a graph out, in virtual time, until the end of the plan's duration or of a way back.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "account/account.h"
#include "env/simulated_env.h"
#include "lab/lab.h"
#include "plan/graph.h"
#include "plan/plan.h"
#include "rehearse/auditor.h"
#include "rehearse/evidence.h"
#include "rehearse/fault.h"
#include "rehearse/faults/lab_faults.h"
#include "rehearse/live_workload.h"
#include "rehearse/lives.h"
#include "rehearse/operator.h"

namespace godwit::rehearse {

struct PassOptions {
  std::uint64_t seed = 1;
  std::string name = "migration";
  std::vector<Fault> faults;
  // When the run is rolled back: so long after this step begins, or at once when the run fails.
  // Empty: never.
  std::string roll_back_at;
  Duration roll_back_after = hours(6);
  // When the run fails, somebody resumes it an hour after the faults are over, three times at most,
  // and rolls it back if that does not help.
  bool persist = false;
  // Where the engine dies, in order; after each, a new life resumes a minute later.
  std::vector<Cut> cuts;
  // Where the last life keeps its journal; nullptr: on the simulated disk, like all others.
  Disk* last_disk = nullptr;
  std::string journal_path = "/run.journal";
  // Compared with the journal of the life before the last, record by record: what `last_disk` has.
  const std::vector<run::Record>* expected = nullptr;
  bool snapshot = true;  // of the lab, at the end
  // What is on the machine's disk; nullptr: nothing. Outlives the pass.
  const Files* files = nullptr;
};

class World {
 public:
  // Everything referred to outlives the world.
  World(const plan::Plan& plan, const plan::Graph& graph, const account::Account& account,
        const PassOptions& options);
  ~World();

  // Runs the pass to its end. Errors are the engine's own: a journal that cannot be opened or does
  // not match. What goes wrong in the migration is evidence, not an error.
  Result<Evidence> run();

 private:
  void on_record(const run::Record& record);
  void on_wait(const Waited& waited);
  void on_request(const lab::Sighting& sighting);
  bool over() const;
  Result<void> run_to_the_end();
  void judge_the_end(Evidence& evidence);
  std::map<std::string, std::string> file_digests() const;
  std::string where_answers_point();

  const plan::Plan& plan_;
  const plan::Graph& graph_;
  const account::Account& account_;
  PassOptions options_;

  SimulatedEnv env_;
  lab::Lab lab_;
  Auditor auditor_;
  LiveWorkload workload_;
  std::unique_ptr<Http> http_;
  std::unique_ptr<Resolver> resolver_;
  Schedule schedule_;
  LabFaults lab_faults_;
  StaleReads stale_reads_;
  std::unique_ptr<Machine> machine_;
  std::unique_ptr<LiveConsumers> consumers_;
  Surroundings surroundings_;
  Lives lives_;
  Operator operator_;
  std::optional<Arrival> arrival_;
  std::vector<Waited> waits_;
};

}  // namespace godwit::rehearse
