// Fact B13: tasks that are still starting fail the load balancer's check, and are stopped before
// they have started.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-healthcheck.html
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "base/text.h"
#include "check/rule.h"
#include "template/intrinsics.h"

namespace godwit::check::rule {
namespace {

using cloudformation::find;
using cloudformation::Resource;
using cloudformation::Template;

// Nothing where it is not known.
std::optional<long> number(const Template& of, const yaml::Node* node) {
  const auto text = cloudformation::text_of(of, node, {});
  return text ? parse_integer(*text) : std::nullopt;
}
std::optional<long> number_or(const Template& of, const yaml::Node* node, long fallback) {
  return node == nullptr ? std::optional<long>(fallback) : number(of, node);
}

// The resource that a node refers to.
const Resource* referred(const Template& of, const yaml::Node* node) {
  const auto function = node == nullptr ? std::nullopt : cloudformation::intrinsic(*node);
  if (!function || function->name != "Ref") return nullptr;
  return of.resource(function->argument->text);
}

// The longest time that a task's containers are given to start, in seconds.
struct Start {
  long seconds = 0;
  Place place;
};
std::optional<Start> start_of(const Template& of, const Resource& task) {
  std::optional<Start> longest;
  const yaml::Node* containers = find(task.properties, "ContainerDefinitions");
  if (containers == nullptr) return std::nullopt;
  for (const yaml::Node& container : containers->items) {
    const yaml::Node* period = find(find(&container, "HealthCheck"), "StartPeriod");
    const auto seconds = period == nullptr ? std::nullopt : number(of, period);
    if (seconds && (!longest || *seconds > longest->seconds)) longest = {*seconds, period->place};
  }
  return longest;
}

void look_at(const Template& content, const Resource& service, Findings& findings) {
  const yaml::Node* balancers = find(service.properties, "LoadBalancers");
  const Resource* task = referred(content, find(service.properties, "TaskDefinition"));
  if (balancers == nullptr || task == nullptr) return;
  const auto start = start_of(content, *task);
  const yaml::Node* grace_node = find(service.properties, "HealthCheckGracePeriodSeconds");
  const auto grace = number_or(content, grace_node, 0);
  if (!start || !grace) return;
  for (const yaml::Node& balancer : balancers->items) {
    const Resource* group = referred(content, find(&balancer, "TargetGroupArn"));
    if (group == nullptr) continue;
    constexpr long default_interval = 30;
    constexpr long default_threshold = 2;
    const auto interval =
        number_or(content, find(group->properties, "HealthCheckIntervalSeconds"), default_interval);
    const auto threshold =
        number_or(content, find(group->properties, "UnhealthyThresholdCount"), default_threshold);
    if (!interval || !threshold) continue;
    const long patience = std::max(*grace, *interval * *threshold);
    if (start->seconds <= patience) continue;
    const Place place = grace_node != nullptr ? grace_node->place : service.place;
    Finding& finding = findings.add(
        {content.source.at(place), 0},
        fmt::format(
            "{} stops a task that is not healthy {} s after its start, and its container is "
            "given {} s to start: a slow start never ends, and the stack is rolled back",
            service.name, patience, start->seconds),
        fmt::format("HealthCheckGracePeriodSeconds: {} or more", start->seconds));
    finding.related.push_back({{content.source.at(start->place), 0}, "the start's time"});
    finding.related.push_back({{content.source.at(group->place), 0},
                               fmt::format("{} failures, {} s apart, with {} s of grace",
                                           *threshold, *interval, *grace)});
    return;
  }
}

void look(const Subject& subject, Findings& findings) {
  for (const TemplateFile& file : subject.templates) {
    if (file.form == ShownFile::Form::before) continue;
    for (const Resource& resource : file.content.resources) {
      if (resource.type == "AWS::ECS::Service") look_at(file.content, resource, findings);
    }
  }
}

}  // namespace

extern const Rule grace_period_short{
    .id = "grace-period-short",
    .severity = Severity::warning,
    .title = "a service's tasks are stopped before they can have started",
    .look = look};

}  // namespace godwit::check::rule
