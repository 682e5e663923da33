// Pattern: a regular expression of a service model (Java's and ECMAScript's common part), asked
// whether a text can match it. Linear: an automaton of bounded size walks over the text once.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

namespace godwit::awscli {

class Automaton;

class Pattern {
 public:
  explicit Pattern(std::string_view pattern);

  // Does it match somewhere in the text (all of it, where the pattern says ^ and $)? Nothing where
  // it uses what this does not know (looking around, \p{..}, references back), or where it is so
  // large that nobody would want to know.
  std::optional<bool> matches(std::string_view text) const;

 private:
  std::shared_ptr<const Automaton> automaton_;  // nullptr: not known
};

}  // namespace godwit::awscli
