#include <algorithm>

#include "catalog/catalog.h"

namespace godwit::catalog {

const Runtime* find_runtime(std::string_view id) {
  const auto all = runtimes();
  const auto found = std::ranges::find(all, id, &Runtime::id);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace godwit::catalog
