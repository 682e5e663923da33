// What a service falls back to does not have it (facts A1, A3, A4): by name, or by the role that a
// document gives a region.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "check/fallbacks.h"
#include "check/mentions.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

std::string_view what_is_missing(std::string_view service) {
  return service == "meetings-chime" ? "no control region" : "no endpoint";
}

void look_at_orders(const Subject& subject, Findings& findings) {
  std::set<std::pair<std::string, std::string>> told;
  for (const Fallback& fallback : fallbacks_of(subject)) {
    if (fallback.replaced) continue;
    for (const FallbackStep& step : fallback.steps) {
      for (const std::string& service : fallback.services) {
        if (is_offered(subject, service, step.region) != false) continue;
        if (!told.insert({service, step.region}).second) continue;
        Finding& finding = findings.add(
            step.span,
            fmt::format("{} falls back to {}, where it has {}", catalog::service_name(service),
                        step.region, what_is_missing(service)),
            fmt::format("fall back to a region that has it ({})",
                        some_regions(catalog::regions_of(service), step.region)));
        finding.severity = Severity::error;
        finding.basis = basis_of(subject, service);
      }
    }
  }
}

// Of services of which nobody says where they are: the regions that are to stand in for the target.
void look_at_roles(const Subject& subject, Findings& findings) {
  const Migration& migration = subject.migration;
  if (migration.target.region.empty()) return;
  const std::vector<Mention> mentions = service_mentions(subject);
  std::set<std::pair<std::string, std::string>> told;
  const auto look_at = [&](const std::optional<Role>& role, std::string_view name) {
    if (!role || role->region.empty() || role->region == migration.target.region) return;
    for (const Mention& mention : mentions) {
      if (mention.document < 0 || mention.denies || mention.before || mention.unclear ||
          mention.where == Mention::Where::command || mention.where == Mention::Where::title) {
        continue;
      }
      // Said of no region, or of the target: it is part of what the other would have to stand in
      // for.
      if (!mention.regions.empty() && mention.regions != std::vector{migration.target.region})
        continue;
      if (is_offered(subject, mention.name, role->region) != false) continue;
      if (!told.insert({mention.name, role->region}).second) continue;
      Finding& finding = findings.add(
          mention.span,
          fmt::format("{} has {} in {}, the {} region: there is nothing to fall back to",
                      catalog::service_name(mention.name), what_is_missing(mention.name),
                      role->region, name),
          fmt::format("say what happens without it, or fall back to a region that has it ({})",
                      some_regions(catalog::regions_of(mention.name), role->region)));
      finding.related.push_back(
          {role->span, fmt::format("{} is the {} region", role->region, name)});
      finding.basis = basis_of(subject, mention.name);
    }
  };
  look_at(migration.secondary, "secondary");
  look_at(migration.recovery, "recovery");
}

void look(const Subject& subject, Findings& findings) {
  look_at_orders(subject, findings);
  look_at_roles(subject, findings);
}

}  // namespace

extern const Rule fallback_without_service;
const Rule fallback_without_service{
    .id = "fallback-without-service",
    .severity = Severity::warning,
    .title = "a region that is to take over does not have a service that is needed there",
    .look = look,
};

}  // namespace godwit::check::rule
