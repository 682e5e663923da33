// Paths as documents, commands and repositories write them: with '/' between their parts.
#pragma once

#include <string_view>

namespace godwit::check {

// "x/y.sh" -> "y.sh". A part of `path`.
std::string_view file_name(std::string_view path);

// Do two paths name the same file, as far as both say? "scripts/a.sh" and "./x/scripts/a.sh" do.
bool same_path(std::string_view a, std::string_view b);

}  // namespace godwit::check
