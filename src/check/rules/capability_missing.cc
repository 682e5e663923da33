// Fact B7: who makes IAM resources has to say so, and of those with names of their own in so many
// words.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "check/deployments.h"
#include "check/paths.h"
#include "check/rule.h"
#include "template/intrinsics.h"

namespace godwit::check::rule {
namespace {

using cloudformation::Resource;

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> iam_types = {{
    {"AWS::IAM::AccessKey", ""},
    {"AWS::IAM::Group", "GroupName"},
    {"AWS::IAM::InstanceProfile", "InstanceProfileName"},
    {"AWS::IAM::ManagedPolicy", "ManagedPolicyName"},
    {"AWS::IAM::Policy", ""},
    {"AWS::IAM::Role", "RoleName"},
    {"AWS::IAM::User", "UserName"},
    {"AWS::IAM::UserToGroupAddition", ""},
}};

struct Needed {
  const Resource* any = nullptr;
  const Resource* named = nullptr;
  Place name_place;
};

Needed needed(const Deployment& deployment) {
  Needed needed;
  const cloudformation::Template& content = deployment.content->content;
  const auto in = circumstances_of(deployment, "", "?");
  for (const Resource& resource : content.resources) {
    const auto type = std::ranges::find(iam_types, std::string_view(resource.type),
                                        &decltype(iam_types)::value_type::first);
    if (type == iam_types.end()) continue;
    if (!resource.condition.empty() &&
        cloudformation::holds(content, resource.condition, in) == false) {
      continue;
    }
    if (needed.any == nullptr) needed.any = &resource;
    const yaml::Node* name =
        type->second.empty() ? nullptr : cloudformation::find(resource.properties, type->second);
    if (name != nullptr && needed.named == nullptr) {
      needed.named = &resource;
      needed.name_place = name->place;
    }
  }
  return needed;
}

void look(const Subject& subject, Findings& findings) {
  for (const Deployment& each : deployments_of(subject).planned) {
    if (each.content == nullptr) continue;
    const Needed need = needed(each);
    if (need.any == nullptr) continue;
    bool some = false;
    bool named = false;
    bool known = true;
    if (const awscli::Option* given = each.command->aws->option("capabilities")) {
      for (const std::size_t at : given->values) {
        const awscli::Argument& value = each.command->words[at].value;
        known &= value.known;
        some |=
            value.text.contains("CAPABILITY_IAM") || value.text.contains("CAPABILITY_NAMED_IAM");
        named |= value.text.contains("CAPABILITY_NAMED_IAM");
      }
    }
    if (!known || named || (some && need.named == nullptr)) continue;
    const Resource& at_fault = need.named != nullptr ? *need.named : *need.any;
    const std::string wanted = need.named != nullptr ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM";
    const Word* word = each.command->option("capabilities");
    Finding& finding = findings.add(
        word == nullptr ? each.command->span : word->span,
        fmt::format("{} has an IAM resource{}, {}: CloudFormation refuses it without {}",
                    file_name(each.content->path),
                    need.named != nullptr ? " with a name of its own" : "", at_fault.name, wanted),
        fmt::format("write --capabilities {}", wanted));
    const Place place = need.named != nullptr ? need.name_place : at_fault.place;
    finding.related.push_back({{each.content->content.source.at(place), 0},
                               need.named != nullptr ? "the name" : "the resource"});
  }
}

}  // namespace

extern const Rule capability_missing{
    .id = "capability-missing",
    .severity = Severity::error,
    .title = "a stack makes IAM resources, and the command does not say that it may",
    .look = look};

}  // namespace godwit::check::rule
