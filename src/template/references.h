// References: the names that a template's nodes refer to.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "template/template.h"

namespace godwit::cloudformation {

struct Reference {
  enum class Kind : std::uint8_t { ref, attribute, condition };
  Kind kind = Kind::ref;
  std::string name;       // of a parameter, a resource, a pseudo parameter, a condition
  std::string attribute;  // of a GetAtt: "Arn"
  Place place;            // of the node that refers; of a Fn::Sub, where its text begins
};

// Of Ref, Fn::GetAtt, Fn::Sub, Fn::If, and a resource's Condition; in the order of the text.
std::vector<Reference> references(const yaml::Node& node);

// Those of the whole template that name nothing in it. Of a fragment that says nothing.
std::vector<Reference> unresolved(const Template& of);

bool is_pseudo_parameter(std::string_view name);  // "AWS::Region"

}  // namespace godwit::cloudformation
