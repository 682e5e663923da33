// Loose JSON: JSON as documents show it, which need not be valid: abbreviated with "...", with
// comments, with `${NAME}` where a number will stand. What can be read of it is read.
#pragma once

#include <optional>
#include <string_view>

#include "base/source_text.h"
#include "check/finding.h"
#include "yaml/node.h"

namespace godwit::check {

// Stands where the text has "..." instead of a value.
constexpr std::string_view left_out = "___";
// Is a key or a value such a one?
bool is_left_out(std::string_view text);

struct LooseJson {
  yaml::Node tree;  // places are within the text
  bool abbreviated = false;
};

// Nothing where it is no list and no map, or cannot be read. Time and memory are linear.
std::optional<LooseJson> read_loose_json(std::string_view text);

// The value of a key; nullptr: it has none.
const yaml::Node* member(const yaml::Node* node, std::string_view key);
// A scalar's words, with its quotes, as they stand in the file.
Span span_of(const SourceText& text, const yaml::Node& node);

// Does a text stand for another that is not known here: "[API_ID]", "<id>", "${ID}", "..."?
bool is_placeholder(std::string_view text);
// "HEALTH_CHECK_ID" of "[HEALTH_CHECK_ID]", "${HEALTH_CHECK_ID}" and "$HEALTH_CHECK_ID": what a
// placeholder and a variable that mean the same have in common. Other texts stay as they are.
std::string placeholder_name(std::string_view text);

}  // namespace godwit::check
