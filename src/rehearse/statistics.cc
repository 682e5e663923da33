#include "rehearse/statistics.h"

#include "base/text.h"
#include "plan/predict.h"

namespace godwit::rehearse {
namespace {

using run::RecordKind;

constexpr std::string_view way_back = "way back";

void extend(std::vector<Phase>& phases, const std::string& name, const run::Record& record) {
  auto phase = std::find_if(phases.begin(), phases.end(),
                            [&](const Phase& candidate) { return candidate.name == name; });
  if (phase == phases.end()) {
    phases.push_back({name, record.time, record.time, 0, false});
    phase = phases.end() - 1;
  }
  phase->ends = record.time;
  if (record.kind == RecordKind::step_done || record.kind == RecordKind::undo_done) ++phase->steps;
}

Duration quantile(std::vector<Duration>& sorted, double share) {
  if (sorted.empty()) return {};
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

}  // namespace

std::vector<Phase> phases_of(const plan::Graph& graph, const Evidence& evidence) {
  std::vector<Phase> phases;
  for (const run::Record& record : evidence.journal) {
    const plan::StepSpec* step = graph.find(record.step);
    if (step == nullptr) continue;
    if (record.kind == RecordKind::step_begun || record.kind == RecordKind::step_done ||
        record.kind == RecordKind::step_failed) {
      extend(phases, step->phase, record);
    } else if (record.kind == RecordKind::undo_begun || record.kind == RecordKind::undo_done) {
      extend(phases, std::string(way_back), record);
    }
  }
  for (Phase& phase : phases) {
    std::size_t expected = 0;
    for (const plan::StepSpec& step : graph.steps) expected += step.phase == phase.name;
    phase.complete = phase.name == way_back ? evidence.outcome == run::Outcome::rolled_back
                                            : phase.steps >= expected;
  }
  return phases;
}

std::vector<RegionTraffic> traffic_by_region(const Evidence& evidence) {
  std::vector<RegionTraffic> traffic;
  for (const std::string& region : evidence.regions) traffic.push_back({region, 0, 0, {}, {}});
  traffic.push_back({"nobody", 0, 0, {}, {}});
  std::vector<std::vector<Duration>> elapsed(traffic.size());
  for (const lab::Sighting& sighting : evidence.history) {
    std::size_t index =
        sighting.region < 0 ? traffic.size() - 1 : static_cast<std::size_t>(sighting.region);
    ++(sighting.ok ? traffic[index].served : traffic[index].failed);
    if (sighting.ok) elapsed[index].push_back(sighting.elapsed);
  }
  for (std::size_t i = 0; i < traffic.size(); ++i) {
    std::sort(elapsed[i].begin(), elapsed[i].end());
    traffic[i].median = quantile(elapsed[i], 0.5);
    traffic[i].p99 = quantile(elapsed[i], 0.99);
  }
  if (traffic.back().failed == 0) traffic.pop_back();
  return traffic;
}

std::vector<Rung> rungs_of(const plan::Graph& graph, const std::string& target,
                           const Evidence& evidence) {
  std::vector<Rung> rungs;
  for (const run::Record& record : evidence.journal) {
    const plan::StepSpec* step = graph.find(record.step);
    if (step == nullptr || step->kind != "shift") continue;
    bool open = !rungs.empty() && rungs.back().step == record.step && rungs.back().ends == Time{};
    // A rung lasts from its weights being everywhere to the next change, or the step's end.
    if (open && (record.kind == RecordKind::intent || record.kind == RecordKind::step_done ||
                 record.kind == RecordKind::step_failed)) {
      rungs.back().ends = record.time;
    } else if (!open && record.kind == RecordKind::remembered && record.payload.contains("since")) {
      auto memory = run::memory_from_json(record.payload);
      auto number = static_cast<std::size_t>(parse_integer(memory["rung"]).value_or(0));
      auto weights = step->parameters.list("weights");
      if (number >= weights.size()) continue;
      int weight = static_cast<int>(parse_integer(weights[number]).value_or(0));
      if (!rungs.empty() && rungs.back().step == record.step && rungs.back().weight == weight)
        continue;
      rungs.push_back({record.step, weight, record.time, {}, 0, 0});
    }
  }
  for (Rung& rung : rungs) {
    if (rung.ends == Time{}) rung.ends = evidence.ended;
    for (const lab::Sighting& sighting : evidence.history) {
      if (sighting.time < rung.begins || sighting.time >= rung.ends || sighting.region < 0)
        continue;
      ++rung.requests;
      rung.on_target += evidence.regions[static_cast<std::size_t>(sighting.region)] == target;
    }
  }
  return rungs;
}

double predicted_share(const plan::Plan& plan, const account::Account& account, const Rung& rung) {
  for (const plan::Traffic& traffic : plan.traffic) {
    if (rung.step != fmt::format("traffic/{}/shift", traffic.name)) continue;
    return plan::predicted_share(plan, traffic, account, rung.weight);
  }
  return 0;
}

}  // namespace godwit::rehearse
