#include "template/template.h"

#include <algorithm>

namespace godwit::cloudformation {

namespace {

template <class Part>
const Part* named(const std::vector<Part>& parts, std::string_view name) {
  const auto found = std::ranges::find(parts, name, &Part::name);
  return found == parts.end() ? nullptr : &*found;
}

}  // namespace

const Parameter* Template::parameter(std::string_view name) const {
  return named(parameters, name);
}
const Resource* Template::resource(std::string_view name) const { return named(resources, name); }
const Output* Template::output(std::string_view name) const { return named(outputs, name); }

}  // namespace godwit::cloudformation
