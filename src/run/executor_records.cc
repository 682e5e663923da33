// The executor's records, those who hear of them, and those who ask for some.
#include "run/approvals.h"
#include "run/live.h"
#include "run/people.h"

namespace godwit::run {

Result<void> Executor::append(RecordKind kind, const std::string& step,
                              boost::json::object payload) {
  TRY_VOID(scribe_.append(kind, step, std::move(payload)));
  catch_up();
  return {};
}

// Makes everything so far durable, and tells of it.
Result<void> Executor::publish() {
  TRY_VOID(scribe_.sync());
  catch_up();
  return {};
}

// The state follows what is written; observers hear what is durable. What is written and not yet
// durable may be acted on, for every later record becomes durable after it.
void Executor::catch_up() {
  for (const auto& record : scribe_.take_written()) {
    const std::lock_guard lock(state_mutex_);
    state_.apply(*record);
  }
  for (const auto& record : scribe_.take_durable()) observer_.on_record(*record);
}

// Reads what people have asked for since, and comes back for more.
void Executor::hear_people() {
  people_task_ = 0;
  if (options_.requests.empty() || halted_ || stopped_ || ended()) return;
  people_task_ = env_.scheduler.at(env_.clock.now() + options_.requests_every, [this] {
    hear_people();
    proceed();
  });
  // A file that cannot be read now may be later; nothing depends on it meanwhile.
  const auto requests = requests_.read_new();
  if (!requests) return;
  bool heard = false;
  for (const RunRequest& request : *requests) {
    auto wish = wish_of(request, state_, graph_);
    if (!wish) continue;
    heard = true;
    if (auto written = append(wish->kind, {}, std::move(wish->payload)); !written) {
      return halt(written.error());
    }
  }
  if (!heard) return;
  run_waits_.clear();
  if (auto published = publish(); !published) return halt(published.error());
  for (const std::size_t position : unapproved_) due_.emplace(frontier_.place(position), position);
  unapproved_.clear();
}

// By a person before, or by whoever started this executor: then that is journalled now.
Result<bool> Executor::is_approved(const std::string& gate) {
  if (state_.approvals.contains(gate)) return true;
  for (const GivenApproval& given : options_.approvals) {
    if (given.gate != gate) continue;
    TRY_VOID(append(RecordKind::approved, {},
                    {{"gate", gate}, {"by", given.by}, {"because", given.because}}));
    TRY_VOID(publish());
    return true;
  }
  return false;
}

// Says in time that this process is alive. Whoever has lost the lease finds out at the next record,
// at the latest.
void Executor::keep_lease() {
  if (lease_task_ != 0) env_.scheduler.cancel(lease_task_);
  lease_task_ = 0;
  if (options_.lease_term == Duration::zero() || halted_ || stopped_ || ended()) return;
  lease_task_ = env_.scheduler.at(env_.clock.now() + options_.lease_term / 3, [this] {
    lease_task_ = 0;
    if (auto renewed = journal_.renew(); !renewed) return halt(renewed.error());
    keep_lease();
  });
}

// Tells observers of a wait, once per reason.
void Executor::say(const std::string& step, std::string& said, const std::string& why) {
  if (said == why) return;
  said = why;
  observer_.on_wait(env_.clock.now(), step, why);
}

}  // namespace godwit::run
