// Region spellings: the regions of all partitions, and the ways in which people and SDKs write
// them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace godwit::repo {

// Of all partitions, by name: those of the catalog, and of China, GovCloud and the European
// Sovereign Cloud.
std::span<const std::string_view> all_regions();
bool is_any_region(std::string_view code);  // in lower case

// "euw1" of eu-west-1, with which its zones' ids begin; empty: not known.
std::string_view short_code_of(std::string_view region);
// The other way; empty: none.
std::string_view region_of_short_code(std::string_view code);
// Words or names of other things: "use1", "mes1", "cac1".
bool is_mistakable(std::string_view short_code);

// AWS's own long names: "Europe (Ireland)", and the older "EU (Ireland)".
std::vector<std::string> long_names_of(std::string_view region);
// The place alone: "Ireland", "N. Virginia", "Virginia".
std::vector<std::string> places_of(std::string_view region);

}  // namespace godwit::repo
