// A service is used, or said to be, in a region where it has no endpoint (facts A1 to A3).
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "check/mentions.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

bool is_control_region_matter(const std::string& service) {
  return service == "meetings-chime" || service == "media-pipelines-chime";
}

// A document that says where else it asks for the service knows that it is not everywhere.
bool is_elsewhere(const Subject& subject, const std::vector<Mention>& mentions, const Mention& of) {
  return std::ranges::any_of(mentions, [&](const Mention& mention) {
    return mention.name == of.name && mention.document == of.document &&
           std::ranges::any_of(mention.regions, [&](const std::string& region) {
             return region != subject.migration.source.region &&
                    is_offered(subject, of.name, region) == true;
           });
  });
}

// Of what is named without a region: the target has to have it.
void look_at_target(const Subject& subject, const std::vector<Mention>& mentions,
                    Findings& findings) {
  const std::string& target = subject.migration.target.region;
  std::set<std::pair<int, std::string>> told;
  for (const Mention& mention : mentions) {
    if (mention.denies || mention.before || mention.unclear || !mention.regions.empty() ||
        mention.document < 0 || mention.where == Mention::Where::command ||
        is_offered(subject, mention.name, target) != false ||
        is_control_region_matter(mention.name) || is_elsewhere(subject, mentions, mention) ||
        !told.insert({mention.document, mention.name}).second) {
      continue;
    }
    Finding& finding = findings.add(
        mention.span,
        fmt::format("{} has no endpoint in {}, the target", catalog::service_name(mention.name),
                    target),
        fmt::format("say in which region it is called ({} have it), and whether data may go there",
                    some_regions(catalog::regions_of(mention.name), target)));
    finding.severity = Severity::warning;
    finding.related.push_back({subject.migration.target.span, "the target"});
    finding.basis = basis_of(subject, mention.name);
  }
}

void look(const Subject& subject, Findings& findings) {
  const std::vector<Mention> mentions = service_mentions(subject);
  look_at_target(subject, mentions, findings);
  // Once in each line: each of these places has to be changed by itself.
  std::set<std::tuple<std::string, std::string, std::string, int>> told;
  for (const Mention& mention : mentions) {
    if (mention.denies || mention.before || is_control_region_matter(mention.name)) continue;
    for (const std::string& region : mention.regions) {
      if (is_offered(subject, mention.name, region) != false) continue;
      if (!told.insert({mention.span.at.file, mention.name, region, mention.span.at.line}).second)
        continue;
      const auto elsewhere = catalog::regions_of(mention.name);
      Finding& finding = findings.add(
          mention.span,
          fmt::format("{} has no endpoint in {}: a client there cannot connect",
                      catalog::service_name(mention.name), region),
          fmt::format(
              "call it in a region that has it ({}), if its data may go there, or do without it",
              some_regions(elsewhere, region)));
      finding.basis = basis_of(subject, mention.name);
    }
  }
}

}  // namespace

extern const Rule service_not_in_region;
const Rule service_not_in_region{
    .id = "service-not-in-region",
    .severity = Severity::error,
    .title = "a service is used in a region that does not have it",
    .look = look,
};

}  // namespace godwit::check::rule
