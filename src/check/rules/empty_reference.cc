// Fact B8: a parameter that is empty leaves an empty text wherever it is referred to, and a policy
// with an empty Resource is refused.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "check/deployments.h"
#include "check/rule.h"
#include "template/intrinsics.h"
#include "template/references.h"

namespace godwit::check::rule {
namespace {

using cloudformation::find;
using cloudformation::Template;

// Where a statement's Resource, or one of several, is the empty text.
void gather(const yaml::Node& node, std::vector<Place>& places) {
  if (const yaml::Node* effect = find(&node, "Effect");
      effect != nullptr && (effect->text == "Allow" || effect->text == "Deny")) {
    for (const std::string_view key : {"Resource", "NotResource"}) {
      const yaml::Node* resource = find(&node, key);
      if (resource == nullptr) continue;
      const auto is_empty = [](const yaml::Node& each) {
        return each.kind == yaml::Kind::scalar && each.text.empty();
      };
      if (is_empty(*resource)) places.push_back(resource->place);
      for (const yaml::Node& item : resource->items) {
        if (is_empty(item)) places.push_back(item.place);
      }
    }
  }
  for (const yaml::Node& item : node.items) gather(item, places);
  for (const yaml::Entry& entry : node.entries) gather(entry.value, places);
}

struct Empty {
  const cloudformation::Resource* resource = nullptr;
  Place place;
};
std::vector<Empty> empties(const Template& of, const cloudformation::Circumstances& in) {
  std::vector<Empty> found;
  for (const cloudformation::Resource& resource : of.resources) {
    if (resource.properties == nullptr ||
        (!resource.condition.empty() &&
         cloudformation::holds(of, resource.condition, in) != true)) {
      continue;
    }
    std::vector<Place> places;
    gather(cloudformation::evaluate(of, *resource.properties, in), places);
    for (const Place& place : places) found.push_back({&resource, place});
  }
  return found;
}

// The defaults that documents give the template's parameters, after all changes.
using Defaults =
    std::vector<std::pair<std::string, std::pair<const TemplateFile*, const yaml::Node*>>>;
Defaults changed_defaults(const Subject& subject, const TemplateFile& file) {
  Defaults defaults;
  for (const TemplateFile* change : changes_of(subject, file)) {
    for (const cloudformation::Parameter& parameter : change->content.parameters) {
      if (parameter.default_value != nullptr && file.content.parameter(parameter.name) != nullptr) {
        defaults.push_back({parameter.name, {change, parameter.default_value}});
      }
    }
  }
  return defaults;
}

Span span_in(const TemplateFile& file, Place place) { return {file.content.source.at(place), 0}; }

// The parameter that is behind an empty text, with its default.
const cloudformation::Parameter* behind(const Template& of, const Empty& empty,
                                        const cloudformation::Circumstances& in) {
  for (const auto& reference : cloudformation::references(*empty.resource->properties)) {
    const cloudformation::Parameter* parameter = of.parameter(reference.name);
    if (parameter == nullptr || reference.place != empty.place) continue;
    const auto given = in.parameters.find(parameter->name);
    if (given != in.parameters.end()
            ? given->second.empty()
            : parameter->default_value != nullptr && parameter->default_value->text.empty()) {
      return parameter;
    }
  }
  return nullptr;
}

void look_at(const Subject& subject, const TemplateFile& file, const Deployment* deployment,
             Findings& findings, std::set<std::pair<const TemplateFile*, Place>>& told) {
  cloudformation::Circumstances in;
  if (deployment != nullptr) in = circumstances_of(*deployment, subject.migration.account, "?");
  const Defaults defaults = changed_defaults(subject, file);
  for (const auto& [name, value] : defaults) in.parameters.try_emplace(name, value.second->text);
  for (const Empty& empty : empties(file.content, in)) {
    const std::pair<const TemplateFile*, Place> key(&file, empty.place);
    constexpr std::size_t most = 100;
    if (told.size() == most || !told.insert(key).second) continue;
    const cloudformation::Parameter* parameter = behind(file.content, empty, in);
    Span at = span_in(file, empty.place);
    const Span reference = at;
    for (const auto& [name, value] : defaults) {
      if (parameter == nullptr || name != parameter->name || !value.second->text.empty()) continue;
      const Location where = value.first->content.source.at(value.second->place);
      at = {where, 2};  // the two quotes
    }
    const std::string what = parameter == nullptr ? "it" : parameter->name;
    Finding& finding = findings.add(
        at,
        fmt::format("{} is empty, and {} refers to it as a policy's Resource: IAM refuses a policy "
                    "with an empty Resource, and the stack is rolled back",
                    what, empty.resource->name),
        parameter == nullptr
            ? "leave the statement out where there is nothing to name: !If [..., !Ref AWS::NoValue]"
            : fmt::format("refer to what is there instead: !If [a condition, the stack's own "
                          "resource, !Ref {}]",
                          parameter->name));
    // Whoever deploys it from somewhere else may give it a value.
    if (deployment == nullptr && at == reference) finding.severity = Severity::warning;
    if (at != reference) finding.related.push_back({reference, "it is referred to here"});
  }
}

void look(const Subject& subject, Findings& findings) {
  const Deployments deployments = deployments_of(subject);
  std::set<std::pair<const TemplateFile*, Place>> told;
  for (const TemplateFile& file : subject.templates) {
    if (file.content.fragment || file.form != ShownFile::Form::whole) continue;
    bool deployed = false;
    int looked = 0;
    constexpr int most = 20;  // the same template again and again is found out soon
    for (const Deployment& each : deployments.planned) {
      if (each.content != &file) continue;
      deployed = true;
      if (each.all_given && looked++ < most) look_at(subject, file, &each, findings, told);
    }
    if (!deployed) look_at(subject, file, nullptr, findings, told);
  }
}

}  // namespace

extern const Rule empty_reference{.id = "empty-reference",
                                  .severity = Severity::error,
                                  .title = "a policy's Resource comes to an empty text",
                                  .look = look};

}  // namespace godwit::check::rule
