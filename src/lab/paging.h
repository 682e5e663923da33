// Paging: lists that come page by page, sorted by a name. A token says after which name the next
// page begins, so it stays good whatever is added or removed meanwhile.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/value.h"

namespace godwit::lab {

// Opaque to clients.
std::string page_token(std::string_view last_name);
std::optional<std::string> read_page_token(std::string_view token);  // nullopt: none of ours

// One page of a sorted map: at most `limit` of the entries after `after` that `wanted` takes.
// Returns the token of the next page, empty at the end.
template <class Map, class Wanted, class Show>
std::string show_page(const Map& map, const std::string& after, std::size_t limit, Wanted&& wanted,
                      Show&& show) {
  std::size_t shown = 0;
  std::string last;
  for (auto entry = after.empty() ? map.begin() : map.upper_bound(after); entry != map.end();
       ++entry) {
    if (!wanted(*entry)) continue;
    if (shown == limit) return page_token(last);
    show(*entry);
    ++shown;
    last = entry->first;
  }
  return {};
}

}  // namespace godwit::lab
