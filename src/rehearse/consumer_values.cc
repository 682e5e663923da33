#include "rehearse/consumer_values.h"

#include <algorithm>

namespace godwit::rehearse {
namespace {

std::optional<std::string> text_of(const plan::Plan& plan, const account::Account& account,
                                   const plan::ValueUse& use) {
  if (use.value.name.empty()) return use.text;
  const auto value = std::ranges::find(plan.values, use.value.name, &plan::NamedValue::name);
  if (value == plan.values.end()) return std::nullopt;
  if (value->stack.empty()) return value->text + use.append;
  for (const account::Stack& stack : account.stacks) {
    if (stack.name != value->stack || stack.region != value->region) continue;
    const auto output = stack.outputs.find(value->output);
    if (output != stack.outputs.end()) return output->second + use.append;
  }
  return std::nullopt;
}

}  // namespace

SettingsSeen wanted_settings(const plan::Plan& plan, const account::Account& account,
                             const plan::Consumer& consumer) {
  SettingsSeen wanted;
  for (const plan::NamedUse& use : consumer.set) {
    wanted[use.name] = text_of(plan, account, use.value);
  }
  return wanted;
}

}  // namespace godwit::rehearse
