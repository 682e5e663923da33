// The options of a command as the CLI has them: those of a model's operation under their CLI names,
// with what the CLI adds, or those of a command of the CLI's own.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "awscli/model.h"

namespace godwit::awscli {

struct KnownOption {
  std::string name;                // without dashes
  const Member* member = nullptr;  // of the input; nullptr: the CLI's own
  std::size_t most = 1;            // values
  bool required = false;
  bool value_optional = false;
  bool negative = false;  // --no-...
  bool later = false;     // it came after the model: nothing is known of it
};

// Of an operation, or of a waiter that asks it.
std::vector<KnownOption> options_of(const Service& service, const Operation& operation);
// Of `aws SERVICE OPERATION`, whatever it is; `waiter` empty: none. Empty where nobody knows.
std::vector<KnownOption> known_options(std::string_view service, std::string_view operation,
                                       std::string_view waiter);
// By its name, or by a beginning of it that no other option has; nullptr: there is none.
const KnownOption* find_option(const std::vector<KnownOption>& options, std::string_view name);

}  // namespace godwit::awscli
