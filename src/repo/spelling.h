// Spelling: how a value is written where it stands: in the quotes that are there, with that
// language's escapes. What cannot be written there safely is not written.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "repo/reading.h"

namespace godwit::repo {

// Where a value stands.
struct Spot {
  Language language = Language::none;
  Quoting quoting = Quoting::none;
  bool embedded = false;    // in a text within a text: code in a template, a here-document
  std::string_view before;  // what stands before it on its line, the last of it
  std::string_view raw;     // as it is written now
};

Spot spot_of(std::string_view text, const Reading& reading, const Part& part);

// In the place of all of the value; where it stands bare and must not, with quotes. Nothing: it
// cannot be written there.
std::optional<std::string> spelled(std::string_view value, const Spot& spot);

// In the place of a part of the value.
std::optional<std::string> spelled_within(std::string_view value, const Spot& spot);

// Is it put together when somebody reads it: "$REGION", "!Ref Region", `${region}`, a name of code?
bool is_expression(const Spot& spot);

}  // namespace godwit::repo
