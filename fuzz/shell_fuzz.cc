// Any bytes as a shell script: every part stands within it.
#include "fuzz/fuzz.h"
#include "shell/script.h"

namespace {

using namespace godwit;
using shell::Extent;

class Walk {
 public:
  explicit Walk(std::size_t size) : size_(size) {}

  void script(const shell::Script& script) {
    for (const shell::Statement& statement : script.statements) visit(statement);
  }
  void within(const Extent& extent) const {
    fuzz::must(extent.begin <= extent.end && extent.end <= size_);
  }

 private:
  void visit(const shell::Statement& statement) {
    within(statement.extent);
    for (const auto& word : statement.command.words) visit(word);
    for (const auto& assignment : statement.command.assignments) {
      within(assignment.extent);
      if (assignment.value) visit(*assignment.value);
    }
    for (const auto& redirection : statement.command.redirections) visit(redirection);
    for (const auto& redirection : statement.redirections) visit(redirection);
    for (const auto& word : statement.words) visit(word);
    for (const auto& part : statement.parts) visit(part);
    for (const auto& condition : statement.conditions) script(condition);
    for (const auto& body : statement.bodies) script(body);
    script(statement.body);
  }
  void visit(const shell::Redirection& redirection) {
    within(redirection.extent);
    visit(redirection.target);
    if (redirection.here) visit(*redirection.here);
  }
  void visit(const shell::Word& word) {
    within(word.extent);
    for (const auto& part : word.parts) visit(part);
    word.literal();
  }
  void visit(const shell::Part& part) {
    within(part.extent);
    for (const auto& operand : part.operand) visit(operand);
    if (part.commands) script(*part.commands);
  }

  std::size_t size_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const shell::Parsed parsed = shell::parse(fuzz::text(data, size));
  Walk walk(size);
  walk.script(parsed.script);
  for (const auto& comment : parsed.comments) walk.within(comment.extent);
  for (const auto& problem : parsed.problems) {
    walk.within(problem.extent);
    fuzz::must(!problem.message.empty());
  }
  return 0;
}
