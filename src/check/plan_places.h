// Places of keys in a plan file: a finding about a plan points to the line that says it.
#pragma once

#include <string_view>

#include "base/error.h"
#include "check/finding.h"
#include "check/subject.h"

namespace godwit::check {

// `KEY: ...` within the entry of a list that begins at `entry`; the entry's first line where it
// does not say the key.
Span place_in_plan(const Subject& subject, const Location& entry, std::string_view key);

}  // namespace godwit::check
