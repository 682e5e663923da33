#include "report/plan_json.h"

#include <boost/json.hpp>

#include "plan/least_time.h"

namespace godwit::report {

namespace {

using boost::json::array;
using boost::json::object;

double seconds_of(Duration duration) { return static_cast<double>(duration.count()) / 1e6; }

object parameters_json(const plan::Parameters& parameters) {
  object named;
  for (const auto& [name, value] : parameters.values()) named[name] = value;
  return named;
}

object step_json(const plan::StepSpec& step) {
  array gates;
  for (const plan::GateSpec& gate : step.gates) {
    gates.push_back(object{{"kind", gate.kind},
                           {"title", gate.title},
                           {"parameters", parameters_json(gate.parameters)}});
  }
  object json{{"step", step.id},
              {"kind", step.kind},
              {"phase", step.phase},
              {"title", step.title},
              {"after", array(step.after.begin(), step.after.end())},
              {"gates", std::move(gates)},
              {"way_back", step.way_back},
              {"parameters", parameters_json(step.parameters)}};
  if (step.deadline != Duration::zero()) json["deadline"] = format_duration(step.deadline);
  return json;
}

object policy_json(const plan::Policy& policy) {
  object residency;
  for (const auto& [label, regions] : policy.residency) {
    residency[label] = array(regions.begin(), regions.end());
  }
  return {{"duration_s", seconds_of(policy.duration)},
          {"downtime_s", seconds_of(policy.downtime)},
          {"residency", std::move(residency)}};
}

}  // namespace

std::string plan_json(const plan::Plan& plan, const plan::Graph& graph) {
  array steps;
  for (const plan::StepSpec& step : graph.steps) steps.push_back(step_json(step));
  return boost::json::serialize(
             object{{"schema", "godwit.plan/1"},
                    {"plan", plan.name},
                    {"account", plan.account},
                    {"regions", object{{"source", plan.source}, {"target", plan.target}}},
                    {"policy", policy_json(plan.policy)},
                    {"least_time_s", seconds_of(plan::least_time(graph))},
                    {"graph", graph.digest()},
                    {"steps", std::move(steps)}}) +
         "\n";
}

}  // namespace godwit::report
