// Things and how many of them there are, for people.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace godwit {

// "1 file", "1361 files". The noun's plural ends in "s".
std::string counted(std::size_t count, std::string_view noun);
// The same with grouped digits: "1,361 files".
std::string counted_in_groups(std::size_t count, std::string_view noun);

}  // namespace godwit
