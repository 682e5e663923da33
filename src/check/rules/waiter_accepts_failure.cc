// Fact B5: some waiters end well on states that are failures.
#include <fmt/format.h>

#include <algorithm>

#include "awscli/model.h"
#include "base/text.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

bool names_failure(std::string_view state) {
  const std::string lower = to_lower(state);
  return lower.find("fail") != std::string::npos || lower.find("rollback") != std::string::npos ||
         lower.find("error") != std::string::npos;
}

std::vector<std::string> failures_taken_for_success(const awscli::Waiter& waiter) {
  std::vector<std::string> states;
  for (const awscli::Acceptor& acceptor : waiter.acceptors) {
    if (acceptor.state != "success" || !acceptor.matcher.starts_with("path")) continue;
    if (!names_failure(acceptor.expected)) continue;
    std::string state(acceptor.expected);
    std::erase(state, '"');
    // What waits for a rollback's end, or for a failure, means it.
    if (names_failure(waiter.name)) continue;
    states.push_back(std::move(state));
  }
  return states;
}

bool same_stack(const Command& a, const Command& b) {
  const std::string name = a.option_text("stack-name");
  return !name.empty() && name == b.option_text("stack-name");
}

// A stack that has just been made can have failed in no other way than those the waiter knows; and
// who asks for the state afterwards sees it.
bool is_seen(const Subject& subject, const Command& waits) {
  return std::ranges::any_of(subject.commands, [&](const Command& other) {
    if (!other.aws || !same_stack(other, waits)) return false;
    if (other.index < waits.index) return other.is("cloudformation", "create-stack");
    const Word* query = other.option("query");
    return other.is("cloudformation", "describe-stacks") &&
           (query == nullptr || query->value.text.find("StackStatus") != std::string::npos);
  });
}

void look(const Subject& subject, Findings& findings) {
  for (const Command& command : subject.commands) {
    if (!command.aws || command.aws->operation != "wait" || command.aws->waiter_at == 0) continue;
    const awscli::Service* service = awscli::find_service(command.aws->service);
    const awscli::Waiter* waiter =
        service == nullptr ? nullptr : service->waiter(command.aws->waiter);
    if (waiter == nullptr) continue;
    const std::vector<std::string> states = failures_taken_for_success(*waiter);
    if (states.empty() || is_seen(subject, command)) continue;
    findings.add(command.words[command.aws->waiter_at].span,
                 fmt::format("{} also succeeds where the state is {}: an update that failed looks "
                             "like a stack that was made",
                             waiter->name, join(states, ", ")),
                 "ask for the state after it and stop unless it is the one that you want, or use "
                 "aws cloudformation deploy, which fails where the stack does");
  }
}

}  // namespace

extern const Rule waiter_accepts_failure;
const Rule waiter_accepts_failure = {
    .id = "waiter-accepts-failure",
    .severity = Severity::warning,
    .title = "a waiter that also succeeds on failure",
    .look = look,
};

}  // namespace godwit::check::rule
