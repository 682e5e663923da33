// Conditions of policies: tests of what is known of a request.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lab/policy/document.h"

namespace godwit::lab::policy {

// What is known of a request, by the key's name in lower case. A key without values is not there.
using Keys = std::map<std::string, std::vector<std::string>, std::less<>>;

bool is_test(std::string_view name);  // "StringEquals"

bool holds(const Condition& condition, const Keys& keys);

// '*' is any text, '?' any letter.
bool matches(std::string_view pattern, std::string_view text);
bool matches_ignoring_case(std::string_view pattern, std::string_view text);

}  // namespace godwit::lab::policy
