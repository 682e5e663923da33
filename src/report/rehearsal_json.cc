#include "report/rehearsal_json.h"

#include <boost/json.hpp>

#include "base/digest.h"
#include "base/encoding.h"
#include "rehearse/downtime.h"
#include "rehearse/statistics.h"
#include "report/behaviour_json.h"

namespace godwit::report {
namespace {

using boost::json::array;
using boost::json::object;

std::int64_t milliseconds_of(Duration duration) {
  return std::chrono::duration_cast<milliseconds>(duration).count();
}

boost::json::value error_json(const std::optional<Error>& error) {
  if (!error) return nullptr;
  return run::to_json(*error);
}

array regions_json(const rehearse::Evidence& evidence) {
  array list;
  for (const auto& region : rehearse::traffic_by_region(evidence)) {
    list.push_back(object{{"region", region.region},
                          {"served", region.served},
                          {"failed", region.failed},
                          {"median_ms", milliseconds_of(region.median)},
                          {"p99_ms", milliseconds_of(region.p99)}});
  }
  return list;
}

array places_json(const account::Account& account, const rehearse::Evidence& evidence) {
  array list;
  auto downtimes =
      rehearse::downtime_by_place(evidence.history, account.users.places.size(), evidence.ended);
  for (std::size_t i = 0; i < downtimes.size(); ++i) {
    list.push_back(object{{"place", account.users.places[i].name},
                          {"downtime_ms", milliseconds_of(downtimes[i].total)},
                          {"failed", downtimes[i].failed}});
  }
  return list;
}

array phases_json(const plan::Graph& graph, const rehearse::Evidence& evidence) {
  array list;
  for (const auto& phase : rehearse::phases_of(graph, evidence)) {
    list.push_back(object{{"phase", phase.name},
                          {"begins", format_time(phase.begins)},
                          {"ends", format_time(phase.ends)},
                          {"duration_ms", milliseconds_of(phase.ends - phase.begins)},
                          {"steps", phase.steps},
                          {"complete", phase.complete}});
  }
  return list;
}

array rungs_json(const plan::Plan& plan, const plan::Graph& graph, const account::Account& account,
                 const rehearse::Evidence& evidence) {
  array list;
  for (const auto& rung : rehearse::rungs_of(graph, plan.target, evidence)) {
    list.push_back(object{{"step", rung.step},
                          {"weight", rung.weight},
                          {"predicted", rehearse::predicted_share(plan, account, rung)},
                          {"begins", format_time(rung.begins)},
                          {"ends", format_time(rung.ends)},
                          {"requests", rung.requests},
                          {"on_target", rung.on_target}});
  }
  return list;
}

array steps_json(const plan::Graph& graph, const rehearse::Evidence& evidence) {
  run::RunState state = run::fold(evidence.journal);
  std::map<std::string, std::string> notes;
  for (const run::Record& record : evidence.journal) {
    if (const auto* note = record.payload.if_contains("note"))
      notes[record.step] = note->as_string();
  }
  array list;
  for (const plan::StepSpec& step : graph.steps) {
    list.push_back(object{{"step", step.id},
                          {"status", run::to_string(state.steps[step.id].status)},
                          {"note", notes[step.id]}});
  }
  return list;
}

object pass_json(const plan::Plan& plan, const plan::Graph& graph, const account::Account& account,
                 const rehearse::Rehearsal& rehearsal, const rehearse::Evidence& evidence) {
  std::size_t served = 0;
  for (const lab::Sighting& sighting : evidence.history) served += sighting.ok;
  array invariants;
  for (const rehearse::Judgement& judgement : rehearsal.judgements) {
    if (judgement.pass != evidence.pass) continue;
    invariants.push_back(object{{"name", judgement.invariant->name},
                                {"held", judgement.verdict.held},
                                {"detail", judgement.verdict.detail},
                                {"first", judgement.verdict.first}});
  }
  return {{"pass", evidence.pass},
          {"outcome", run::to_string(evidence.outcome)},
          {"error", error_json(evidence.failure)},
          {"started", format_time(evidence.started)},
          {"ended", format_time(evidence.ended)},
          {"users", evidence.users},
          {"acknowledged_writes", evidence.acknowledged_writes},
          {"requests", object{{"served", served}, {"failed", evidence.history.size() - served}}},
          {"behaviour", behaviour_json(plan, graph, evidence)},
          {"regions", regions_json(evidence)},
          {"places", places_json(account, evidence)},
          {"phases", phases_json(graph, evidence)},
          {"rungs", rungs_json(plan, graph, account, evidence)},
          {"steps", steps_json(graph, evidence)},
          {"owner", evidence.owner},
          {"switched_off", evidence.switched_off},
          {"invariants", std::move(invariants)},
          {"journal_records", evidence.journal.size()},
          {"state", to_hex(sha256(boost::json::serialize(evidence.snapshot)))}};
}

}  // namespace

std::string rehearsal_json(const plan::Plan& plan, const plan::Graph& graph,
                           const account::Account& account, const rehearse::Rehearsal& rehearsal) {
  array passes;
  for (const rehearse::Evidence& evidence : rehearsal.passes) {
    passes.push_back(pass_json(plan, graph, account, rehearsal, evidence));
  }
  return boost::json::serialize(object{{"schema", "godwit.rehearsal/1"},
                                       {"plan", plan.name},
                                       {"account", plan.account},
                                       {"seed", rehearsal.seed},
                                       {"passed", rehearsal.passed},
                                       {"passes", std::move(passes)}}) +
         "\n";
}

}  // namespace godwit::report
