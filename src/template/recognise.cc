#include "template/recognise.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.h"
#include "template/intrinsics.h"

namespace godwit::cloudformation {

namespace {

constexpr std::array<std::string_view, 12> section_names = {"AWSTemplateFormatVersion",
                                                            "Conditions",
                                                            "Description",
                                                            "Globals",
                                                            "Hooks",
                                                            "Mappings",
                                                            "Metadata",
                                                            "Outputs",
                                                            "Parameters",
                                                            "Rules",
                                                            "Resources",
                                                            "Transform"};
constexpr std::array<std::string_view, 12> parameter_keys = {
    "AllowedPattern", "AllowedValues", "ConstraintDescription",
    "Default",        "Description",   "MaxLength",
    "MaxValue",       "MinLength",     "MinValue",
    "NoEcho",         "Type",          "Metadata"};
constexpr std::array<std::string_view, 9> resource_keys = {
    "Condition",  "CreationPolicy", "DeletionPolicy", "DependsOn",          "Metadata",
    "Properties", "Type",           "UpdatePolicy",   "UpdateReplacePolicy"};
constexpr std::array<std::string_view, 4> output_keys = {"Condition", "Description", "Export",
                                                         "Value"};

bool has_only(const yaml::Node& map, auto& keys) {
  return map.kind == yaml::Kind::map && std::ranges::all_of(map.entries, [&](const auto& entry) {
           return std::ranges::find(keys, std::string_view(entry.key)) != keys.end();
         });
}

bool is_parameter(const yaml::Node& node) {
  return has_only(node, parameter_keys) && is_parameter_type(text_at(&node, "Type"));
}
bool is_resource(const yaml::Node& node) {
  return has_only(node, resource_keys) && is_resource_type(text_at(&node, "Type"));
}
bool is_output(const yaml::Node& node) {
  return has_only(node, output_keys) && find(&node, "Value") != nullptr;
}
bool is_condition(const yaml::Node& node) {
  const auto function = intrinsic(node);
  return function && (function->name == "Fn::Equals" || function->name == "Fn::And" ||
                      function->name == "Fn::Or" || function->name == "Fn::Not");
}

bool all_entries(const yaml::Node* map, bool (*is)(const yaml::Node&)) {
  return map != nullptr && map->kind == yaml::Kind::map && !map->entries.empty() &&
         std::ranges::all_of(map->entries, [&](const auto& entry) { return is(entry.value); });
}

// Something within the sections that nothing but a template has.
bool is_convincing(const yaml::Node& tree) {
  if (find(&tree, "AWSTemplateFormatVersion") != nullptr) return true;
  if (const yaml::Node* resources = find(&tree, "Resources");
      resources != nullptr && resources->kind == yaml::Kind::map &&
      std::ranges::any_of(resources->entries, [](const auto& entry) {
        return is_resource_type(text_at(&entry.value, "Type"));
      })) {
    return true;
  }
  return all_entries(find(&tree, "Parameters"), is_parameter) ||
         all_entries(find(&tree, "Outputs"), is_output) ||
         all_entries(find(&tree, "Conditions"), is_condition);
}

}  // namespace

bool is_resource_type(std::string_view type) {
  if (type.starts_with("Custom::")) return type.size() > 8;
  if (is_parameter_type(type)) return false;
  const std::size_t first = type.find("::");
  const std::size_t second = type.find("::", first + 2);
  return second != std::string_view::npos && std::ranges::all_of(type, [](char letter) {
           return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                  (letter >= '0' && letter <= '9') || letter == ':';
         });
}

bool is_parameter_type(std::string_view type) {
  if (type == "String" || type == "Number" || type == "CommaDelimitedList") return true;
  if (type.starts_with("List<") && type.ends_with('>')) return true;
  if (type.starts_with("AWS::SSM::Parameter::")) return true;
  return type.starts_with("AWS::") &&
         (type.ends_with("::Id") || type.ends_with("::KeyName") || type.ends_with("::GroupName") ||
          type.ends_with("::AvailabilityZone::Name"));
}

Shape recognise(const yaml::Node& tree) {
  if (tree.kind != yaml::Kind::map || tree.entries.empty()) return Shape::none;
  const bool only_sections = has_only(tree, section_names);
  const bool whole =
      find(&tree, "AWSTemplateFormatVersion") != nullptr || find(&tree, "Resources") != nullptr;
  if ((only_sections || whole) && is_convincing(tree)) return Shape::sections;
  if (all_entries(&tree, is_parameter)) return Shape::parameters;
  if (all_entries(&tree, is_resource)) return Shape::resources;
  if (is_resource(tree) && tree.entries.size() > 1) return Shape::resource;
  return Shape::none;
}

bool may_be_template(std::string_view text) {
  return text.contains("AWSTemplateFormatVersion") || text.contains("Type") ||
         text.contains("Outputs") || text.contains("Conditions");
}

}  // namespace godwit::cloudformation
