// Names in Route 53's requests and answers: "API.Example.com." there, "api.example.com" here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace godwit::lab::services {

// With its final dot, and what is no letter, digit, '-', '_' or '.' as an octal escape: a wildcard
// comes back as "\052.example.com.".
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
std::string to_wire_name(std::string_view name);

// The reverse, in lower case: Route 53 stores names so.
std::string from_wire_name(std::string_view wire);

// What is wrong with a name, in Route 53's words; nothing if it is one.
std::optional<std::string> problem_of_name(std::string_view name);

bool lies_within(std::string_view name, std::string_view zone);

// What ListResourceRecordSets sorts by: "com.example.www.", whose final dot is part of the order.
std::string sort_key(std::string_view name);
// The same order without making a key.
bool name_comes_before(std::string_view a, std::string_view b);

// "Z1" of "/hostedzone/Z1", "C1" of "/change/C1"; anything else as it is.
std::string_view without_prefix(std::string_view id, std::string_view prefix);

}  // namespace godwit::lab::services
