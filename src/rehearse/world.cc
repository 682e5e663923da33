#include "rehearse/world.h"

#include "aws/signature.h"

namespace godwit::rehearse {
namespace {

constexpr Duration restart_delay = minutes(1);
// Users stop this long before a pass ends, so that what is under way can arrive.
constexpr Duration calm = hours(1);
// After a failure: until somebody has looked at it, and how often they try again.
constexpr Duration until_seen = hours(1);
constexpr int most_resumed = 3;

// As whom the engine's n-th life signs: "engine", "engine 2" ...
std::string principal_of_life(std::size_t number) {
  return number == 0 ? "engine" : fmt::format("engine {}", number + 1);
}

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
      resolver_(lab_.internet().resolver()) {
  workload_.take_stock(auditor_, plan.source);
  workload_.users().on_request([this](const lab::Sighting& sighting) { on_request(sighting); });
  schedule_faults();
}

World::~World() = default;

void World::schedule_faults() {
  for (const Fault& fault : options_.faults) {
    if (!fault.step.empty()) continue;  // begins with its step: on_record
    env_.scheduler.at(env_.clock.now() + fault.after, [this, fault] { begin_fault(fault); });
  }
}

void World::begin_fault(const Fault& fault) {
  const auto site_state = [&fault] {
    if (fault.kind == FaultKind::slow_site) return lab::SiteState::slow;
    if (fault.kind == FaultKind::ailing_site) return lab::SiteState::ailing;
    return fault.kind == FaultKind::gone_site ? lab::SiteState::gone : lab::SiteState::failing;
  };
  if (fault.kind == FaultKind::region_down) {
    lab_.set_region_down(fault.subject, true);
  } else {
    lab_.internet().set_state(fault.subject, site_state(), fault.amount);
  }
  if (fault.lasts == Duration::zero()) return;
  last_fault_ends_ = std::max(last_fault_ends_, env_.clock.now() + fault.lasts);
  env_.scheduler.at(env_.clock.now() + fault.lasts, [this, fault] {
    if (fault.kind == FaultKind::region_down) {
      lab_.set_region_down(fault.subject, false);
    } else {
      lab_.internet().set_state(fault.subject, lab::SiteState::up);
    }
  });
}

// Begins the engine's next life.
Result<void> World::live() {
  bool last = lives_ >= options_.cuts.size();
  Disk& disk = last && options_.last_disk ? *options_.last_disk : env_.disk;
  if (last && options_.expected && engine_) TRY_VOID(compare_with_expected());
  engine_.reset();
  if (lives_ > 0) env_.disk.crash();
  engine_cloud_ = std::make_unique<aws::SigningCloud>(
      lab_.cloud(), lab_.introduce(principal_of_life(lives_)), env_.clock);
  Env env{env_.clock, env_.scheduler, env_.random,  disk,
          *http_,     *resolver_,     env_.sleeper, env_.programs};
  engine_ = TRY(Engine::open(env, *engine_cloud_, graph_, disk, options_.journal_path));
  engine_->on_each_record([this](const run::Record& record) { on_record(record); });
  engine_->on_each_wait([this](const Waited& waited) { waits_.push_back(waited); });
  if (!last) engine_->cut_at(options_.cuts[lives_], [this] { died(); });
  ++lives_;
  auto started = engine_->executor().start(fmt::format("{}-{}", plan_.name, options_.seed));
  if (!started && engine_->alive()) return started;  // killed at once: the next life follows
  return {};
}

Result<void> World::compare_with_expected() const {
  const auto& replayed = engine_->journal().records();
  for (std::size_t i = 0; i < options_.expected->size(); ++i) {
    if (i < replayed.size() && replayed[i].hash == (*options_.expected)[i].hash) continue;
    return fail({ErrorKind::conflict, "resume rehearsal", options_.journal_path,
                 fmt::format("record {} is not what this plan, account and seed give", i + 1),
                 "resume with the files, the seed and the version that the rehearsal began with"});
  }
  return {};
}

void World::died() {
  env_.scheduler.at(env_.clock.now() + restart_delay, [this] {
    if (auto lived = live(); !lived) broken_ = lived.error();
  });
}

void World::on_record(const run::Record& record) {
  if (record.kind == run::RecordKind::step_begun) {
    for (const Fault& fault : options_.faults) {
      if (fault.step != record.step) continue;
      env_.scheduler.at(env_.clock.now() + fault.after, [this, fault] { begin_fault(fault); });
    }
    if (record.step == options_.roll_back_at) {
      roll_back_time_ = env_.clock.now() + options_.roll_back_after;
    }
  }
  if (record.kind == run::RecordKind::run_ended && record.payload.at("outcome") == "failed")
    failed();
}

void World::failed() {
  const Time seen = std::max(env_.clock.now(), last_fault_ends_) + until_seen;
  if (options_.persist && resumed_ < most_resumed) {
    resume_time_ = seen;
  } else if (options_.persist) {
    roll_back_time_ = seen;
  } else if (!options_.roll_back_at.empty()) {
    roll_back_time_ = env_.clock.now() + until_seen;
  }
}

// The moment when the target answers a user for the first time.
void World::on_request(const lab::Sighting& sighting) {
  if (arrival_ || !sighting.answered || sighting.region < 0) return;
  if (workload_.users().regions()[static_cast<std::size_t>(sighting.region)] != plan_.target)
    return;
  arrival_ = Arrival{sighting, {}};
  for (const std::string& store : workload_.stores()) {
    Contents source = auditor_.contents(bucket_of(account_, store, plan_.source), false);
    arrival_->stores[store] = auditor_.compare(source, bucket_of(account_, store, plan_.target),
                                               env_.clock.now() - minutes(15));
  }
}

bool World::over() const {
  Time horizon = account_.starts + plan_.policy.duration;
  if (env_.clock.now() >= horizon - calm) return true;
  return engine_->alive() && engine_->executor().state().outcome == run::Outcome::rolled_back;
}

Result<void> World::run_to_the_end() {
  workload_.start_users(account_.starts + plan_.policy.duration - calm);
  TRY_VOID(live());
  Time horizon = account_.starts + plan_.policy.duration - calm;
  while (!over() && !broken_) {
    Time next = std::min(env_.clock.now() + hours(1), horizon);
    bool due = roll_back_time_ && env_.clock.now() >= *roll_back_time_;
    if (due) next = env_.clock.now() + restart_delay;  // the engine is dead: wait for its next life
    if (roll_back_time_ && !due) next = std::min(next, *roll_back_time_);
    if (resume_time_) next = std::min(next, std::max(*resume_time_, env_.clock.now()));
    env_.scheduler.run_until(next);
    if (resume_time_ && env_.clock.now() >= *resume_time_) {
      resume_time_.reset();
      ++resumed_;
      TRY_VOID(live());
    }
    if (roll_back_time_ && env_.clock.now() >= *roll_back_time_ && engine_->alive()) {
      roll_back_time_.reset();
      if (!engine_->executor().state().rolling_back) {
        auto begun =
            engine_->executor().roll_back({.because = "the rehearsal wants to see the way back"});
        if (!begun && engine_->alive()) return begun;  // the dead resume by themselves
      }
    }
  }
  if (broken_) return fail(*broken_);
  // The life that should have died where the journal on disk ends never came so far.
  if (options_.expected && lives_ <= options_.cuts.size()) TRY_VOID(compare_with_expected());
  workload_.users().stop();
  env_.scheduler.run_until(env_.clock.now() + calm);
  if (engine_->executor().halted()) return fail(*engine_->executor().failure());
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

  TRY_VOID(run_to_the_end());

  evidence.ended = env_.clock.now();
  evidence.journal = engine_->journal().records();
  evidence.outcome = engine_->executor().state().outcome;
  evidence.failure = engine_->executor().failure();
  evidence.waits = std::move(waits_);
  evidence.trail = auditor_.take_trail();
  evidence.resources = auditor_.marked(engine_->executor().state().run);
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
