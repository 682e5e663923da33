// Countries by the names that people write in documents.
#pragma once

#include <string_view>
#include <vector>

namespace godwit::check {

// ISO 3166-1's code of two letters, in any case of the name; empty: no country's name.
std::string_view country_named(std::string_view name);
std::vector<std::string_view> country_names();

}  // namespace godwit::check
