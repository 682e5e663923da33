// Givens: what a text gives to others: an environment's variables, overrides of a stack's
// parameters, values of Terraform's variables. Names and places alone: a value may be a secret.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "repo/reading.h"
#include "repo/scan.h"

namespace godwit::repo {

// By place. In linear time.
std::vector<Given> givens_of(const std::string& path, std::string_view text,
                             const Reading& reading);

// The variable or parameter that a value is, and nothing else: "$X", "${X}", "!Ref X" (the tag
// stands before the value), "var.x"; empty: another value.
std::string_view variable_in(std::string_view text, const Part& part);

// What a name ends in: "BEDROCK_REGION" of
// "Resources.X.Properties.Environment.Variables.BEDROCK_REGION".
std::string_view last_of_name(std::string_view name);
// The logical id of the resource that a name is within: "X"; empty: none.
std::string_view resource_of_name(std::string_view name);

}  // namespace godwit::repo
