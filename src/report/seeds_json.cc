#include "report/seeds_json.h"

#include <boost/json.hpp>

namespace godwit::report {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using rehearse::Distribution;

std::int64_t milliseconds_of(Duration duration) {
  return std::chrono::duration_cast<milliseconds>(duration).count();
}

value point_json(const Distribution::Point& point) {
  return object{{"value", point.value}, {"seed", point.seed}};
}

value distribution_json(const Distribution& distribution) {
  if (distribution.count() == 0) return nullptr;
  return object{{"count", distribution.count()},
                {"median", point_json(distribution.median())},
                {"p99", point_json(distribution.p99())},
                {"worst", point_json(distribution.worst())}};
}

array faults_json(const std::vector<rehearse::Fault>& faults) {
  array list;
  for (const rehearse::Fault& fault : faults) list.emplace_back(rehearse::to_string(fault));
  return list;
}

array invariants_json(const SeedsTotals& totals) {
  array list;
  for (const SeedsTotals::OfInvariant& of : totals.invariants) {
    value first = nullptr;
    if (of.first_broken != nullptr) {
      first = object{{"seed", of.first_broken->seed}, {"detail", of.detail}, {"first", of.first}};
    }
    list.push_back(object{{"name", of.name},
                          {"judged", of.judged},
                          {"held", of.held},
                          {"first_broken", std::move(first)}});
  }
  return list;
}

array failing_json(const std::vector<FailingSeed>& failing) {
  array list;
  for (const FailingSeed& each : failing) {
    list.push_back(object{{"seed", each.least.seed},
                          {"fails", each.least.failure()},
                          {"drawn", faults_json(each.whole->faults)},
                          {"faults", faults_json(each.least.faults)},
                          {"runs", each.runs},
                          {"minimal", each.minimal},
                          {"command", each.command}});
  }
  return list;
}

array runs_json(const account::Account& account,
                const std::vector<rehearse::SeedSummary>& summaries) {
  array list;
  for (const rehearse::SeedSummary& summary : summaries) {
    value home = nullptr;
    value back = nullptr;
    if (summary.home) home = milliseconds_of(*summary.home);
    if (summary.back) back = milliseconds_of(*summary.back);
    const bool placed = summary.downtime > Duration::zero();
    list.push_back(object{{"seed", summary.seed},
                          {"ended", rehearse::to_string(summary.ending)},
                          {"reason", summary.reason},
                          {"failures", summary.failures},
                          {"fails", summary.failure()},
                          {"downtime_ms", milliseconds_of(summary.downtime)},
                          {"place", placed ? account.users.places[summary.place].name : ""},
                          {"requests", summary.requests},
                          {"failed", summary.failed},
                          {"duration_ms", milliseconds_of(summary.duration)},
                          {"home_ms", std::move(home)},
                          {"back_ms", std::move(back)},
                          {"faults", faults_json(summary.faults)}});
  }
  return list;
}

}  // namespace

std::string seeds_json(const plan::Plan& plan, const account::Account& account,
                       const std::vector<rehearse::SeedSummary>& summaries,
                       const std::vector<FailingSeed>& failing) {
  const SeedsTotals totals = totals_of(summaries);
  object endings;
  for (const auto& [ending, seeds] : totals.endings) endings[rehearse::to_string(ending)] = seeds;
  array reasons;
  for (const SeedsTotals::Reason& reason : totals.reasons) {
    reasons.push_back(
        object{{"cause", reason.cause}, {"seeds", reason.seeds}, {"first", reason.first}});
  }
  object faults;
  for (const auto& [kind, seeds] : totals.faults) faults[rehearse::form_of(kind).name] = seeds;
  const object document{{"schema", "godwit.seeds/1"},
                        {"plan", plan.name},
                        {"account", plan.account},
                        {"first", summaries.empty() ? 0 : summaries.front().seed},
                        {"seeds", totals.seeds},
                        {"passed", totals.passed},
                        {"requests", totals.requests},
                        {"events", totals.events},
                        {"ended", std::move(endings)},
                        {"stopped_on_the_way", totals.failed_on_the_way},
                        {"reasons", std::move(reasons)},
                        {"downtime_ms", distribution_json(totals.downtime)},
                        {"failed_requests", distribution_json(totals.failed)},
                        {"duration_ms", distribution_json(totals.duration)},
                        {"home_ms", distribution_json(totals.home)},
                        {"back_ms", distribution_json(totals.back)},
                        {"faults", std::move(faults)},
                        {"without_faults", totals.without_faults},
                        {"invariants", invariants_json(totals)},
                        {"failing", failing_json(failing)},
                        {"runs", runs_json(account, summaries)}};
  return boost::json::serialize(document) + "\n";
}

}  // namespace godwit::report
