// Pages: what docs/checks/ says of each rule, compiled in.
#pragma once

#include <span>
#include <string_view>

namespace godwit::check {

struct Page {
  std::string_view rule;  // id
  std::string_view text;  // Markdown
};

// By id.
std::span<const Page> pages();
std::string_view page_of(std::string_view rule);  // empty: there is none

}  // namespace godwit::check
