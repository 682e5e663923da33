// Structure: a text whose blocks are those of a Markdown text, byte by byte in the same places, and
// in which nothing else is marked. cmark-gfm reads that instead of the text itself: only blocks are
// asked of it, and some marks within lines, or blocks nested without end, take it quadratic time
// (CVE-2023-22483 to 22486, CVE-2023-24824, CVE-2023-26485). Internal to this folder.
#pragma once

#include <string>
#include <string_view>

namespace godwit::markdown {

// Deeper in a line than this no quote and no list begins.
constexpr std::size_t deepest_marker = 100;

std::string structure_of(std::string_view markdown);

}  // namespace godwit::markdown
