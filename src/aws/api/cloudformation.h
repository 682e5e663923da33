// Typed calls of CloudFormation: what its stacks are, and what they give to others.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "aws/cloud.h"

namespace godwit::aws::cloudformation {

struct Stack {
  std::string id;  // its ARN
  std::string name;
  std::string status;  // "CREATE_COMPLETE"
  std::string status_reason;
  std::map<std::string, std::string> outputs;
  std::map<std::string, std::string> parameters;  // secret ones come as "****"
};

// `name` is a stack's name or its ARN; those that were deleted have only that. not_found: there is
// none in the region.
Result<Stack> describe_stack(Cloud& cloud, const std::string& region, const std::string& name);

// All that are not deleted, by name.
Result<std::vector<Stack>> describe_stacks(Cloud& cloud, const std::string& region);

struct StackResource {
  std::string id;  // in the template
  std::string type;
  std::string physical_id;
  std::string status;
};
Result<std::vector<StackResource>> list_resources(Cloud& cloud, const std::string& region,
                                                  const std::string& stack);

// Name -> value, of all stacks of the region.
Result<std::map<std::string, std::string>> list_exports(Cloud& cloud, const std::string& region);

}  // namespace godwit::aws::cloudformation
