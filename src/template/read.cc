#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "base/text.h"
#include "template/intrinsics.h"
#include "template/recognise.h"
#include "template/references.h"
#include "template/template.h"
#include "yaml/parse.h"

namespace godwit::cloudformation {

namespace {

// JSON may be indented with tabs, which are no YAML; as spaces they stand in the same places.
void replace_tabs(std::string& text) {
  bool in_quotes = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_quotes && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      in_quotes = !in_quotes;
    } else if (text[i] == '\t' && !in_quotes) {
      text[i] = ' ';
    }
  }
}

// Lines that say only "and so on", as documents do, become empty ones. Were there any?
bool blank_ellipses(std::string& text) {
  bool any = false;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = trim(std::string_view(text).substr(begin, end - begin));
    if (line.starts_with('#')) line = trim(line.substr(1));
    if (line == "..." || line == "\xE2\x80\xA6" || line == "[...]") {
      std::fill(text.begin() + static_cast<std::ptrdiff_t>(begin),
                text.begin() + static_cast<std::ptrdiff_t>(end), ' ');
      any = true;
    }
    begin = end + 1;
  }
  return any;
}

Parameter read_parameter(const yaml::Entry& entry) {
  const yaml::Node* node = &entry.value;
  return {entry.key, entry.place, text_at(node, "Type"), find(node, "Default"), node};
}

// A policy that is no text is worked out by CloudFormation when the stack is made.
std::string policy(const yaml::Node* resource, std::string_view key) {
  const yaml::Node* node = find(resource, key);
  if (node == nullptr) return {};
  return node->kind == yaml::Kind::scalar ? node->text : "(computed)";
}

Resource read_resource(const std::string& name, Place place, const yaml::Node& node) {
  const yaml::Node* type = find(&node, "Type");
  return {.name = name,
          .place = place,
          .type = text_at(&node, "Type"),
          .type_place = type == nullptr ? place : type->place,
          .condition = text_at(&node, "Condition"),
          .deletion_policy = policy(&node, "DeletionPolicy"),
          .update_replace_policy = policy(&node, "UpdateReplacePolicy"),
          .properties = find(&node, "Properties"),
          .node = &node};
}

Output read_output(const yaml::Entry& entry) {
  const yaml::Node* node = &entry.value;
  return {entry.key, entry.place, text_at(node, "Condition"), find(node, "Value"),
          find(find(node, "Export"), "Name")};
}

void read_section(Template& result, const yaml::Node* map, auto&& read_entry) {
  if (map == nullptr || map->kind != yaml::Kind::map) return;
  for (const yaml::Entry& entry : map->entries) read_entry(result, entry);
}

void add_parameter(Template& result, const yaml::Entry& entry) {
  if (entry.value.kind == yaml::Kind::map) result.parameters.push_back(read_parameter(entry));
}
void add_resource(Template& result, const yaml::Entry& entry) {
  if (entry.value.kind == yaml::Kind::map) {
    result.resources.push_back(read_resource(entry.key, entry.place, entry.value));
  }
}
void add_condition(Template& result, const yaml::Entry& entry) {
  result.conditions.emplace(entry.key, &entry.value);
}
void add_output(Template& result, const yaml::Entry& entry) {
  if (entry.value.kind == yaml::Kind::map) result.outputs.push_back(read_output(entry));
}

void read_parts(Template& result, Shape shape) {
  const yaml::Node& tree = *result.tree;
  switch (shape) {
    case Shape::none:
      break;
    case Shape::sections:
      read_section(result, find(&tree, "Parameters"), add_parameter);
      read_section(result, find(&tree, "Conditions"), add_condition);
      read_section(result, find(&tree, "Resources"), add_resource);
      read_section(result, find(&tree, "Outputs"), add_output);
      break;
    case Shape::parameters:
      read_section(result, &tree, add_parameter);
      break;
    case Shape::resources:
      read_section(result, &tree, add_resource);
      break;
    case Shape::resource:
      result.resources.push_back(read_resource("", tree.place, tree));
      break;
  }
}

// Without a format version, a text that refers to what is not in it is a part of something.
bool is_part(const Template& of) {
  if (of.resources.empty()) return true;
  if (find(of.tree.get(), "AWSTemplateFormatVersion") != nullptr) return false;
  return !unresolved(of).empty();
}

// Problems of texts that turn out to be no templates are nobody's business.
void hand_over(yaml::Problems& from, yaml::Problems& to) {
  for (Error& error : from.take()) {
    const Place place = error.where ? Place{error.where->line, error.where->column} : Place{};
    to.add(place, std::move(error.cause), std::move(error.remedy));
  }
}

}  // namespace

std::optional<Template> read(SourceText source, yaml::Problems& problems) {
  if (!may_be_template(source.content())) return std::nullopt;
  std::string text = source.content();
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const bool json = first != std::string::npos && text[first] == '{';
  if (json) replace_tabs(text);
  const bool shortened = !json && blank_ellipses(text);

  yaml::Problems own("read template", source.file());
  std::optional<yaml::Node> tree = yaml::parse(text, own, yaml::Tags::kept);
  if (!tree) {
    if (text.contains("AWSTemplateFormatVersion")) hand_over(own, problems);
    return std::nullopt;
  }
  lengthen(*tree, own);
  const Shape shape = recognise(*tree);
  if (shape == Shape::none) return std::nullopt;
  hand_over(own, problems);

  Template result;
  result.source = std::move(source);
  result.tree = std::make_shared<const yaml::Node>(*std::move(tree));
  read_parts(result, shape);
  result.fragment = shortened || shape != Shape::sections || is_part(result);
  return result;
}

}  // namespace godwit::cloudformation
