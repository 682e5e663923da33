// Fact B11: deleting a stack answers at once, whether or not it is there or can be deleted.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html
#include <algorithm>

#include "check/rule.h"
#include "check/surroundings.h"

namespace godwit::check::rule {
namespace {

// Somebody looks whether it is gone: waits, or asks for the stack.
bool is_looked_at(const Subject& subject, const Command& deletes) {
  const std::string stack = deletes.option_text("stack-name");
  return std::ranges::any_of(subject.commands, [&](const Command& other) {
    if (other.index <= deletes.index || !other.aws || other.aws->service != "cloudformation" ||
        flow_of(subject, other) != flow_of(subject, deletes)) {
      return false;
    }
    const bool looks = other.aws->operation == "wait" || other.aws->operation == "list-stacks" ||
                       other.aws->operation.starts_with("describe-stack");
    const Word* name = other.option("stack-name");
    return looks && (name == nullptr || !name->value.known || name->value.text == stack);
  });
}

void look(const Subject& subject, Findings& findings) {
  int most = 200;  // each is compared with all commands
  for (const Command& command : subject.commands) {
    if (!command.is("cloudformation", "delete-stack") || command.option("stack-name") == nullptr) {
      continue;
    }
    if (--most < 0) return;
    if (is_looked_at(subject, command)) continue;
    findings.add(command.words[command.aws->operation_at].span,
                 "delete-stack exits 0 at once: also where there is no such stack, and where the "
                 "deletion fails later, as it does on a bucket that is not empty",
                 "look first (describe-stacks, list-stack-resources), and then wait: aws "
                 "cloudformation wait stack-delete-complete");
  }
}

}  // namespace

extern const Rule delete_stack_unchecked;
const Rule delete_stack_unchecked = {
    .id = "delete-stack-unchecked",
    .severity = Severity::warning,
    .title = "nobody looks whether a stack was deleted",
    .look = look,
};

}  // namespace godwit::check::rule
