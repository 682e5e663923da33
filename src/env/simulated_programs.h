// Programs that are functions.
#pragma once

#include <functional>
#include <map>

#include "env/programs.h"

namespace godwit {

class SimulatedPrograms : public Programs {
 public:
  using Program = std::function<Result<ProgramResult>(const std::vector<std::string>& arguments)>;

  void install(std::string name, Program program) {
    programs_.insert_or_assign(std::move(name), std::move(program));
  }

  Result<ProgramResult> run(const std::vector<std::string>& arguments, Duration) override {
    const auto program = programs_.find(arguments.empty() ? std::string() : arguments.front());
    if (program != programs_.end()) return program->second(arguments);
    return fail({.kind = ErrorKind::not_found,
                 .operation = "run",
                 .subject = arguments.empty() ? std::string() : arguments.front(),
                 .cause = "there is no such program",
                 .remedy = {},
                 .code = {},
                 .where = {}});
  }

 private:
  std::map<std::string, Program> programs_;
};

}  // namespace godwit
