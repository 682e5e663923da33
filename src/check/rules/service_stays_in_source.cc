// The workload goes on calling a service in the region that it leaves (fact A1).
#include <fmt/format.h>

#include "check/mentions.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

void look(const Subject& subject, Findings& findings) {
  if (subject.plan == nullptr) return;
  const std::string& source = subject.plan->source;
  const std::string& target = subject.plan->target;
  for (const plan::ServiceUse& use : subject.plan->services) {
    if (use.region.name != source) continue;
    Finding& finding = findings.add(
        {use.region.where, 0},
        fmt::format("{} is still called in {}, the source: when that region is down, so is this",
                    catalog::service_name(use.service), source),
        is_offered(subject, use.service, target) == true
            ? fmt::format("call it in {}, which has it", target)
            : fmt::format("{} does not have it: take another region that does ({}), or write the "
                          "exception",
                          target, some_regions(catalog::regions_of(use.service), target)));
    finding.basis = basis_of(subject, use.service);
  }
}

}  // namespace

extern const Rule service_stays_in_source;
const Rule service_stays_in_source{
    .id = "service-stays-in-source",
    .severity = Severity::warning,
    .title = "a service is still called in the region that the workload leaves",
    .look = look,
};

}  // namespace godwit::check::rule
