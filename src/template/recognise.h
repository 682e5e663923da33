// Recognise: is a tree a CloudFormation template, or a part of one? Internal to this folder.
#pragma once

#include <cstdint>
#include <string_view>

#include "yaml/node.h"

namespace godwit::cloudformation {

enum class Shape : std::uint8_t {
  none,        // something else
  sections,    // Parameters, Resources, Outputs ...
  parameters,  // parameters without their section's name
  resources,   // the same, of resources
  resource     // the body of one resource: "Type: AWS::S3::Bucket" ...
};
Shape recognise(const yaml::Node& tree);

// "AWS::S3::Bucket", "Custom::Thing"; no type of a parameter ("AWS::EC2::VPC::Id").
bool is_resource_type(std::string_view type);
bool is_parameter_type(std::string_view type);

// Could a text be one at all? Spares the reading of most that are not.
bool may_be_template(std::string_view text);

}  // namespace godwit::cloudformation
