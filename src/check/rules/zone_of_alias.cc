// Fact C3: an alias names the hosted zone of its target's service in its target's region.
#include <fmt/format.h>

#include "catalog/catalog.h"
#include "check/alias_service.h"
#include "check/effects.h"
#include "check/plan_tree.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

std::string whose(std::string_view zone) {
  const ZoneOwner owner = owner_of_zone(zone);
  if (owner.service == AliasService::unknown) return "";
  return owner.region.empty()
             ? fmt::format("that of {}", to_string(owner.service))
             : fmt::format("that of {} in {}", to_string(owner.service), owner.region);
}

// "ZYYYY", "Z1234567890": ids of hosted zones are longer, and of letters without a pattern.
bool is_made_up(std::string_view zone) {
  constexpr std::size_t shortest = 10;
  if (zone.size() < shortest || zone.contains("12345") || zone.contains("ABCDE")) return true;
  for (std::size_t i = 3; i < zone.size(); ++i) {
    if (zone[i] == zone[i - 1] && zone[i] == zone[i - 2] && zone[i] == zone[i - 3]) return true;
  }
  return false;
}

void add_basis(Finding& finding) {
  const catalog::Provenance& from = catalog::provenance(catalog::Topic::hosted_zones);
  finding.basis = Basis{std::string(from.fact), std::string(from.as_of), std::string(from.source)};
}

// `needed` is the zone that the target has, `given` the one that is written.
void tell_known(const Span& span, const std::string& target, std::string_view needed,
                const std::string& given, Findings& findings) {
  const std::string owner = whose(given);
  add_basis(findings.add(
      span,
      fmt::format("{} is of the hosted zone {}, and {} is {}: Route 53 refuses the batch", target,
                  needed, given, owner.empty() ? "another" : owner),
      fmt::format("write {}", needed)));
}

void look_at_change(const Subject& subject, const JudgedBatch& judged, std::size_t index,
                    Findings& findings) {
  const RecordChange& change = judged.batch.changes[index];
  const traffic::RecordSet& record = judged.batch.batch.changes[index].record;
  constexpr std::string_view zone_field = "AliasTarget.HostedZoneId";
  if (!record.alias || !change.knows(zone_field)) return;
  const std::string& given = record.alias->zone;
  if (is_made_up(given)) return;  // whoever follows the document puts another there
  if (change.knows("AliasTarget.DNSName")) {
    const std::string_view needed = catalog::hosted_zone_of_endpoint(record.alias->name);
    if (needed.empty() || needed == given) return;
    tell_known(change.at(zone_field), record.alias->name, needed, given, findings);
    return;
  }
  // Only what it calls its target says what that is.
  const AliasService meant = service_of_target(change);
  const ZoneOwner owner = owner_of_zone(given);
  if (meant == AliasService::unknown || owner.service == AliasService::unknown ||
      owner.service == meant) {
    return;
  }
  // A placeholder that says "load balancer" may mean either kind.
  if (meant == AliasService::load_balancer &&
      owner.service == AliasService::network_load_balancer) {
    return;
  }
  std::string region = region_of(subject, record);
  if (region.empty()) region = owner.region;
  const std::string_view right = zone_of_service(meant, region);
  add_basis(findings.add(
      change.at(zone_field),
      fmt::format("{} is {}, and the alias is to lead to {}: Route 53 refuses the batch", given,
                  whose(given), to_string(meant)),
      right.empty() ? fmt::format("name the zone of {} in the target's region", to_string(meant))
                    : fmt::format("{} has {} in {}", to_string(meant), right, region)));
}

void look_at_side(const plan::Side& side, const Span& span, Findings& findings) {
  const std::string_view needed = catalog::hosted_zone_of_endpoint(side.endpoint);
  if (needed.empty() || needed == side.hosted_zone) return;
  tell_known(span, side.endpoint, needed, side.hosted_zone, findings);
}

void look(const Subject& subject, Findings& findings) {
  for (const JudgedBatch& judged : judge(subject)) {
    for (std::size_t i = 0; i < judged.batch.changes.size(); ++i) {
      if (judged.batch.batch.changes[i].action == traffic::Action::remove) continue;
      look_at_change(subject, judged, i, findings);
    }
  }
  if (subject.plan == nullptr) return;
  const PlanTree tree(subject);
  for (std::size_t i = 0; i < subject.plan->traffic.size(); ++i) {
    const plan::Traffic& traffic = subject.plan->traffic[i];
    look_at_side(traffic.source, tree.in_traffic(i, {"source", "hosted_zone"}), findings);
    look_at_side(traffic.target, tree.in_traffic(i, {"target", "hosted_zone"}), findings);
  }
}

}  // namespace

extern const Rule zone_of_alias;
const Rule zone_of_alias{.id = "zone-of-alias",
                         .severity = Severity::error,
                         .title = "an alias names a hosted zone that is not its target's",
                         .look = look};

}  // namespace godwit::check::rule
