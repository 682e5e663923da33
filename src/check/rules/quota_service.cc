// Fact A11: a quota belongs to one service code, and another's does not know it.
#include <fmt/format.h>

#include <algorithm>

#include "catalog/catalog.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

Basis basis() {
  const catalog::Provenance& from = catalog::provenance(catalog::Topic::quotas);
  return {std::string(from.fact), std::string(from.as_of), std::string(from.source)};
}

void look_at(const Command& command, Findings& findings) {
  const std::string service = command.option_text("service-code");
  const std::string code = command.option_text("quota-code");
  if (service.empty() || code.empty() || catalog::find_quota(service, code) != nullptr) return;
  // A code that the catalog does not know may be anybody's.
  const auto owner = std::ranges::find(catalog::quotas(), code, &catalog::Quota::code);
  if (owner == catalog::quotas().end()) return;
  Finding& finding =
      findings.add(command.option("service-code")->span,
                   fmt::format("{} ({}) is a quota of '{}', not of '{}': Service Quotas answers "
                               "NoSuchResourceException",
                               code, owner->name, owner->service, service),
                   fmt::format("write --service-code {}", owner->service));
  finding.basis = basis();
}

// A request for what everybody has, or less.
void look_at_request(const Command& command, Findings& findings) {
  const catalog::Quota* quota =
      catalog::find_quota(command.option_text("service-code"), command.option_text("quota-code"));
  if (quota == nullptr || quota->adjustable) return;
  Finding& finding = findings.add(
      command.option("quota-code")->span,
      fmt::format("{} ({}) cannot be raised: the request is refused", quota->code, quota->name),
      "design within it");
  finding.basis = basis();
}

void look(const Subject& subject, Findings& findings) {
  for (const Command& command : subject.commands) {
    if (!command.aws || command.aws->service != "service-quotas") continue;
    look_at(command, findings);
    if (command.aws->operation == "request-service-quota-increase") {
      look_at_request(command, findings);
    }
  }
}

}  // namespace

extern const Rule quota_service;
const Rule quota_service = {
    .id = "quota-service",
    .severity = Severity::error,
    .title = "a quota is asked of a service that does not have it",
    .look = look,
};

}  // namespace godwit::check::rule
