#include "template/references.h"

#include <algorithm>
#include <array>
#include <utility>

#include "template/intrinsics.h"

namespace godwit::cloudformation {

namespace {

void gather(const yaml::Node& node, std::vector<Reference>& found);

void gather_sub(const yaml::Node& argument, std::vector<Reference>& found) {
  const yaml::Node* text = &argument;
  const yaml::Node* own = nullptr;
  if (argument.kind == yaml::Kind::list && !argument.items.empty()) {
    text = &argument.items[0];
    if (argument.items.size() > 1) own = &argument.items[1];
  }
  if (text->kind == yaml::Kind::scalar) {
    for (const Piece& piece : pieces_of(text->text)) {
      if (!piece.variable || find(own, piece.text) != nullptr) continue;
      const std::size_t dot = piece.text.find('.');
      if (dot == std::string::npos) {
        found.push_back({Reference::Kind::ref, piece.text, {}, text->place});
      } else {
        found.push_back({Reference::Kind::attribute, piece.text.substr(0, dot),
                         piece.text.substr(dot + 1), text->place});
      }
    }
  }
  if (own != nullptr) gather(*own, found);
}

void gather(const yaml::Node& node, std::vector<Reference>& found) {
  if (const auto function = intrinsic(node)) {
    const yaml::Node& argument = *function->argument;
    if (function->name == "Ref") {
      if (argument.kind == yaml::Kind::scalar) {
        found.push_back({Reference::Kind::ref, argument.text, {}, node.place});
      }
      return;
    }
    if (function->name == "Fn::Sub") return gather_sub(argument, found);
    if (function->name == "Fn::GetAtt") {
      if (argument.kind == yaml::Kind::list && argument.items.size() == 2 &&
          argument.items[0].kind == yaml::Kind::scalar) {
        found.push_back({Reference::Kind::attribute, argument.items[0].text, argument.items[1].text,
                         node.place});
      }
      return;
    }
    if (function->name == "Fn::If" && argument.kind == yaml::Kind::list &&
        !argument.items.empty() && argument.items[0].kind == yaml::Kind::scalar) {
      found.push_back(
          {Reference::Kind::condition, argument.items[0].text, {}, argument.items[0].place});
    }
    // A macro's parameters are its own affair.
    if (function->name == "Fn::Transform" || function->name.starts_with("Fn::ForEach")) return;
  }
  for (const yaml::Node& item : node.items) gather(item, found);
  for (const yaml::Entry& entry : node.entries) gather(entry.value, found);
}

bool names_something(const Template& of, const Reference& reference) {
  if (reference.kind == Reference::Kind::condition) return of.conditions.contains(reference.name);
  if (reference.kind == Reference::Kind::ref &&
      (is_pseudo_parameter(reference.name) || of.parameter(reference.name) != nullptr)) {
    return true;
  }
  return of.resource(reference.name) != nullptr;
}

}  // namespace

std::vector<Reference> references(const yaml::Node& node) {
  std::vector<Reference> found;
  gather(node, found);
  return found;
}

std::vector<Reference> unresolved(const Template& of) {
  // A macro, SAM's among them, may add whatever is missing.
  if (of.tree == nullptr || find(of.tree.get(), "Transform") != nullptr) return {};
  std::vector<Reference> found;
  for (const auto& [name, condition] : of.conditions) gather(*condition, found);
  for (const Resource& resource : of.resources) {
    if (!resource.condition.empty()) {
      found.push_back({Reference::Kind::condition, resource.condition, {}, resource.place});
    }
    if (resource.properties != nullptr) gather(*resource.properties, found);
  }
  for (const Output& output : of.outputs) {
    if (output.value != nullptr) gather(*output.value, found);
    if (output.export_name != nullptr) gather(*output.export_name, found);
  }
  std::erase_if(found, [&](const Reference& reference) { return names_something(of, reference); });
  std::ranges::stable_sort(found, {}, &Reference::place);
  return found;
}

bool is_pseudo_parameter(std::string_view name) {
  constexpr std::array<std::string_view, 8> names = {
      "AWS::AccountId", "AWS::NoValue", "AWS::NotificationARNs", "AWS::Partition",
      "AWS::Region",    "AWS::StackId", "AWS::StackName",        "AWS::URLSuffix"};
  return std::ranges::find(names, name) != names.end();
}

}  // namespace godwit::cloudformation
