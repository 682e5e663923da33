#include "rehearse/world.h"

#include "rehearse/allowance.h"

namespace godwit::rehearse {
namespace {

// Users stop this long before a pass ends, so that what is under way can arrive.
constexpr Duration calm = hours(1);

}  // namespace

World::World(const plan::Plan& plan, const plan::Graph& graph, const account::Account& account,
             const PassOptions& options)
    : plan_(plan),
      graph_(graph),
      account_(account),
      options_(options),
      env_(account.starts, options.seed),
      lab_({env_.clock, env_.scheduler, env_.random}, account),
      auditor_(lab_),
      workload_(lab_, plan.read_through),
      // The engine works from the source: a target that goes dark must not blind its guard.
      http_(lab_.internet().http_from(plan.source)),
      resolver_(lab_.internet().resolver()),
      schedule_(options.faults, env_.clock, env_.scheduler, env_.random),
      lab_faults_(schedule_, lab_),
      stale_reads_(env_.clock),
      machine_(Machine::is_needed(plan)
                   ? std::make_unique<Machine>(env_.clock, env_.disk, schedule_, plan,
                                               options.files ? *options.files : Files())
                   : nullptr),
      consumers_(machine_ ? std::make_unique<LiveConsumers>(lab_, *machine_, plan) : nullptr),
      surroundings_{env_,           lab_,
                    graph_,         schedule_,
                    stale_reads_,   *http_,
                    *resolver_,     options.journal_path,
                    machine_.get(), consumers_.get()},
      lives_(surroundings_, {.run = fmt::format("{}-{}", plan.name, options.seed),
                             .cuts = options.cuts,
                             .last_disk = options.last_disk,
                             .expected = options.expected}),
      operator_(surroundings_, lives_,
                {.roll_back_at = options.roll_back_at,
                 .roll_back_after = options.roll_back_after,
                 .persist = options.persist,
                 .horizon = account.starts + plan.policy.duration - calm}) {
  if (machine_) machine_->on_change([this] { consumers_->look(); });
  workload_.take_stock(auditor_, plan.source);
  workload_.users().on_request([this](const lab::Sighting& sighting) { on_request(sighting); });
  lives_.on_record([this](const run::Record& record) { on_record(record); });
  lives_.on_wait([this](const Waited& waited) { on_wait(waited); });
  schedule_.start();
}

World::~World() = default;

std::map<std::string, std::string> World::file_digests() const {
  return machine_ ? machine_->digests({options_.journal_path})
                  : std::map<std::string, std::string>();
}

void World::on_record(const run::Record& record) {
  if (record.kind == run::RecordKind::step_begun) schedule_.step_begun(record.step);
  operator_.on_record(record);
}

void World::on_wait(const Waited& waited) {
  waits_.push_back(waited);
  operator_.on_wait(waited);
}

// The moment when the target answers a user for the first time.
void World::on_request(const lab::Sighting& sighting) {
  if (arrival_ || !sighting.answered || sighting.region < 0) return;
  if (workload_.users().regions()[static_cast<std::size_t>(sighting.region)] != plan_.target)
    return;
  arrival_ = Arrival{sighting, {}};
  Evidence so_far;
  so_far.started = account_.starts;
  so_far.ended = env_.clock.now();
  so_far.faults = options_.faults;
  so_far.fault_begins = schedule_.begins();
  if (lives_.has_current()) so_far.journal = lives_.current().engine().journal().records();
  const Time until = replicated_until(plan_, so_far, env_.clock.now());
  for (const std::string& store : workload_.stores()) {
    Contents source = auditor_.contents(bucket_of(account_, store, plan_.source), false);
    arrival_->stores[store] =
        auditor_.compare(source, bucket_of(account_, store, plan_.target), until);
  }
}

bool World::over() const {
  const Time horizon = account_.starts + plan_.policy.duration;
  if (env_.clock.now() >= horizon - calm) return true;
  if (!lives_.has_current() || !lives_.current().engine().alive()) return false;
  const Engine& engine = lives_.current().engine();
  const run::RunState& state = engine.executor().state();
  if (state.outcome != run::Outcome::rolled_back) return false;
  // A full way back has waited until nobody comes to the target with an old answer any more. One in
  // part has not, and nobody would switch the target off before.
  if (!state.way_back.is_partial()) return true;
  Duration quiet{};
  for (const plan::Traffic& traffic : plan_.traffic) quiet = std::max(quiet, traffic.quiet);
  return env_.clock.now() >= engine.journal().records().back().time + quiet;
}

Result<void> World::run_to_the_end() {
  const Time horizon = account_.starts + plan_.policy.duration - calm;
  workload_.start_users(horizon);
  TRY_VOID(lives_.begin());
  while (!over()) {
    env_.scheduler.run_until(std::min(env_.clock.now() + hours(1), horizon));
    if (lives_.broken()) return fail(*lives_.broken());
    if (operator_.broken()) return fail(*operator_.broken());
  }
  TRY_VOID(lives_.finish());
  workload_.users().stop();
  if (options_.persist) schedule_.heal();
  env_.scheduler.run_until(env_.clock.now() + calm);
  if (!lives_.has_current()) {
    return fail({ErrorKind::storage,
                 "carry the run out",
                 options_.journal_path,
                 "no process could open its journal to the end",
                 {}});
  }
  const run::Executor& executor = lives_.current().engine().executor();
  if (executor.halted() && options_.faults.empty()) return fail(*executor.failure());
  return {};
}

Result<Evidence> World::run() {
  Evidence evidence;
  evidence.pass = options_.name;
  evidence.stores = workload_.stores();
  evidence.regions = workload_.users().regions();
  evidence.started = env_.clock.now();
  evidence.faults = options_.faults;
  std::vector<aws::s3::BucketName> sources;
  for (const std::string& store : workload_.stores())
    sources.push_back(bucket_of(account_, store, plan_.source));
  const std::string& zone = plan_.traffic.empty() ? std::string() : plan_.traffic.front().zone.name;
  evidence.configuration_before = auditor_.configuration(zone, sources);
  if (consumers_) evidence.consumers_before = consumers_->places();
  evidence.files_before = file_digests();

  TRY_VOID(run_to_the_end());

  evidence.ended = env_.clock.now();
  const Engine& engine = lives_.current().engine();
  evidence.journal = engine.journal().records();
  evidence.outcome = engine.executor().state().outcome;
  evidence.failure = engine.executor().failure();
  for (const auto& trouble : schedule_.troubles()) {
    evidence.fault_counts.push_back(trouble->happened);
  }
  evidence.fault_begins = schedule_.begins();
  evidence.refusals = lives_.refused();
  evidence.takeovers = lives_.taken_over();
  evidence.waits = std::move(waits_);
  evidence.trail = auditor_.take_trail();
  if (machine_) {
    evidence.local_changes = machine_->changes();
    evidence.happened = machine_->happened();
    evidence.consumers_after = consumers_->places();
    evidence.consumer_views = consumers_->take_views();
    evidence.files_after = file_digests();
  }
  evidence.tenures = lives_.tenures();
  evidence.resources = auditor_.marked(engine.executor().state().run);
  evidence.old_items = workload_.users().old_items();
  evidence.configuration_after = auditor_.configuration(zone, sources);
  if (options_.snapshot) evidence.snapshot = lab_.snapshot();
  judge_the_end(evidence);
  evidence.history = workload_.users().take_history();
  evidence.users = workload_.users().count();
  evidence.hard_wired = workload_.users().hard_wired(evidence.started);
  evidence.still_hard_wired = workload_.users().hard_wired(evidence.ended);
  evidence.acknowledged_writes = workload_.users().acknowledged_writes();
  evidence.arrival = arrival_;
  evidence.events = env_.scheduler.executed();
  return evidence;
}

// The proof: the region that is no longer needed goes dark, and everybody asks for everything.
void World::judge_the_end(Evidence& evidence) {
  evidence.owner = where_answers_point();
  for (const std::string& store : workload_.stores()) {
    for (const account::Site& site : account_.workload.sites) {
      if (!site.stores.contains(store)) continue;
      const std::string& bucket = site.stores.at(store);
      std::string region = auditor_.region_of(bucket, account_.regions);
      if (!region.empty()) evidence.bucket_regions[bucket] = region;
    }
  }
  const std::string& owner = evidence.owner.empty() ? plan_.source : evidence.owner;
  for (const std::string& store : workload_.stores()) {
    evidence.kept[store] = auditor_.compare(workload_.stock().at(store),
                                            bucket_of(account_, store, owner), evidence.ended);
  }
  if (!evidence.owner.empty()) {
    evidence.switched_off = evidence.owner == plan_.source ? plan_.target : plan_.source;
    lab_.set_region_down(evidence.switched_off, true);
    // Longer than the slowest health check takes to notice, and its answers to expire.
    env_.scheduler.run_until(env_.clock.now() + minutes(15));
  }
  evidence.read_back = workload_.users().read_everything_back();
}

// The region that a hundred fresh answers name; empty if they do not agree.
std::string World::where_answers_point() {
  std::set<std::string> regions;
  for (int i = 0; i < 100; ++i) {
    auto answer = lab_.names().resolve(account_.workload.hostname);
    regions.insert(answer ? lab_.internet().region_at(answer->addresses.front()) : "");
  }
  return regions.size() == 1 ? *regions.begin() : std::string();
}

}  // namespace godwit::rehearse
