#include <fmt/format.h>

#include <algorithm>

#include "plan/drafts.h"

namespace godwit::plan {

namespace {

const NamedValue* find(const Plan& plan, const std::string& name) {
  const auto found = std::ranges::find(plan.values, name, &NamedValue::name);
  return found == plan.values.end() ? nullptr : &*found;
}

}  // namespace

std::string value_step(const std::string& value) { return "value/" + value; }

std::string text_of(const Plan& plan, const ValueUse& use) {
  if (use.value.name.empty()) return use.text;
  const NamedValue* value = find(plan, use.value.name);
  if (value == nullptr) return {};  // told where it was read
  return (value->stack.empty() ? value->text : remembered(value_step(value->name), "text")) +
         use.append;
}

void wait_for(Draft& draft, const Plan& plan, const ValueUse& use) {
  const NamedValue* value = find(plan, use.value.name);
  if (value != nullptr && !value->stack.empty()) wait_for(draft, value_step(value->name));
}

void draft_values(const Plan& plan, Drafts& drafts) {
  for (const NamedValue& value : plan.values) {
    if (value.stack.empty()) continue;
    Draft& draft = drafts.add(value_step(value.name), "value", "prepare");
    draft.step.title =
        fmt::format("read the output {} of {} in {}", value.output, value.stack, value.region);
    wait_for(draft, account_step);
    Parameters& parameters = draft.step.parameters;
    parameters.set("region", value.region);
    parameters.set("stack", value.stack);
    parameters.set("output", value.output);
  }
}

}  // namespace godwit::plan
