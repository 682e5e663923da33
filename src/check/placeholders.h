// Placeholders: words of a document that its reader is to replace: "<bucket>", "[NEW_API_ID]",
// "{account-id}", "YOUR_KEY". What they stand for is not known.
#pragma once

#include <string_view>

namespace godwit::check {

// Is there one in a word of a command? Not in JSON, and not in queries, where brackets mean
// something.
bool holds_placeholder(std::string_view word);

}  // namespace godwit::check
