// Arity: how many of the words that follow an option are its values, at most.
#pragma once

#include <cstddef>
#include <limits>

namespace godwit::awscli {

constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();

}  // namespace godwit::awscli
