// Pattern: a regular expression of a service model (Java's and ECMAScript's common part), asked
// whether a text can match it. Linear: an automaton of bounded size walks over the text once.
#pragma once

#include <optional>
#include <string_view>

namespace godwit::awscli {

// Does the pattern match somewhere in the text (all of it, where the pattern says ^ and $)? Nothing
// where it uses what this does not know (looking around, \p{..}, references back), or where it is
// so large that nobody would want to know.
std::optional<bool> matches(std::string_view pattern, std::string_view text);

}  // namespace godwit::awscli
