#include "step/context.h"

#include <cassert>

#include "base/text.h"

namespace godwit::step {

std::string Context::text(const std::string& name) const {
  std::string value = parameters.text(name);
  std::size_t start;
  while ((start = value.find("${")) != std::string::npos) {
    std::size_t end = value.find('}', start);
    assert(end != std::string::npos);
    std::string reference = value.substr(start + 2, end - start - 2);
    std::size_t dot = reference.rfind('.');
    assert(dot != std::string::npos);
    const Memory* memory_there = memory_of(reference.substr(0, dot));
    assert(memory_there != nullptr && memory_there->contains(reference.substr(dot + 1)));
    value.replace(start, end - start + 1, memory_there->at(reference.substr(dot + 1)));
  }
  return value;
}

const std::string& Context::recall(const std::string& name) const {
  static const std::string nothing;
  auto it = memory.find(name);
  return it == memory.end() ? nothing : it->second;
}

std::optional<Time> Context::recall_time(const std::string& name) const {
  auto microseconds_since_1970 = parse_integer(recall(name));
  if (!microseconds_since_1970) return std::nullopt;
  return Time(Duration(*microseconds_since_1970));
}

void Context::remember(const std::string& name, Time time) {
  memory[name] = std::to_string(time.time_since_epoch().count());
}

}  // namespace godwit::step
