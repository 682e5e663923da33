#include "check/pages.h"

#include <algorithm>

namespace godwit::check {

std::string_view page_of(std::string_view rule) {
  const auto found = std::ranges::lower_bound(pages(), rule, {}, &Page::rule);
  return found != pages().end() && found->rule == rule ? found->text : std::string_view();
}

}  // namespace godwit::check
