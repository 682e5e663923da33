// Template: a CloudFormation template as it is written, and what it comes to with given parameters
// in a given region.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"
#include "yaml/node.h"
#include "yaml/problems.h"

namespace godwit::cloudformation {

// Nodes point into the template's tree, and live as long as it. Their places are within the source
// text.
struct Parameter {
  std::string name;
  Place place;
  std::string type;
  const yaml::Node* default_value = nullptr;  // nullptr: none
  const yaml::Node* node = nullptr;
};
struct Resource {
  std::string name;
  Place place;
  std::string type;  // "AWS::KMS::Key"
  Place type_place;
  std::string condition;        // or empty
  std::string deletion_policy;  // "" : the type's own
  std::string update_replace_policy;
  const yaml::Node* properties = nullptr;
  const yaml::Node* node = nullptr;
};
struct Output {
  std::string name;
  Place place;
  std::string condition;
  const yaml::Node* value = nullptr;
  const yaml::Node* export_name = nullptr;
};

struct Template {
  SourceText source;
  std::shared_ptr<const yaml::Node> tree;
  bool fragment = false;  // only a part is shown, as documents do: sections, parameters or
                          // resources that are not named here may be there
  std::vector<Parameter> parameters;
  std::map<std::string, const yaml::Node*> conditions;
  std::vector<Resource> resources;
  std::vector<Output> outputs;

  const Parameter* parameter(std::string_view name) const;  // nullptr: there is none
  const Resource* resource(std::string_view name) const;
  const Output* output(std::string_view name) const;
};

// YAML (with CloudFormation's short forms: !Ref, !Sub ...) or JSON. Short and long forms of
// intrinsics are the same in the tree: a map with the one key "Ref" or "Fn::...". Problems are told
// with places within the source text. Nothing where it is no template: it has neither resources nor
// what else a template, or a fragment of one, would have.
std::optional<Template> read(SourceText source, yaml::Problems& problems);

// Where and with what a stack is made.
struct Circumstances {
  std::string region;  // empty: not known
  std::string account;
  std::string stack;
  std::map<std::string, std::string> parameters;  // given; others have their defaults
};

// What a node comes to: a tree without intrinsics, but for those that nobody can know before the
// stack is there (a GetAtt, a Ref of a resource, an import): they stay as they are. A resource's
// condition is not asked.
yaml::Node evaluate(const Template& of, const yaml::Node& node, const Circumstances& circumstances);
// nullopt: not known.
std::optional<bool> holds(const Template& of, std::string_view condition,
                          const Circumstances& circumstances);
// A text, where the node comes to one that is known.
std::optional<std::string> text_of(const Template& of, const yaml::Node* node,
                                   const Circumstances& circumstances);

}  // namespace godwit::cloudformation
