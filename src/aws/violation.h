// Violation: where a Value is not as its shape says. The client finds them in its input before it
// sends; a server in what it was sent.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "aws/model.h"
#include "aws/value.h"

namespace godwit::aws {

struct Violation {
  enum class Kind : std::uint8_t {
    missing,
    unknown_member,
    wrong_type,
    not_in_enumeration,
    too_deep
  };

  struct PathPart {
    std::string name;   // of a member, or a map's key
    std::size_t index;  // of a list's element, where there is no name
  };

  Kind kind;
  std::vector<PathPart> path;  // from the outside in
  const Member* member;        // the outermost member that it is in; nullptr for an unknown one
  const Shape* shape;          // what should have been there
  std::string value;           // what was, where it is text that may be shown
};

// Enumerations grow faster than models, so only servers insist on them.
std::vector<Violation> find_violations(const Shape& shape, const Value& value,
                                       bool insist_on_enumerations);

// For people: "ChangeBatch.Changes[0].Action is missing".
std::string describe(const Violation& violation);

// The words of AWS's own validation, which names members from a lower-case letter on and elements
// of lists from one: "1 validation error detected: Value 'X' at
// 'changeBatch.changes.1.member.action' failed to satisfy constraint: Member must satisfy enum
// value set: [CREATE, DELETE]".
std::string describe_as_aws(const std::vector<Violation>& violations);

// How deep Values may nest: deeper than any model, shallower than any stack.
constexpr int deepest_value = 64;

}  // namespace godwit::aws
