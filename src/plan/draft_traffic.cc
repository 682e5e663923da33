#include <fmt/format.h>

#include "base/text.h"
#include "plan/bake.h"
#include "plan/drafts.h"

namespace godwit::plan {

namespace {

// A drill must end even where traffic does not follow; this much more than the
// sum may be slow.
constexpr Duration drill_margin = seconds(60);
constexpr Duration replication_limit = minutes(15);  // what Replication Time Control promises

std::string id_of(const Traffic& traffic, std::string_view step) {
  return fmt::format("traffic/{}/{}", traffic.name, step);
}

// The check of an endpoint itself.
std::string endpoint_check(const Traffic& traffic, std::string_view side) {
  return traffic.health ? remembered(id_of(traffic, fmt::format("health-{}", side)), "id") : "";
}

bool has_switch(const Traffic& traffic) { return traffic.health && traffic.health->switch_too; }

// The check that a record goes by.
std::string health_check(const Traffic& traffic, std::string_view side) {
  return has_switch(traffic) && side == "target" ? remembered(id_of(traffic, "switch"), "id")
                                                 : endpoint_check(traffic, side);
}

void draft_health(const Traffic& traffic, std::string_view name, const Side& side, Drafts& drafts) {
  Draft& draft =
      drafts.add(id_of(traffic, fmt::format("health-{}", name)), "health_check", "prepare");
  draft.step.title =
      fmt::format("check {}{} every {}, ill after {} failures", side.endpoint, traffic.health->path,
                  format_duration(traffic.health->interval), traffic.health->threshold);
  draft.step.way_back = "delete it";
  wait_for(draft, account_step);
  Parameters& parameters = draft.step.parameters;
  parameters.set("fqdn", side.endpoint);
  parameters.set("path", traffic.health->path);
  parameters.set("interval", traffic.health->interval);
  parameters.set("threshold", traffic.health->threshold);
  parameters.set("name", fmt::format("{} {}", traffic.name, name));
}

// The switch's own words, for whoever makes it and whoever throws it.
void set_switch(const Plan& plan, const Traffic& traffic, Parameters& parameters) {
  if (!has_switch(traffic)) return;
  parameters.set("switch_region", plan.source);
  parameters.set("switch_metric", fmt::format("{} {}", plan.name, traffic.name));
}

void draft_switch(const Plan& plan, const Traffic& traffic, Drafts& drafts) {
  Draft& draft = drafts.add(id_of(traffic, "switch"), "switch", "prepare");
  draft.step.title = fmt::format(
      "let a number in CloudWatch in {} fail the target's health check, without us-east-1",
      plan.source);
  draft.step.way_back = "delete it";
  wait_for(draft, id_of(traffic, "health-target"));
  Parameters& parameters = draft.step.parameters;
  parameters.set("name", traffic.name);
  parameters.set("endpoint_check", endpoint_check(traffic, "target"));
  set_switch(plan, traffic, parameters);
}

void draft_records(const Plan& plan, const Traffic& traffic, Drafts& drafts) {
  // Not before the data is there: Route 53 answers with a record of weight 0 as soon as all others
  // are ill, so from here on an outage of the source sends users to the target (fact C5).
  const bool drilled_before = traffic.drill && traffic.drill->before_shift;
  Draft& draft =
      drafts.add(id_of(traffic, "records"), "records", drilled_before ? "drill" : "shift");
  draft.step.title = fmt::format("give {} a record set for each side, all weight on {}",
                                 traffic.record, traffic.source.set_identifier);
  draft.step.way_back = "put the earlier record sets back";
  if (traffic.health) {
    wait_for(draft, {id_of(traffic, "health-source"), id_of(traffic, "health-target")});
    if (has_switch(traffic)) wait_for(draft, id_of(traffic, "switch"));
  } else {
    wait_for(draft, account_step);
  }
  wait_for(draft, last_steps(plan));
  draft.after.insert(draft.after.end(), traffic.after.begin(), traffic.after.end());

  Parameters& parameters = draft.step.parameters;
  parameters.set("zone", traffic.zone.name);
  parameters.set("name", traffic.record);
  parameters.set("type", traffic.type);
  for (const auto& [name, side] : {std::pair<std::string, const Side&>("source", traffic.source),
                                   {"target", traffic.target}}) {
    parameters.set(name + "_set", side.set_identifier);
    parameters.set(name + "_endpoint", side.endpoint);
    parameters.set(name + "_zone", side.hosted_zone);
    parameters.set(name + "_health", health_check(traffic, name));
  }
}

// What must hold before users are sent to the target.
void add_gates(const Plan& plan, const Traffic& traffic, StepSpec& step) {
  if (traffic.health) {
    GateSpec gate{.kind = "health",
                  .title = fmt::format("most health checkers find {} healthy", plan.target)};
    gate.parameters.set("check", endpoint_check(traffic, "target"));
    step.gates.push_back(std::move(gate));
  }
  for (const Bucket& bucket : plan.buckets) {
    // Who asks for no verification is not held back by one.
    if (bucket.replicate == Replicate::none || !bucket.verify) continue;
    GateSpec gate{.kind = "replication",
                  .title = fmt::format("nothing older than {} is missing in the target of {}",
                                       format_duration(replication_limit), bucket.name)};
    gate.parameters.set("from_region", plan.source);
    gate.parameters.set("from_bucket", bucket.source.name);
    gate.parameters.set("to_region", plan.target);
    gate.parameters.set("to_bucket", bucket.target);
    gate.parameters.set("older_than", replication_limit);
    step.gates.push_back(std::move(gate));
  }
}

void draft_drill(const Plan& plan, const Traffic& traffic, Drafts& drafts) {
  const bool before = traffic.drill->before_shift;
  const Duration limit = settling_of(traffic).least_bake() + drill_margin;
  const std::string& ill = before ? plan.source : plan.target;
  const std::string& refuge = before ? plan.target : plan.source;

  Draft& draft = drafts.add(id_of(traffic, "drill"), "drill", "drill");
  draft.step.title =
      fmt::format("let {} look ill, see traffic go to {} within {} and come back after {}", ill,
                  refuge, format_duration(limit), format_duration(traffic.drill->hold));
  draft.step.way_back = "put the health check back as it was";
  wait_for(draft, id_of(traffic, before ? "records" : "shift"));
  if (!before) wait_for(draft, id_of(traffic, "records"));
  wait_for(draft, last_steps(plan));

  // It sends everybody to the target, as a shift does.
  if (before) add_gates(plan, traffic, draft.step);

  const Side& from = before ? traffic.source : traffic.target;
  const Side& to = before ? traffic.target : traffic.source;
  Parameters& parameters = draft.step.parameters;
  parameters.set("method",
                 traffic.drill->method == DrillMethod::inverted ? "inverted" : "disabled");
  parameters.set("health_check", endpoint_check(traffic, before ? "source" : "target"));
  parameters.set("record", traffic.record);
  parameters.set("from_endpoint", from.endpoint);
  parameters.set("to_endpoint", to.endpoint);
  parameters.set("home", traffic.source.endpoint);
  parameters.set("hold", traffic.drill->hold);
  parameters.set("limit", limit);
}

// Whose weights are moved.
void name_records(const Traffic& traffic, Parameters& parameters) {
  parameters.set("zone", traffic.zone.name);
  parameters.set("record", traffic.record);
  parameters.set("type", traffic.type);
  parameters.set("source_set", traffic.source.set_identifier);
  parameters.set("target_set", traffic.target.set_identifier);
}

// What watches the target while traffic is on it, in the shift and in the soak.
void watch(const Plan& plan, const Traffic& traffic, Parameters& parameters) {
  parameters.set("hostname", traffic.record);
  parameters.set("source_endpoint", traffic.source.endpoint);
  parameters.set("target_endpoint", traffic.target.endpoint);
  parameters.set("guard", traffic.shift.guard.has_value());
  parameters.set("quiet", traffic.quiet);
  set_switch(plan, traffic, parameters);
  const auto& guard = traffic.shift.guard;
  if (!guard) return;
  parameters.set("probe", guard->probe);
  parameters.set("every", guard->every);
  parameters.set("budget", fmt::format("{}", guard->budget));
  std::vector<std::string> burn;
  for (const auto& window : guard->burn) {
    burn.push_back(fmt::format("{}ms {}ms {}", window.long_window / milliseconds(1),
                               window.short_window / milliseconds(1), window.rate));
  }
  parameters.set("burn", burn);
  parameters.set("slower", guard->slower);
  if (!guard->metrics) return;
  parameters.set("source_region", plan.source);
  parameters.set("target_region", plan.target);
  parameters.set("metrics_namespace", guard->metrics->space);
  parameters.set("metrics_requests", guard->metrics->requests);
  parameters.set("metrics_errors", guard->metrics->errors);
  std::vector<std::string> dimensions;
  for (const auto& [name, value] : guard->metrics->dimensions) {
    dimensions.push_back(fmt::format("{}={}", name, value));
  }
  parameters.set("metrics_dimensions", dimensions);
}

void draft_shift(const Plan& plan, const Traffic& traffic, Drafts& drafts) {
  Draft& draft = drafts.add(id_of(traffic, "shift"), "shift", "shift");
  std::vector<std::string> weights;
  for (const int weight : traffic.shift.weights) weights.push_back(std::to_string(weight));
  draft.step.title =
      fmt::format("move {} to {}: {} %, {} on each rung", traffic.record, plan.target,
                  join(weights, ", "), format_duration(bake_of(traffic)));
  draft.step.way_back =
      fmt::format("give all weight back to {}, by the same set identifiers", plan.source);
  wait_for(draft, id_of(traffic, "records"));
  if (traffic.drill && traffic.drill->before_shift) wait_for(draft, id_of(traffic, "drill"));
  wait_for(draft, last_steps(plan));
  add_gates(plan, traffic, draft.step);

  Parameters& parameters = draft.step.parameters;
  name_records(traffic, parameters);
  parameters.set("weights", weights);
  parameters.set("bake", bake_of(traffic));
  parameters.set("target_check", endpoint_check(traffic, "target"));
  watch(plan, traffic, parameters);
}

void draft_soak(const Plan& plan, const Traffic& traffic, Drafts& drafts) {
  Draft& draft = drafts.add(id_of(traffic, "soak"), "soak", "soak");
  draft.step.title = fmt::format("keep {} in {} for {}{}", traffic.record, plan.target,
                                 format_duration(traffic.soak),
                                 traffic.shift.guard ? ", under the guard's eyes" : "");
  wait_for(draft, id_of(traffic, "shift"));
  if (traffic.drill && !traffic.drill->before_shift) wait_for(draft, id_of(traffic, "drill"));
  draft.step.parameters.set("duration", traffic.soak);
  name_records(traffic, draft.step.parameters);
  watch(plan, traffic, draft.step.parameters);
}

}  // namespace

void draft_traffic(const Plan& plan, Drafts& drafts) {
  for (const Traffic& traffic : plan.traffic) {
    if (traffic.health) {
      draft_health(traffic, "source", traffic.source, drafts);
      draft_health(traffic, "target", traffic.target, drafts);
    }
    if (has_switch(traffic)) draft_switch(plan, traffic, drafts);
    draft_records(plan, traffic, drafts);
    if (traffic.drill) draft_drill(plan, traffic, drafts);
    draft_shift(plan, traffic, drafts);
    if (traffic.soak > Duration::zero()) draft_soak(plan, traffic, drafts);
  }
}

}  // namespace godwit::plan
