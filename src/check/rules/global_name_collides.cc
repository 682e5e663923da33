// Fact B7: IAM's names are an account's, and buckets' names are everybody's: the same template in a
// second region asks for a name that is taken.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "check/deployments.h"
#include "check/paths.h"
#include "check/regional_stacks.h"
#include "check/rule.h"
#include "template/intrinsics.h"

namespace godwit::check::rule {
namespace {

struct Named {
  std::string_view type;
  std::string_view property;
  std::string_view noun;
};
constexpr std::array<Named, 6> named_types = {{
    {"AWS::IAM::Group", "GroupName", "group"},
    {"AWS::IAM::InstanceProfile", "InstanceProfileName", "instance profile"},
    {"AWS::IAM::ManagedPolicy", "ManagedPolicyName", "policy"},
    {"AWS::IAM::Role", "RoleName", "role"},
    {"AWS::IAM::User", "UserName", "user"},
    {"AWS::S3::Bucket", "BucketName", "bucket"},
}};

struct GlobalName {
  const cloudformation::Resource* resource = nullptr;
  std::string_view noun;
  std::string name;
  Place place;
};

// Of what is made for certain.
std::vector<GlobalName> global_names(const RegionalStack& stack) {
  std::vector<GlobalName> found;
  const cloudformation::Template& content = stack.deployment->content->content;
  for (const cloudformation::Resource& resource : content.resources) {
    const auto type = std::ranges::find(named_types, std::string_view(resource.type), &Named::type);
    if (type == named_types.end()) continue;
    if (!resource.condition.empty() &&
        cloudformation::holds(content, resource.condition, stack.in) != true) {
      continue;
    }
    const yaml::Node* name = cloudformation::find(resource.properties, type->property);
    const auto text = cloudformation::text_of(content, name, stack.in);
    if (text && !text->empty()) found.push_back({&resource, type->noun, *text, name->place});
  }
  return found;
}

// Both are in the order of the template.
std::vector<GlobalName> collisions(const std::vector<GlobalName>& a,
                                   const std::vector<GlobalName>& b) {
  std::vector<GlobalName> found;
  auto first = a.begin();
  for (const GlobalName& each : b) {
    while (first != a.end() && first->place < each.place) ++first;
    if (first == a.end()) break;
    if (first->resource == each.resource && first->name == each.name) found.push_back(each);
  }
  return found;
}

std::string list(const std::vector<GlobalName>& all) {
  std::vector<std::string> names;
  constexpr std::size_t most = 3;
  for (const GlobalName& each : all) {
    if (names.size() == most) break;
    names.push_back(fmt::format("the {} '{}'", each.noun, each.name));
  }
  std::string text = join(names, ", ");
  if (all.size() > most) text += fmt::format(" and {} more", all.size() - most);
  return text;
}

void look(const Subject& subject, Findings& findings) {
  const Deployments deployments = deployments_of(subject);
  const std::vector<RegionalStack> stacks = regional_stacks(subject, deployments);
  std::vector<std::vector<GlobalName>> names;
  for (const RegionalStack& stack : stacks) names.push_back(global_names(stack));
  // The later stack of a pair is the one that fails; each fails once.
  for (std::size_t i = 0; i < stacks.size(); ++i) {
    if (stacks[i].today) continue;
    for (std::size_t j = 0; j < stacks.size(); ++j) {
      const bool earlier = j < i || stacks[j].today;
      if (!earlier || i == j || stacks[j].region == stacks[i].region ||
          stacks[j].deployment->content != stacks[i].deployment->content ||
          !in_one_account(stacks[i], stacks[j])) {
        continue;
      }
      const std::vector<GlobalName> all = collisions(names[j], names[i]);
      if (all.empty()) continue;
      const SourceText& text = stacks[i].deployment->content->content.source;
      Finding& finding = findings.add(
          cause_of(subject, *stacks[i].deployment),
          fmt::format(
              "{} in {} asks for {}, which the stack in {} has: it fails and is rolled back",
              file_name(stacks[i].deployment->content->path), stacks[i].region, list(all),
              stacks[j].region),
          "put ${AWS::Region} into each such name, or leave the name out");
      constexpr std::size_t most_related = 10;
      for (const GlobalName& each : all) {
        if (finding.related.size() == most_related) break;
        finding.related.push_back({{text.at(each.place), 0}, "the name"});
      }
      finding.related.push_back(
          {stacks[j].deployment->command->span, fmt::format("the stack in {}", stacks[j].region)});
      break;
    }
  }
}

}  // namespace

extern const Rule global_name_collides{
    .id = "global-name-collides",
    .severity = Severity::error,
    .title = "a template that has stacks in two regions gives both the same global name",
    .look = look};

}  // namespace godwit::check::rule
