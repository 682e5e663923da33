#include "rehearse/minimise.h"

#include <algorithm>
#include <set>

namespace godwit::rehearse {
namespace {

using Faults = std::vector<Fault>;

std::string key_of(const Faults& faults) {
  std::string key;
  for (const Fault& fault : faults) key += to_string(fault) + "\n";
  return key;
}

// The question, with a budget, and never asked twice about the same.
class Trial {
 public:
  Trial(const std::function<bool(const Faults&)>& fails, std::size_t most_runs)
      : fails_(fails), left_(most_runs) {}

  bool fails(const Faults& faults) {
    if (!passed_.insert(key_of(faults)).second) return false;
    if (left_ == 0) {
      exhausted_ = true;
      return false;
    }
    --left_;
    ++runs_;
    return fails_(faults);
  }
  std::size_t runs() const { return runs_; }
  bool exhausted() const { return exhausted_; }

 private:
  const std::function<bool(const Faults&)>& fails_;
  std::size_t left_;
  std::size_t runs_ = 0;
  bool exhausted_ = false;
  std::set<std::string> passed_;  // whatever failed was taken on, and is never asked about again
};

// Of `parts` nearly equal parts, that with this number, or everything else.
Faults part_of(const Faults& faults, std::size_t parts, std::size_t number, bool complement) {
  const std::size_t begin = faults.size() * number / parts;
  const std::size_t end = faults.size() * (number + 1) / parts;
  Faults result;
  for (std::size_t i = 0; i < faults.size(); ++i) {
    if ((i >= begin && i < end) != complement) result.push_back(faults[i]);
  }
  return result;
}

// The paper's ddmin: a part alone, else all but a part, else finer parts.
Faults ddmin(Faults faults, Trial& trial) {
  if (!faults.empty() && trial.fails({})) return {};
  std::size_t parts = 2;
  while (faults.size() >= 2) {
    bool reduced = false;
    for (bool complement : {false, true}) {
      if (complement && parts == 2) continue;  // of two, one is the complement of the other
      for (std::size_t i = 0; i < parts && !reduced; ++i) {
        Faults candidate = part_of(faults, parts, i, complement);
        if (candidate.size() == faults.size() || !trial.fails(candidate)) continue;
        faults = std::move(candidate);
        parts = complement ? std::max<std::size_t>(parts - 1, 2) : 2;
        reduced = true;
      }
      if (reduced) break;
    }
    if (reduced) continue;
    if (parts >= faults.size()) break;
    parts = std::min(parts * 2, faults.size());
  }
  return faults;
}

Duration half(Duration duration) {
  const Duration halved = duration / 2;
  const Duration unit = halved >= hours(1)     ? Duration(minutes(10))
                        : halved >= minutes(1) ? Duration(seconds(10))
                        : halved >= seconds(1) ? Duration(seconds(1))
                                               : Duration(milliseconds(1));
  return halved - halved % unit;
}

// Each fault as simple as it can be while the others stay as they are, until nothing changes.
Faults shrink(Faults faults, Trial& trial) {
  for (bool changed = true; changed && !trial.exhausted();) {
    changed = false;
    for (std::size_t i = 0; i < faults.size(); ++i) {
      for (const Fault& candidate : simpler(faults[i])) {
        Faults tried = faults;
        tried[i] = candidate;
        if (!trial.fails(tried)) continue;
        faults = std::move(tried);
        changed = true;
        break;
      }
    }
  }
  return faults;
}

}  // namespace

std::vector<Fault> simpler(const Fault& fault) {
  const FaultForm& form = form_of(fault.kind);
  std::vector<Fault> candidates;
  auto candidate = [&](auto change) {
    Fault changed = fault;
    change(changed);
    if (changed != fault) candidates.push_back(std::move(changed));
  };
  // Only for one service rather than all says nothing simpler: the kinds are equal. Shorter.
  if (fault.lasts > minutes(1)) {
    candidate([](Fault& changed) { changed.lasts = half(changed.lasts); });
  }
  // Later in its step means: less of what came before it matters. To the step's very begin is the
  // simplest.
  if (fault.after > Duration::zero() && !fault.step.empty()) {
    candidate([](Fault& changed) { changed.after = Duration::zero(); });
  }
  if (form.number == FaultForm::Number::percent && fault.percent > 1) {
    candidate([](Fault& changed) { changed.percent = std::max(1, changed.percent / 2); });
  }
  if (form.amount && fault.amount > seconds(1)) {
    candidate([](Fault& changed) { changed.amount = half(changed.amount); });
  }
  if (fault.effect) {
    candidate([](Fault& changed) { changed.effect = false; });
  }
  if (form.number == FaultForm::Number::mode && fault.mode != "full") {
    candidate([](Fault& changed) { changed.mode = "full"; });
  }
  return candidates;
}

Minimised minimise(const Faults& faults, const std::function<bool(const Faults&)>& fails,
                   std::size_t most_runs) {
  Trial trial(fails, most_runs);
  Minimised result;
  Faults fewest = ddmin(faults, trial);
  result.minimal = !trial.exhausted();
  result.faults = shrink(std::move(fewest), trial);
  result.runs = trial.runs();
  return result;
}

}  // namespace godwit::rehearse
