// Fact E7: openEHR's version ids carry the name of the system that wrote them.
// https://specifications.openehr.org/releases/BASE/latest/base_types.html
#include <fmt/format.h>

#include <string>

#include "check/rule.h"
#include "template/intrinsics.h"

namespace godwit::check::rule {
namespace {

using cloudformation::find;
using cloudformation::Template;

// The value of EHRbase's SERVER_NODENAME in a container; nullptr: it is none, or has its default.
const yaml::Node* node_name(const yaml::Node& container) {
  const yaml::Node* image = find(&container, "Image");
  if (image == nullptr) return nullptr;
  std::string text = image->text;
  if (const auto function = cloudformation::intrinsic(*image)) text = function->argument->text;
  if (!text.contains("ehrbase")) return nullptr;
  const yaml::Node* environment = find(&container, "Environment");
  if (environment == nullptr) return nullptr;
  for (const yaml::Node& item : environment->items) {
    if (cloudformation::text_at(&item, "Name") == "SERVER_NODENAME") return find(&item, "Value");
  }
  return nullptr;
}

void look(const Subject& subject, Findings& findings) {
  const std::string& source = subject.migration.source.region;
  const std::string& target = subject.migration.target.region;
  if (source.empty() || target.empty() || source == target) return;
  for (const TemplateFile& file : subject.templates) {
    const Template& content = file.content;
    if (file.form == ShownFile::Form::before) continue;
    for (const cloudformation::Resource& resource : content.resources) {
      const yaml::Node* containers = find(resource.properties, "ContainerDefinitions");
      if (resource.type != "AWS::ECS::TaskDefinition" || containers == nullptr) continue;
      for (const yaml::Node& container : containers->items) {
        const yaml::Node* value = node_name(container);
        const auto here = cloudformation::text_of(content, value, {source, "", "stack", {}});
        const auto there = cloudformation::text_of(content, value, {target, "", "stack", {}});
        if (!here || !there || here == there) continue;
        findings.add(
            {content.source.at(value->place), 0},
            fmt::format(
                "the server's name is '{}' in {} and '{}' in {}: it is part of the id of "
                "each version, so versions of the same record differ, and updates that name "
                "the old one are refused",
                *here, source, *there, target),
            "one name that says nothing of a region, the one that stands in the ids today");
      }
    }
  }
}

}  // namespace

extern const Rule node_name_regional{.id = "node-name-regional",
                                     .severity = Severity::error,
                                     .title = "an openEHR server has another name in each region",
                                     .look = look};

}  // namespace godwit::check::rule
