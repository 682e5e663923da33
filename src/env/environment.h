// The variables that a process is started with, as a value: whoever makes the real world reads them
// once (cli/main.cc), and nobody else asks for them.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace godwit {

class Environment {
 public:
  Environment() = default;
  Environment(std::initializer_list<std::pair<const std::string, std::string>> variables)
      : variables_(variables) {}

  // Of "NAME=value" texts, ended by nullptr: what a process is given as `environ`.
  static Environment of(const char* const* texts) {
    Environment found;
    for (; texts != nullptr && *texts != nullptr; ++texts) {
      const std::string_view text = *texts;
      const std::size_t equals = text.find('=');
      if (equals == std::string_view::npos) continue;
      found.variables_.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return found;
  }

  // Empty where it is not set.
  std::string get(std::string_view name) const {
    const auto found = variables_.find(name);
    return found == variables_.end() ? std::string() : found->second;
  }
  void set(std::string name, std::string value) {
    variables_.insert_or_assign(std::move(name), std::move(value));
  }

 private:
  std::map<std::string, std::string, std::less<>> variables_;
};

}  // namespace godwit
