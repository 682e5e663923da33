// A region has a role that an account has to opt into (fact A10).
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "base/text.h"
#include "check/mentions.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

bool knows_of_it(const Subject& subject) {
  for (const Document& document : subject.documents) {
    const std::string text = to_lower(document.content.source.content());
    for (const std::string_view words :
         {"opt-in", "opt in", "opted in", "opting in", "enable-region", "enable the region"}) {
      if (text.find(words) != std::string::npos) return true;
    }
  }
  return std::ranges::any_of(subject.commands, [](const Command& command) {
    return command.is("account", "enable-region");
  });
}

void look(const Subject& subject, Findings& findings) {
  const Migration& migration = subject.migration;
  if (migration.target.region.empty() || knows_of_it(subject)) return;
  std::set<std::string> told;
  const auto look_at = [&](const std::optional<Role>& role, std::string_view name) {
    if (!role || !catalog::needs_opt_in(role->region)) return;
    if (!told.insert(role->region).second) return;
    // What is in use already has been opted into, by this account.
    const bool used =
        role->region == migration.source.region || name == "secondary" ||
        (subject.account != nullptr && std::ranges::find(subject.account->regions, role->region) !=
                                           subject.account->regions.end());
    Finding& finding = findings.add(
        role->span,
        used ? fmt::format("{}, the {} region, is one that each account has to opt into, and "
                           "session tokens of the global STS endpoint do not work there",
                           role->region, name)
             : fmt::format("{}, the {} region, is one that the account has to opt into: until then "
                           "every call there is refused",
                           role->region, name),
        fmt::format("see that every account that is involved has it (aws account "
                    "get-region-opt-status --region-name {}), and have clients use regional STS "
                    "endpoints",
                    role->region));
    finding.severity = used ? Severity::note : Severity::warning;
    finding.basis = basis_of(catalog::Topic::regions);
  };
  look_at(migration.target, "target");
  look_at(migration.secondary, "secondary");
  look_at(migration.recovery, "recovery");
}

}  // namespace

extern const Rule region_opt_in;
const Rule region_opt_in{
    .id = "region-opt-in",
    .severity = Severity::warning,
    .title = "a region has a role that accounts have to opt into",
    .look = look,
};

}  // namespace godwit::check::rule
