// Regional stacks: which template has a stack in which region, today or when all is done. A
// deployment in a loop over regions has one in each.
#pragma once

#include <string>
#include <vector>

#include "check/deployments.h"

namespace godwit::check {

struct RegionalStack {
  const Deployment* deployment = nullptr;  // has a template
  std::string region;
  bool today = false;
  // With everything known that is; what is not is different in each.
  cloudformation::Circumstances in;
};

// Both in one account, as far as the commands say?
bool in_one_account(const RegionalStack& a, const RegionalStack& b);

// Today's first, then in order of commands; one for each template, region and command.
std::vector<RegionalStack> regional_stacks(const Subject& subject, const Deployments& deployments);

}  // namespace godwit::check
