#include "check/regional_stacks.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace godwit::check {
namespace {

std::vector<std::string> regions_of(const Subject& subject, const Deployment& deployment) {
  if (deployment.region.text.empty()) return {};
  if (deployment.region.known) return {deployment.region.text};
  const Word* word = deployment.command->option("region");
  if (word == nullptr || word->variables.size() != 1) return {};
  std::vector<std::string> regions;
  for (const Loop& loop : subject.loops) {
    if (loop.script != deployment.command->script || loop.variable != word->variables[0]) continue;
    if (deployment.region.text != fmt::format("${{{}}}", loop.variable)) continue;
    for (const awscli::Argument& value : loop.values) {
      if (!value.known) return {};
      regions.push_back(value.text);
    }
  }
  return regions;
}

void add(const Subject& subject, const std::vector<Deployment>& from, bool today,
         std::vector<RegionalStack>& stacks) {
  for (const Deployment& each : from) {
    if (each.content == nullptr) continue;
    for (std::string& region : regions_of(subject, each)) {
      RegionalStack stack{.deployment = &each, .today = today};
      const std::string& account = subject.migration.account;
      stack.in = circumstances_of(each, account.empty() ? "111122223333" : account,
                                  fmt::format("?{}", stacks.size()));
      stack.in.region = region;
      stack.region = std::move(region);
      stacks.push_back(std::move(stack));
    }
  }
}

}  // namespace

bool in_one_account(const RegionalStack& a, const RegionalStack& b) {
  const auto profile = [](const RegionalStack& stack) {
    const Word* word = stack.deployment->command->option("profile");
    return word == nullptr ? std::string() : word->value.text;
  };
  return profile(a) == profile(b);
}

std::vector<RegionalStack> regional_stacks(const Subject& subject, const Deployments& deployments) {
  std::vector<RegionalStack> stacks;
  add(subject, deployments.today, true, stacks);
  // What nothing changes is there today already.
  const std::size_t before = stacks.size();
  add(subject, deployments.planned, false, stacks);
  std::erase_if(stacks, [&](const RegionalStack& stack) {
    if (stack.today) return false;
    return std::any_of(stacks.begin(), stacks.begin() + static_cast<std::ptrdiff_t>(before),
                       [&](const RegionalStack& other) {
                         return other.today && other.region == stack.region &&
                                other.deployment->command == stack.deployment->command;
                       });
  });
  return stacks;
}

}  // namespace godwit::check
