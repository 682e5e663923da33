// Fact B7: a template with a public hosted zone, deployed a second time, makes a second zone of the
// same domain, which no registrar knows.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/migrate-dns-domain-in-use.html
#include <fmt/format.h>

#include <optional>
#include <set>
#include <string>

#include "check/deployments.h"
#include "check/paths.h"
#include "check/regional_stacks.h"
#include "check/rule.h"
#include "template/intrinsics.h"

namespace godwit::check::rule {
namespace {

using cloudformation::Resource;

// Private zones may have the same name: each is for its own networks.
bool is_public_zone(const Resource& resource) {
  return resource.type == "AWS::Route53::HostedZone" &&
         cloudformation::find(resource.properties, "VPCs") == nullptr;
}

// A command that is run again with another region gives the same domain as before, as far as nobody
// says otherwise.
std::optional<std::string> domain_of(const RegionalStack& stack, const RegionalStack& other,
                                     const yaml::Node* name) {
  cloudformation::Circumstances in = stack.in;
  if (stack.deployment->command == other.deployment->command) {
    for (auto& [parameter, value] : in.parameters) {
      const auto given = stack.deployment->parameters.find(parameter);
      const auto others = other.in.parameters.find(parameter);
      if (given != stack.deployment->parameters.end() && !given->second.value.known &&
          others != other.in.parameters.end()) {
        value = others->second;
      }
    }
  }
  return cloudformation::text_of(stack.deployment->content->content, name, in);
}

bool is_made(const RegionalStack& stack, const Resource& resource) {
  return resource.condition.empty() || cloudformation::holds(stack.deployment->content->content,
                                                             resource.condition, stack.in) == true;
}

void look(const Subject& subject, Findings& findings) {
  const Deployments deployments = deployments_of(subject);
  const std::vector<RegionalStack> stacks = regional_stacks(subject, deployments);
  std::set<std::size_t> told;
  for (std::size_t i = 0; i < stacks.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const RegionalStack& first = stacks[j];
      const RegionalStack& second = stacks[i];
      const TemplateFile* file = second.deployment->content;
      if (second.today || first.region == second.region || first.deployment->content != file ||
          !in_one_account(first, second)) {
        continue;
      }
      for (const Resource& resource : file->content.resources) {
        if (!is_public_zone(resource) || !is_made(first, resource) || !is_made(second, resource)) {
          continue;
        }
        const yaml::Node* name = cloudformation::find(resource.properties, "Name");
        const auto domain = domain_of(second, first, name);
        if (!domain || domain != domain_of(first, second, name) || !told.insert(i).second) continue;
        const bool is_known = !domain->starts_with('?');
        Finding& finding = findings.add(
            cause_of(subject, *second.deployment),
            fmt::format("{} in {} makes a second zone{}{}: it has other name servers, the "
                        "registrar names those of the first, and records in it answer nobody",
                        file_name(file->path), second.region, is_known ? " of " : "",
                        is_known ? *domain : ""),
            "make the zone in a stack of its own, once, and give its id to the others");
        finding.related.push_back({{file->content.source.at(resource.place), 0}, "the zone"});
        finding.related.push_back(
            {first.deployment->command->span, fmt::format("the first one, in {}", first.region)});
      }
    }
  }
}

}  // namespace

extern const Rule hosted_zone_second{
    .id = "hosted-zone-second",
    .severity = Severity::error,
    .title = "a second hosted zone of a domain is made, to which nothing delegates",
    .look = look};

}  // namespace godwit::check::rule
