#include "rehearse/operator.h"

#include "plan/least_time.h"
#include "run/requests.h"

namespace godwit::rehearse {
namespace {

// After a failure: until somebody has looked at it, and how often they try again.
constexpr Duration until_seen = hours(1);
constexpr int most_resumed = 3;
// Until somebody tries again what cannot be done just now.
constexpr Duration patience = minutes(1);

// "waiting for approval of go-live: ..." -> "go-live": what people read, too.
std::string gate_of(const std::string& why) {
  constexpr std::string_view words = "waiting for approval of ";
  if (!why.starts_with(words)) return {};
  return why.substr(words.size(), why.find(':') - words.size());
}

}  // namespace

Operator::Operator(const Surroundings& surroundings, Lives& lives, OperatorOptions options)
    : around_(surroundings), lives_(lives), options_(std::move(options)) {
  around_.schedule.on(FaultKind::roll_back,
                      [this](Trouble& trouble) { roll_back(trouble.fault.mode, &trouble); });
}

void Operator::at(Time time, Scheduler::Task task) {
  around_.env.scheduler.at(time, std::move(task));
}

void Operator::on_record(const run::Record& record) {
  if (record.kind == run::RecordKind::step_begun && !options_.roll_back_at.empty() &&
      record.step == options_.roll_back_at) {
    roll_back_at(around_.env.clock.now() + options_.roll_back_after, "full", nullptr);
  }
  if (record.kind == run::RecordKind::run_ended && record.payload.at("outcome") == "failed") {
    failed();
  }
}

void Operator::failed() {
  const Time now = around_.env.clock.now();
  const Time seen = std::max(now, around_.schedule.last_end()) + until_seen;
  // A way back that has begun is gone to its end.
  if (options_.persist && lives_.current().engine().executor().state().rolling_back) {
    return at(seen, [this] { resume(); });
  }
  const bool time_is_left = seen + plan::least_time(around_.graph) <= options_.horizon;
  if (options_.persist && resumed_ < most_resumed && time_is_left) {
    ++resumed_;
    at(seen, [this] { resume(); });
  } else if (options_.persist) {
    roll_back_at(seen, "full", nullptr);
  } else if (!options_.roll_back_at.empty()) {
    roll_back_at(now + until_seen, "full", nullptr);
  }
}

void Operator::resume() {
  if (auto begun = lives_.begin(); !begun) broken_ = begun.error();
}

void Operator::roll_back_at(Time time, const std::string& mode, Trouble* trouble) {
  at(time, [this, mode, trouble] { roll_back(mode, trouble); });
}

void Operator::roll_back(const std::string& mode, Trouble* trouble) {
  // The dead and the suspended cannot be asked now.
  if (!lives_.has_current() || !lives_.current().can_act()) {
    return roll_back_at(around_.env.clock.now() + patience, mode, trouble);
  }
  run::Executor& executor = lives_.current().engine().executor();
  if (executor.state().rolling_back) return;
  auto begun = executor.roll_back({.mode = run::parse_way_back(mode).value_or(run::WayBack::full),
                                   .to = {},
                                   .because = "the rehearsal wants to see the way back"});
  if (begun) {
    if (trouble != nullptr) ++trouble->happened;
    return;
  }
  // A disk that takes nothing now may later; whoever has the run then is asked again.
  if (begun.error().kind == ErrorKind::storage && !around_.schedule.troubles().empty()) {
    return roll_back_at(around_.env.clock.now() + patience, mode, trouble);
  }
  // The dead resume by themselves. A way back that somebody wanted at a time that chance has chosen
  // may be refused; nothing has happened then.
  const bool refused =
      begun.error().kind == ErrorKind::conflict || begun.error().kind == ErrorKind::invalid;
  if (lives_.current().engine().alive() && !executor.halted() && !(trouble && refused)) {
    broken_ = begun.error();
  }
}

void Operator::on_wait(const Waited& waited) {
  const std::string gate = gate_of(waited.why);
  if (gate.empty() || !asked_.insert(gate).second) return;
  Duration delay{};
  around_.schedule.each_active(FaultKind::late_approval, [&](Trouble& trouble) {
    ++trouble.happened;
    delay = std::max(delay, trouble.fault.amount);
  });
  at(around_.env.clock.now() + delay, [this, gate] { approve(gate); });
}

void Operator::approve(const std::string& gate) {
  // When the pass is over nobody sends users anywhere new.
  if (options_.horizon > Time{} && around_.env.clock.now() >= options_.horizon) return;
  bool never = false;
  around_.schedule.each_active(FaultKind::no_approval, [&](Trouble& trouble) {
    ++trouble.happened;
    never = true;
  });
  if (never) {
    return at(around_.env.clock.now() + hours(1), [this, gate] { approve(gate); });
  }
  // On the disk itself: somebody else's process writes.
  const auto asked =
      run::ask(around_.env.disk, around_.env.sleeper, run::requests_path(around_.journal_path),
               {.kind = run::RequestKind::approve,
                .gate = gate,
                .by = "the operator",
                .because = "it looks well",
                .time = around_.env.clock.now()});
  if (!asked) at(around_.env.clock.now() + patience, [this, gate] { approve(gate); });
}

}  // namespace godwit::rehearse
