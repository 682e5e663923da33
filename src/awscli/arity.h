// Arity: how many of the words that follow an option are its values.
#pragma once

#include <cstddef>
#include <limits>
#include <string_view>

namespace godwit::awscli {

constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();

// At most, of an option (without dashes) of a command; any number where nobody knows.
std::size_t most_values(std::string_view service, std::string_view operation,
                        std::string_view option);

}  // namespace godwit::awscli
