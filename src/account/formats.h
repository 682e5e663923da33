// Formats of names that AWS prescribes, for account and plan files.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "yaml/formats.h"

namespace godwit::account {

using yaml::Format;
using yaml::Node;
using yaml::Problems;

std::optional<std::string> an_account_id(const Node& node, Problems& problems);  // "558069890522"
std::optional<std::string> a_region(const Node& node, Problems& problems);       // of the catalog
std::optional<std::string> a_bucket_name(const Node& node, Problems& problems);
std::optional<std::string> an_object_key(const Node& node, Problems& problems);
std::optional<std::string> a_key_alias(const Node& node, Problems& problems);    // "alias/name"
std::optional<std::string> a_host_name(const Node& node, Problems& problems);    // lower case
std::optional<std::string> an_address(const Node& node, Problems& problems);     // IPv4
std::optional<std::string> an_address_v6(const Node& node, Problems& problems);  // "2001:db8::1"
std::optional<std::string> a_record_type(const Node& node, Problems& problems);  // "A"

// What AWS takes as tags: at most 50, not in its own name. A key without '=', so that "key=value"
// is plain.
std::optional<std::map<std::string, std::string>> some_tags(const Node& node, Problems& problems);

// A region that is among these, too. Where they are none, any of the catalog will do: that they
// are missing is told already.
Format<std::string> a_region_among(std::vector<std::string> regions);

}  // namespace godwit::account
