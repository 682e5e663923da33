// Queries: what the --query of a command asks for.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "awscli/jmespath.h"
#include "check/subject.h"

namespace godwit::check {

// Nothing where there is none, it is not known, or it is no JMESPath.
std::optional<awscli::jmespath::Expression> query_of(const Command& command);

// Outputs of a stack that a query picks by their names: Outputs[?OutputKey=='Url'].
struct AskedOutput {
  std::string name;
  Span span;  // of the name
};
std::vector<AskedOutput> asked_outputs(const Command& command);

// Does it take one element of a list by its number, out of all that the answer has: neither
// filtered nor sorted? The name of the list; empty: it does not.
std::string list_picked_from(const awscli::jmespath::Expression& query);

}  // namespace godwit::check
