// The history of what users did and saw is one that a right store can have: docs/history.md. Judged
// by their requests alone, whatever anybody's books say.
#include "rehearse/history.h"

#include <unordered_map>

#include "base/text.h"
#include "rehearse/allowance.h"
#include "rehearse/invariant.h"

namespace godwit::rehearse {
namespace {

// Numbers for items, as they come.
class Keys {
 public:
  explicit Keys(std::size_t stores) : numbers_(stores) {}
  std::uint32_t number(std::size_t store, const std::string& id) {
    return numbers_[store].try_emplace(id, count_).second ? count_++ : numbers_[store].at(id);
  }

 private:
  std::vector<std::unordered_map<std::string_view, std::uint32_t>> numbers_;  // never walked
  std::uint32_t count_ = 0;
};

Operation operation_of(const lab::Sighting& sighting, std::uint32_t key) {
  Operation operation{.key = key, .invoked = sighting.time, .completed = std::nullopt, .value = {}};
  const Time over = sighting.time + sighting.elapsed;
  switch (sighting.kind) {
    case lab::RequestKind::write:
      operation.kind = Operation::Kind::write;
      operation.value = sighting.checksum;
      if (sighting.ok) operation.completed = over;
      break;
    case lab::RequestKind::remove:
      operation.kind = Operation::Kind::remove;
      if (sighting.ok) operation.completed = over;
      break;
    case lab::RequestKind::read:
      if (sighting.status == 200) operation.value = sighting.checksum;
      if (sighting.status == 200 || sighting.status == 404) operation.completed = over;
      break;
  }
  return operation;
}

// How long faults kept data from moving between regions.
Duration held_up(const Evidence& evidence) {
  Duration total{};
  for (const Fault& fault : evidence.faults) {
    const bool holds_up = fault.kind == FaultKind::region_down ||
                          fault.kind == FaultKind::data_plane_down ||
                          fault.kind == FaultKind::replication_stalled;
    if (!holds_up) continue;
    if (const auto span = span_of(fault, evidence)) {
      const Time ends = std::min(span->ends, evidence.ended);
      if (ends > span->begins) total += ends - span->begins;
    }
  }
  return total;
}

std::string tell(const Case& of, const Anomaly& anomaly,
                 const std::vector<const lab::Sighting*>& sightings) {
  std::string what =
      fmt::format("{}: {}", describe(of, *sightings[anomaly.read]), to_string(anomaly.kind));
  if (anomaly.against) {
    what += ", against " + describe(of, *sightings[*anomaly.against]);
  }
  return what;
}

}  // namespace

std::optional<Verdict> judge_history(const Case& of) {
  const Evidence& evidence = of.evidence;
  Keys keys(evidence.stores.size());
  std::vector<Initial> initial;
  for (const lab::Item& item : evidence.old_items) {
    initial.push_back({keys.number(item.store, item.id), item.checksum});
  }
  std::vector<Operation> operations;
  std::vector<const lab::Sighting*> sightings;
  operations.reserve(evidence.history.size() + evidence.read_back.size());
  sightings.reserve(operations.capacity());
  for (const auto* part : {&evidence.history, &evidence.read_back}) {
    for (const lab::Sighting& sighting : *part) {
      operations.push_back(operation_of(sighting, keys.number(sighting.store, sighting.id)));
      sightings.push_back(&sighting);
    }
  }

  Contract contract;
  contract.staleness += held_up(evidence);
  if (!of.plan.read_through) contract.absence = contract.staleness;
  contract.settled = evidence.ended;
  const std::vector<Anomaly> anomalies = check_history(operations, initial, contract);

  Verdict verdict;
  if (anomalies.empty()) {
    verdict.detail = fmt::format("{} requests and what was read back agree",
                                 group_digits(evidence.history.size()));
    return verdict;
  }
  std::map<std::string_view, std::size_t> counts;
  for (const Anomaly& anomaly : anomalies) ++counts[to_string(anomaly.kind)];
  std::vector<std::string> parts;
  for (const auto& [kind, count] : counts) {
    parts.push_back(fmt::format("{} {}", group_digits(count), kind));
  }
  const auto first = std::ranges::min_element(
      anomalies, {}, [&](const Anomaly& anomaly) { return sightings[anomaly.read]->time; });
  verdict.held = false;
  verdict.detail = "reads that no right store would have answered so: " + join(parts, ", ");
  verdict.first = tell(of, *first, sightings);
  return verdict;
}

}  // namespace godwit::rehearse
