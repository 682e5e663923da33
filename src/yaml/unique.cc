#include "yaml/unique.h"

#include <fmt/format.h>

namespace godwit::yaml {

void Unique::add(const std::string& name, Place place, Problems& problems) {
  if (name.empty()) return;
  const auto [earlier, is_new] = seen_.emplace(name, place);
  if (is_new) return;
  problems.add(place,
               fmt::format("the {} {} is given twice, first in line {}", noun_, in_quotes(name),
                           earlier->second.line),
               "give each its own");
}

}  // namespace godwit::yaml
