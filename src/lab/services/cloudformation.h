// The lab's CloudFormation: the stacks that the account file has, to look at. It deploys nothing:
// a migration asks stacks what they made, and leaves them to whoever deploys them.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/Welcome.html
#pragma once

#include <map>
#include <string>

#include "account/account.h"
#include "lab/operation_table.h"
#include "lab/service.h"

namespace godwit::lab::services {

class CloudFormation : public Service {
 public:
  explicit CloudFormation(Lab& lab);

  std::string_view name() const override { return "cloudformation"; }
  Answer handle(const Call& call) override;
  std::string resource_arn(const std::string& region, const aws::Value& input) const override;
  boost::json::value snapshot() const override;

 private:
  struct Stack {
    const account::Stack* given = nullptr;
    std::string id;  // its ARN
  };
  using Stacks = std::map<std::string, Stack>;  // by name

  static const OperationEntry<CloudFormation> operations[];
  Answer describe_stacks(const Call& call);
  Answer list_stacks(const Call& call);
  Answer describe_stack_resource(const Call& call);
  Answer describe_stack_resources(const Call& call);
  Answer list_stack_resources(const Call& call);
  Answer list_exports(const Call& call);

  // By name or id; nullptr: AWS would say that there is none.
  const Stack* find(const std::string& region, const std::string& name) const;
  std::expected<const Stack*, aws::ServiceError> need(const Call& call) const;
  aws::Value describe(const Stack& stack) const;
  aws::Value describe(const Stack& stack, const account::StackResource& resource,
                      std::string_view time) const;

  Lab& lab_;
  std::map<std::string, Stacks> regions_;
};

}  // namespace godwit::lab::services
