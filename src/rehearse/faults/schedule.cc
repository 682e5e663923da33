#include "rehearse/faults/schedule.h"

#include <algorithm>

namespace godwit::rehearse {

bool Trouble::strikes() {
  if (fault.percent < 100 && !chance->chance(fault.percent / 100.0)) return false;
  ++happened;
  return true;
}

Schedule::Schedule(const std::vector<Fault>& faults, const Clock& clock, Scheduler& scheduler,
                   const Random& random)
    : clock_(clock), scheduler_(scheduler), listeners_(fault_forms().size()) {
  for (const Fault& fault : faults) {
    auto trouble = std::make_unique<Trouble>();
    trouble->fault = fault;
    trouble->chance = random.fork("fault " + to_string(fault));
    troubles_.push_back(std::move(trouble));
  }
  planned_.resize(troubles_.size());
}

bool Schedule::has(FaultKind kind) const {
  return std::ranges::any_of(troubles_,
                             [kind](const auto& each) { return each->fault.kind == kind; });
}

void Schedule::on(FaultKind kind, Listener listener) {
  listeners_[static_cast<std::size_t>(kind)].push_back(std::move(listener));
}

void Schedule::start() {
  for (const auto& trouble : troubles_) {
    // The record says when, and the engine's life sees to it.
    if (trouble->fault.kind == FaultKind::crash_at_record) continue;
    if (trouble->fault.step.empty()) plan(*trouble);
  }
}

void Schedule::step_begun(const std::string& step) {
  for (std::size_t i = 0; i < troubles_.size(); ++i) {
    if (troubles_[i]->fault.step != step || planned_[i]) continue;
    planned_[i] = true;
    plan(*troubles_[i]);
  }
}

void Schedule::plan(Trouble& trouble) {
  const Time begins = clock_.now() + trouble.fault.after;
  const bool momentary = form_of(trouble.fault.kind).momentary;
  // At once where it begins with what is happening now: a step's first turn must already meet it.
  if (trouble.fault.after == Duration::zero() && !momentary) {
    begin(trouble);
  } else {
    scheduler_.at(begins, [this, &trouble] { begin(trouble); });
  }
}

std::vector<std::optional<Time>> Schedule::begins() const {
  std::vector<std::optional<Time>> times;
  for (const auto& trouble : troubles_) times.push_back(trouble->began);
  return times;
}

void Schedule::heal() {
  healed_ = true;
  for (const auto& trouble : troubles_) {
    if (trouble->active) end(*trouble);
  }
}

void Schedule::begin(Trouble& trouble) {
  if (healed_) return;
  trouble.active = true;
  trouble.began = clock_.now();
  const bool momentary = form_of(trouble.fault.kind).momentary;
  if (!momentary && trouble.fault.lasts > Duration::zero()) {
    trouble.ends = clock_.now() + trouble.fault.lasts;
    scheduler_.at(*trouble.ends, [this, &trouble] { end(trouble); });
  }
  tell(trouble);
  if (momentary) trouble.active = false;
}

void Schedule::end(Trouble& trouble) {
  if (!trouble.active) return;
  trouble.active = false;
  tell(trouble);
}

void Schedule::tell(Trouble& trouble) {
  for (const Listener& listener : listeners_[static_cast<std::size_t>(trouble.fault.kind)]) {
    listener(trouble);
  }
}

bool Schedule::any_active(FaultKind kind) const {
  return std::ranges::any_of(
      troubles_, [kind](const auto& each) { return each->active && each->fault.kind == kind; });
}

Trouble* Schedule::strike(FaultKind kind, std::string_view service) {
  for (const auto& trouble : troubles_) {
    if (!trouble->active || trouble->fault.kind != kind) continue;
    if (!trouble->fault.service.empty() && trouble->fault.service != service) continue;
    if (trouble->strikes()) return trouble.get();
  }
  return nullptr;
}

Time Schedule::last_end() const {
  Time last{};
  for (const auto& trouble : troubles_) {
    if (trouble->active && trouble->ends) last = std::max(last, *trouble->ends);
  }
  return last;
}

}  // namespace godwit::rehearse
