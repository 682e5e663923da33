#include "aws/api/cloudformation.h"

#include <algorithm>

#include "aws/api/pages.h"
#include "aws/call.h"

namespace godwit::aws::cloudformation {
namespace {

constexpr std::string_view service = "cloudformation";

Value about(const std::string& stack) {
  Value input;
  input.set("StackName", stack);
  return input;
}

std::map<std::string, std::string> texts_of(const Value& list, std::string_view name,
                                            std::string_view value) {
  std::map<std::string, std::string> texts;
  for (const Value& each : list.list()) texts.emplace(each[name].text(), each[value].text());
  return texts;
}

Stack stack_of(const Value& described) {
  return {.id = described["StackId"].text(),
          .name = described["StackName"].text(),
          .status = described["StackStatus"].text(),
          .status_reason = described["StackStatusReason"].text(),
          .outputs = texts_of(described["Outputs"], "OutputKey", "OutputValue"),
          .parameters = texts_of(described["Parameters"], "ParameterKey", "ParameterValue")};
}

// CloudFormation has one code for everything that is wrong with a request:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
Error with_kind(Error error, const std::string& region) {
  if (error.code == "ValidationError" && error.cause.find("does not exist") != std::string::npos) {
    error.kind = ErrorKind::not_found;
    error.remedy = "check the stack's name, and whether it is in " + region;
  }
  return error;
}

}  // namespace

Result<Stack> describe_stack(Cloud& cloud, const std::string& region, const std::string& name) {
  const std::string subject = "stack " + name + " in " + region;
  const auto output = call(cloud, service, "DescribeStacks", region, about(name), subject);
  if (!output) return fail(with_kind(output.error(), region));
  const List& stacks = (*output)["Stacks"].list();
  if (stacks.empty()) {
    return fail({.kind = ErrorKind::not_found,
                 .operation = "cloudformation DescribeStacks",
                 .subject = subject,
                 .cause = "the answer has no stack",
                 .remedy = "check the stack's name, and whether it is in " + region,
                 .code = {},
                 .where = {}});
  }
  return stack_of(stacks.front());
}

Result<std::vector<Stack>> describe_stacks(Cloud& cloud, const std::string& region) {
  std::vector<Stack> stacks;
  TRY_VOID(each_page(cloud, service, "DescribeStacks", region, Value::structure(), {},
                     {{"NextToken", "NextToken"}}, "in " + region, [&](const Value& page) {
                       for (const Value& each : page["Stacks"].list()) {
                         stacks.push_back(stack_of(each));
                       }
                     }));
  std::ranges::sort(stacks, {}, &Stack::name);
  return stacks;
}

Result<std::vector<StackResource>> list_resources(Cloud& cloud, const std::string& region,
                                                  const std::string& stack) {
  std::vector<StackResource> resources;
  const auto listed = each_page(
      cloud, service, "ListStackResources", region, about(stack), {}, {{"NextToken", "NextToken"}},
      "stack " + stack + " in " + region, [&](const Value& page) {
        for (const Value& each : page["StackResourceSummaries"].list()) {
          resources.push_back({each["LogicalResourceId"].text(), each["ResourceType"].text(),
                               each["PhysicalResourceId"].text(), each["ResourceStatus"].text()});
        }
      });
  if (!listed) return fail(with_kind(listed.error(), region));
  return resources;
}

Result<std::map<std::string, std::string>> list_exports(Cloud& cloud, const std::string& region) {
  std::map<std::string, std::string> exports;
  TRY_VOID(each_page(cloud, service, "ListExports", region, Value::structure(), {},
                     {{"NextToken", "NextToken"}}, "in " + region, [&](const Value& page) {
                       for (const Value& each : page["Exports"].list()) {
                         exports.emplace(each["Name"].text(), each["Value"].text());
                       }
                     }));
  return exports;
}

}  // namespace godwit::aws::cloudformation
