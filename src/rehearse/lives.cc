#include "rehearse/lives.h"

#include <algorithm>

namespace godwit::rehearse {
namespace {

constexpr Duration restart_delay = minutes(1);
// How often a process that was refused the run asks for it again, and one that has halted is
// started again.
constexpr Duration second_try_delay = minutes(15);
constexpr Duration repair_delay = hours(1);

}  // namespace

Lives::Lives(const Surroundings& surroundings, const LivesOptions& options)
    : around_(surroundings),
      options_(options),
      disk_faults_(surroundings.schedule, surroundings.env.disk),
      cuts_(options.cuts.begin(), options.cuts.end()),
      replaying_(options.last_disk != nullptr) {
  Schedule& schedule = around_.schedule;
  for (const auto& trouble : schedule.troubles()) {
    const Fault& fault = trouble->fault;
    if (fault.kind == FaultKind::crash_at_record) cuts_.push_back({fault.record, fault.effect});
  }
  if (!replaying_) std::ranges::stable_sort(cuts_, {}, &Cut::after_record);
  for (FaultKind kind : {FaultKind::clock_ahead, FaultKind::clock_behind}) {
    schedule.on(kind, [](Trouble& trouble) {
      if (trouble.active) ++trouble.happened;
    });
  }
  schedule.on(FaultKind::crash, [this](Trouble& trouble) { kill(trouble); });
  schedule.on(FaultKind::stalled, [this](Trouble& trouble) { stall(trouble); });
  schedule.on(FaultKind::second_executor, [this](Trouble& trouble) {
    if (trouble.active) begin_second(trouble);
  });
}

Lives::~Lives() = default;

Result<void> Lives::begin() {
  planned_ = false;
  auto begun = try_to_begin();
  if (begun || around_.schedule.troubles().empty()) return begun;
  // A full disk, or somebody who holds the run: later is another time.
  if (begun.error().kind != ErrorKind::storage && begun.error().kind != ErrorKind::conflict) {
    return begun;
  }
  begin_later(repair_delay);
  return {};
}

Result<void> Lives::try_to_begin() {
  const bool last = options_.last_disk != nullptr && cuts_.empty();
  Disk& disk = last ? *options_.last_disk : around_.env.disk;
  if (last && options_.expected && current_) TRY_VOID(compare_with_expected());
  // A life that is lived again has the fence that it had, whatever tried to live in between.
  std::uint64_t least_fence = 1;
  // What it had appended and not synced died with it.
  const std::size_t lived = current_ ? current_->engine().journal().durable() : 0;
  if (options_.expected && lived < options_.expected->size()) {
    const auto* fence = (*options_.expected)[lived].payload.if_contains("fence");
    if (fence != nullptr && fence->is_number()) least_fence = fence->to_number<std::uint64_t>();
  }
  const bool crashed = current_ && !current_->engine().alive();
  current_.reset();
  // Files of a process that lives on somewhere else are not touched by this one's death.
  if (crashed && former_.empty()) {
    disk_faults_.crash();
    if (around_.consumers != nullptr) around_.consumers->look();
  }
  current_ = TRY(Process::begin(around_, count_, disk, least_fence));
  ++count_;
  attend(*current_);
  auto started = current_->engine().executor().start(options_.run);
  // Killed at once: the next life follows.
  if (!started && current_->engine().alive()) return started;
  return {};
}

void Lives::attend(Process& process) {
  Engine& engine = process.engine();
  tenures_.push_back({engine.journal().fence(), process.principal(), around_.env.clock.now()});
  listen(engine);
  const std::size_t written = engine.journal().records().size();
  while (!replaying_ && !cuts_.empty() && cuts_.front().after_record <= written) cuts_.pop_front();
  if (!cuts_.empty()) {
    engine.cut_at(cuts_.front(), [this] {
      for (const auto& trouble : around_.schedule.troubles()) {
        const Fault& fault = trouble->fault;
        if (fault.kind == FaultKind::crash_at_record &&
            fault.record == cuts_.front().after_record) {
          ++trouble->happened;
        }
      }
      cuts_.pop_front();
      died();
    });
  }
}

void Lives::listen(Engine& engine) {
  engine.on_each_record([this](const run::Record& record) {
    if (on_record_) on_record_(record);
  });
  engine.on_each_wait([this](const Waited& waited) {
    if (on_wait_) on_wait_(waited);
  });
  engine.on_halted([this](const Error&) {
    // Without faults nobody starts again what cannot work; the world tells.
    if (!around_.schedule.troubles().empty()) begin_later(repair_delay);
  });
}

void Lives::begin_later(Duration delay) {
  if (planned_) return;
  planned_ = true;
  around_.env.scheduler.at(around_.env.clock.now() + delay, [this] {
    if (!planned_) return;
    if (auto begun = begin(); !begun) broken_ = begun.error();
  });
}

void Lives::died() { begin_later(restart_delay); }

void Lives::kill(Trouble& trouble) {
  if (!current_ || !current_->engine().alive()) return;
  ++trouble.happened;
  current_->engine().kill();
  planned_ = false;
  died();
}

void Lives::stall(Trouble& trouble) {
  if (!trouble.active || !current_ || !current_->engine().alive()) return;
  ++trouble.happened;
  current_->stall_until(trouble.ends.value_or(Time::max()));
}

// Somebody else wants the run, and goes on wanting it.
void Lives::begin_second(Trouble& trouble) {
  if (!trouble.active) return;
  const auto again = [this, &trouble] {
    around_.env.scheduler.at(around_.env.clock.now() + second_try_delay,
                             [this, &trouble] { begin_second(trouble); });
  };
  // A dead one has a successor already.
  if (!current_ || !current_->engine().alive() || planned_) return again();
  if (current_->engine().executor().ended()) return again();
  auto second = Process::begin(around_, count_, around_.env.disk);
  ++trouble.happened;
  if (!second) {
    ++refused_;
    return again();
  }
  ++taken_over_;
  ++count_;
  // What it still does is nobody's business but the auditor's.
  current_->engine().on_each_record({});
  current_->engine().on_each_wait({});
  current_->engine().on_halted({});
  former_.push_back(std::move(current_));
  current_ = std::move(*second);
  attend(*current_);
  auto started = current_->engine().executor().start(options_.run);
  if (!started && current_->engine().alive()) broken_ = started.error();
}

Result<void> Lives::compare_with_expected() const {
  const auto& replayed = current_->engine().journal().records();
  for (std::size_t i = 0; i < options_.expected->size(); ++i) {
    if (i < replayed.size() && replayed[i].hash == (*options_.expected)[i].hash) continue;
    return fail({ErrorKind::conflict, "resume rehearsal", around_.journal_path,
                 fmt::format("record {} is not what this plan, account and seed give", i + 1),
                 "resume with the files, the seed and the version that the rehearsal began with"});
  }
  return {};
}

// The life that should have died where the journal on disk ends never came so far.
Result<void> Lives::finish() const {
  if (options_.expected && !cuts_.empty()) return compare_with_expected();
  return {};
}

}  // namespace godwit::rehearse
