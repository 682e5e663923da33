// Intrinsics: the functions of CloudFormation's template language, as they stand in a tree.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
// Internal to this folder and to rules that look into templates.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/node.h"
#include "yaml/problems.h"

namespace godwit::cloudformation {

// Gives every intrinsic of a tree its long form: `!Sub x` becomes {"Fn::Sub": x}, and a GetAtt's
// text a list of two. Tags that CloudFormation does not know are told, and left out.
void lengthen(yaml::Node& node, yaml::Problems& problems);

struct Intrinsic {
  std::string_view name;  // "Ref", "Fn::Sub"
  const yaml::Node* argument = nullptr;
};
// Nothing where the node is none: `Condition` alone is one only where a condition is expected.
std::optional<Intrinsic> intrinsic(const yaml::Node& node);

// Has a tree an intrinsic left in it?
bool is_known(const yaml::Node& node);

// A text of Fn::Sub, in pieces.
struct Piece {
  bool variable = false;
  std::string text;        // of a variable: its name, "AWS::Region", "Key.Arn"
  std::size_t offset = 0;  // of its first byte in the text
};
// "${!x}" stands for "${x}" as it is. A "${" that never closes is text.
std::vector<Piece> pieces_of(std::string_view text);

// The value of a key; nullptr: there is none, or the node is no map.
const yaml::Node* find(const yaml::Node* map, std::string_view key);
// A scalar's text; empty: it is something else.
std::string text_at(const yaml::Node* map, std::string_view key);
yaml::Node scalar(std::string text, Place place);
yaml::Node call(std::string_view name, yaml::Node argument, Place place);

}  // namespace godwit::cloudformation
