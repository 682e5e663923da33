// Loading what `godwit check` looks at: documents, a plan with its account, a repository.
#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "check/subject.h"
#include "cli/load.h"

namespace godwit::cli {

struct CheckArguments {
  std::vector<std::string> files;
  std::string repository;
  std::string plan;
  std::string account;
  std::string today;
  std::string catalog;  // a file that `godwit catalog refresh` has written
};

// The subject borrows the plan and the account: it is not moved without them.
struct LoadedSubject {
  std::vector<std::string> files;  // without folders
  std::size_t repository_files = 0;
  std::optional<plan::Plan> plan;
  std::optional<account::Account> account;
  std::optional<catalog::Refreshed> refreshed;
  check::Subject subject;
};

// Prints what is wrong to `console.err`; then the result is the exit code.
std::expected<std::unique_ptr<LoadedSubject>, int> load_subject(Console& console,
                                                                const CheckArguments& arguments);

}  // namespace godwit::cli
