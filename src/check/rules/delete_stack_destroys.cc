// Fact B11: what a stack's deletion does to what holds data.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "check/deployments.h"
#include "check/paths.h"
#include "check/rule.h"
#include "check/surroundings.h"

namespace godwit::check::rule {
namespace {

struct Kind {
  std::string_view type;
  std::string_view fate;
  bool snapshot = false;  // is taken where the template says nothing
};
constexpr std::array<Kind, 16> kinds = {{
    {"AWS::KMS::Key", "is scheduled for deletion at once", false},
    {"AWS::S3::Bucket", "is deleted, or stops the deletion where something is in it", false},
    {"AWS::DynamoDB::Table", "is deleted with its items", false},
    {"AWS::DynamoDB::GlobalTable", "is deleted with all its replicas", false},
    {"AWS::RDS::DBInstance", "is deleted", true},
    {"AWS::RDS::DBCluster", "is deleted", true},
    {"AWS::EFS::FileSystem", "is deleted with its files", false},
    {"AWS::EC2::Volume", "is deleted", false},
    {"AWS::ECR::Repository", "is deleted, or stops the deletion where images are in it", false},
    {"AWS::Cognito::UserPool", "is deleted with its users", false},
    {"AWS::SecretsManager::Secret", "is deleted", false},
    {"AWS::OpenSearchService::Domain", "is deleted with its indexes", false},
    {"AWS::Elasticsearch::Domain", "is deleted with its indexes", false},
    {"AWS::DocDB::DBCluster", "is deleted", true},
    {"AWS::Neptune::DBCluster", "is deleted", true},
    {"AWS::Kinesis::Stream", "is deleted with its records", false},
}};

const Kind* lost(const cloudformation::Resource& resource) {
  const auto kind = std::ranges::find(kinds, std::string_view(resource.type), &Kind::type);
  if (kind == kinds.end()) return nullptr;
  const std::string& policy = resource.deletion_policy;
  if (policy == "Delete") return &*kind;
  if (!policy.empty() || kind->snapshot) return nullptr;
  return &*kind;
}

struct Lost {
  const TemplateFile* file = nullptr;
  const cloudformation::Resource* resource = nullptr;
  const Kind* kind = nullptr;
};

// Of the template, and of what documents add to it.
std::vector<Lost> all_lost(const Subject& subject, const TemplateFile& file) {
  std::vector<const TemplateFile*> files = changes_of(subject, file);
  files.insert(files.begin(), &file);
  std::vector<Lost> all;
  std::set<std::string> names;
  for (const TemplateFile* each : files) {
    for (const cloudformation::Resource& resource : each->content.resources) {
      const Kind* kind = lost(resource);
      if (kind != nullptr && names.insert(resource.name).second) {
        all.push_back({each, &resource, kind});
      }
    }
  }
  return all;
}

bool keeps(const Command& command, const std::vector<Lost>& all) {
  const awscli::Option* retained = command.aws->option("retain-resources");
  if (command.option_text("deletion-mode") == "FORCE_DELETE_STACK" || retained == nullptr) {
    return false;
  }
  return std::ranges::all_of(all, [&](const Lost& lost) {
    return std::ranges::any_of(retained->values, [&](std::size_t at) {
      return command.words[at].value.text == lost.resource->name;
    });
  });
}

// Whoever tidies up after an exercise wants it gone; so does whoever has a script for it. On a way
// back, or in a migration, it is what was there that goes.
bool is_meant(const Subject& subject, const Command& command) {
  if (goes_back(subject, command)) return false;
  if (subject.scripts[command.script].document < 0 || subject.migration.target.region.empty()) {
    return true;
  }
  const Surroundings around = surroundings_of(subject, command);
  const auto tidies = [](const std::string& text) {
    return mentions(
        text, {"clean up", "cleanup", "clean-up", "cleaning up", "tear down", "teardown",
               "uninstall", "delete", "deleting", "remove", "removing", "destroy", "decommission"});
  };
  return std::ranges::any_of(around.titles, tidies) || tidies(around.introduction) ||
         tidies(to_lower(subject.section_of(command).title.content()));
}

void look(const Subject& subject, Findings& findings) {
  Deployments deployments;
  bool looked = false;
  std::map<const TemplateFile*, std::vector<Lost>> by_template;
  for (const Command& command : subject.commands) {
    if (!command.is("cloudformation", "delete-stack") || is_meant(subject, command)) continue;
    if (!looked) deployments = deployments_of(subject);
    looked = true;
    const std::string stack = command.option_text("stack-name");
    const TemplateFile* file =
        stack.empty() ? nullptr : template_of_stack(subject, deployments, stack);
    if (file == nullptr) continue;
    const auto known = by_template.find(file);
    const std::vector<Lost>& all =
        known != by_template.end()
            ? known->second
            : by_template.emplace(file, all_lost(subject, *file)).first->second;
    if (all.empty() || keeps(command, all)) continue;
    std::vector<std::string> names;
    constexpr std::size_t most = 4;
    for (const Lost& each : all) {
      if (names.size() < most) {
        names.push_back(fmt::format("{} {}", each.resource->name, each.kind->fate));
      }
    }
    if (all.size() > most) names.push_back(fmt::format("and {} more", all.size() - most));
    Finding& finding =
        findings.add(command.option("stack-name")->span,
                     fmt::format("the stack of {} is deleted with what holds data: {}",
                                 file_name(file->path), join(names, "; ")),
                     "give each of them DeletionPolicy: Retain (or RetainExceptOnCreate) and "
                     "UpdateReplacePolicy: Retain, and deploy that before the stack is deleted");
    constexpr std::size_t most_related = 10;
    for (const Lost& each : all) {
      if (finding.related.size() == most_related) break;
      finding.related.push_back({{each.file->content.source.at(each.resource->place), 0},
                                 std::string(each.resource->type)});
    }
  }
}

}  // namespace

extern const Rule delete_stack_destroys{.id = "delete-stack-destroys",
                                        .severity = Severity::error,
                                        .title = "a stack is deleted, and with it what holds data",
                                        .look = look};

}  // namespace godwit::check::rule
