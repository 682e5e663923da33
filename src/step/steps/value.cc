// value: an output of a CloudFormation stack, read when it is there, so that nobody types it.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html (statuses)
//
// Parameters: region, stack, output. Remembers: text, since.
//
// An output is no place for a secret, and this is none: it is kept in the journal as it is.
#include <fmt/format.h>

#include <algorithm>

#include "aws/api/cloudformation.h"
#include "base/text.h"
#include "step/kinds.h"
#include "step/patience.h"

namespace godwit::step {
namespace {

// What its outputs say is so.
bool is_settled(const std::string& status) {
  constexpr std::string_view statuses[] = {
      "CREATE_COMPLETE", "UPDATE_COMPLETE",          "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
      "IMPORT_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"};
  return std::ranges::find(statuses, status) != std::end(statuses);
}

class ValueStep : public Step {
 public:
  Result<Progress> advance(Context& context) override {
    const std::string& region = context.parameters.text("region");
    const std::string& name = context.parameters.text("stack");
    const std::string& output = context.parameters.text("output");
    const auto stack = TRY(aws::cloudformation::describe_stack(context.cloud, region, name));
    const std::string subject = fmt::format("output {} of {} in {}", output, name, region);
    if (!is_settled(stack.status)) {
      if (stack.status.ends_with("_IN_PROGRESS") && !stack.status.starts_with("DELETE")) {
        if (!context.recall_time("since")) context.remember("since", context.now());
        const Duration waited = context.now() - *context.recall_time("since");
        return Wait{context.now() + until_next_look(waited),
                    fmt::format("the stack {} is {}", name, stack.status)};
      }
      return fail({ErrorKind::conflict, "read", subject,
                   fmt::format("the stack is {}", stack.status),
                   "bring the stack to an end that is complete, then resume"});
    }
    const auto found = stack.outputs.find(output);
    if (found == stack.outputs.end()) {
      std::vector<std::string> names;
      for (const auto& [key, value] : stack.outputs) names.push_back(key);
      return fail({ErrorKind::not_found, "read", subject,
                   "the stack has no such output" + did_you_mean(output, names),
                   "correct `output` in the plan, or add it to the stack's template"});
    }
    // Nothing else is filled in where this is.
    if (found->second.contains("${")) {
      return fail({ErrorKind::invalid, "read", subject, "it has '${' in it, and is no plain text",
                   "see to the template: an intrinsic function is missing there"});
    }
    context.remember("text", found->second);
    context.memory.erase("since");
    return Done{fmt::format("read from the stack {}, which is {}", name, stack.status)};
  }

  Result<Progress> undo(Context&) override { return Done{}; }
  Result<Verdict> observe(Context&) override {
    return Verdict{State::absent, "nothing is changed"};
  }
};

}  // namespace

std::unique_ptr<Step> make_value() { return std::make_unique<ValueStep>(); }

}  // namespace godwit::step
