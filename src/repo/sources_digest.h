// A digest of the sources that a scan's answers come from: what another version remembers is not
// believed. Made by cmake/sources_digest.cmake.
#pragma once

#include <string_view>

namespace godwit::repo {

std::string_view sources_digest();

}  // namespace godwit::repo
