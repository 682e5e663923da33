// What a record's values must look like, by its type.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace godwit::lab::services {

bool is_ipv4(std::string_view text);
bool is_ipv6(std::string_view text);

// Not on the public internet, so that no checker reaches it (fact C9): local, private and multicast
// ranges. The documentation's ranges, which examples use, count as public.
bool is_private_ipv4(std::string_view text);

bool is_record_type(std::string_view type);

// What is wrong with one value of a record of that type, in Route 53's words ("FATAL problem:
// ..."), or nothing. The words for A, AAAA, TXT, names, MX and SRV are Route 53's own; those for
// the other types follow their pattern.
std::optional<std::string> problem_of_value(std::string_view type, std::string_view value);

// Parts of it, shared by the types (value_fields.cc has those with fields).
std::string value_problem(std::string_view code, std::string_view words, std::string_view value);
std::optional<std::string> problem_of_domain(std::string_view value);
std::optional<std::string> problem_of_strings(std::string_view value);
std::optional<std::string> problem_of_fields(std::string_view type, std::string_view value);

}  // namespace godwit::lab::services
