#include "run/frontier.h"

#include <algorithm>

#include "base/text.h"
#include "run/priorities.h"

namespace godwit::run {

Frontier::Frontier(const plan::Graph& graph)
    : graph_(graph), places_(priorities(graph)), followers_(graph.steps.size()) {
  for (std::size_t i = 0; i < graph.steps.size(); ++i) positions_.emplace(graph.steps[i].id, i);
  for (std::size_t i = 0; i < graph.steps.size(); ++i) {
    for (const std::string& id : graph.steps[i].after) followers_[positions_.at(id)].push_back(i);
  }
}

std::size_t Frontier::position(std::string_view id) const { return positions_.at(id); }

Error Frontier::no_such_step(const std::string& id) const {
  std::vector<std::string> ids;
  for (const plan::StepSpec& step : graph_.steps) ids.push_back(step.id);
  return {ErrorKind::not_found, "choose steps", id,
          "the plan has no such step" + did_you_mean(id, ids), "see `godwit plan`"};
}

Result<std::vector<bool>> Frontier::select(const Selection& selection,
                                           const std::vector<bool>& is_done) {
  std::vector<bool> selected(graph_.steps.size(),
                             selection.until.empty() && selection.only.empty());
  if (!selection.until.empty()) {
    if (!knows(selection.until)) return fail(no_such_step(selection.until));
    const std::size_t last = position(selection.until);
    selected[last] = true;
    for (std::size_t i = last + 1; i-- > 0;) {
      if (!selected[i]) continue;
      for (const std::string& id : graph_.steps[i].after) selected[position(id)] = true;
    }
  }
  std::vector<bool> chosen = selected;
  for (const std::string& id : selection.only) {
    if (!knows(id)) return fail(no_such_step(id));
    if (!selection.until.empty() && !selected[position(id)]) {
      return fail({ErrorKind::conflict, "choose steps", id,
                   selection.until + " does not wait for it", "leave out one of the two"});
    }
    chosen[position(id)] = true;
  }
  if (selection.only.empty()) return chosen;
  if (!selection.until.empty()) {  // both: these of those
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      chosen[i] = selection.only.contains(graph_.steps[i].id);
    }
  }
  for (const std::string& id : selection.only) {
    for (const std::string& before : graph_.steps[position(id)].after) {
      if (is_done[position(before)] || chosen[position(before)]) continue;
      return fail({ErrorKind::conflict, "choose steps", id,
                   fmt::format("it waits for {}, which is neither done nor among them", before),
                   fmt::format("add {} to them, or carry it out first", before)});
    }
  }
  return chosen;
}

Result<std::vector<std::size_t>> Frontier::begin(const RunState& state,
                                                 const Selection& selection) {
  const std::size_t count = graph_.steps.size();
  std::vector<bool> is_done(count);
  left_ = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto known = state.steps.find(graph_.steps[i].id);
    is_done[i] = known != state.steps.end() && known->second.status == StepStatus::done;
    if (!is_done[i]) ++left_;
  }
  selected_ = TRY(select(selection, is_done));
  unmet_.assign(count, 0);
  selected_left_ = 0;
  std::vector<std::size_t> ready;
  for (std::size_t i = 0; i < count; ++i) {
    for (const std::string& id : graph_.steps[i].after) unmet_[i] += is_done[position(id)] ? 0 : 1;
    if (is_done[i] || !selected_[i]) continue;
    ++selected_left_;
    if (unmet_[i] == 0) ready.push_back(i);
  }
  sort(ready);
  return ready;
}

std::vector<std::size_t> Frontier::done(std::size_t position) {
  --left_;
  if (selected_[position]) --selected_left_;
  std::vector<std::size_t> ready;
  for (const std::size_t follower : followers_[position]) {
    if (--unmet_[follower] == 0 && selected_[follower]) ready.push_back(follower);
  }
  sort(ready);
  return ready;
}

void Frontier::sort(std::vector<std::size_t>& steps) const {
  std::ranges::sort(steps, {}, [this](std::size_t i) { return places_[i]; });
}

}  // namespace godwit::run
