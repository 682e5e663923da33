#include "lab/services/cloudformation.h"

#include <algorithm>

#include "lab/identifiers.h"
#include "lab/lab.h"
#include "lab/paging.h"

namespace godwit::lab::services {

using aws::List;
using aws::Value;

const OperationEntry<CloudFormation> CloudFormation::operations[] = {
    {"DescribeStackResource", &CloudFormation::describe_stack_resource},
    {"DescribeStackResources", &CloudFormation::describe_stack_resources},
    {"DescribeStacks", &CloudFormation::describe_stacks},
    {"ListExports", &CloudFormation::list_exports},
    {"ListStackResources", &CloudFormation::list_stack_resources},
    {"ListStacks", &CloudFormation::list_stacks},
};

namespace {

constexpr std::size_t on_a_page = 100;

std::unexpected<aws::ServiceError> invalid(std::string message) {
  return refuse(400, "ValidationError", std::move(message));
}

std::unexpected<aws::ServiceError> no_stack(const std::string& name) {
  return invalid(fmt::format("Stack with id {} does not exist", name));
}

bool is_deleted(const account::Stack& stack) { return stack.status == "DELETE_COMPLETE"; }

// A resource of a stack is as far as its stack is.
std::string resource_status(const account::Stack& stack) {
  constexpr std::string_view updated[] = {"UPDATE_COMPLETE", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
                                          "UPDATE_ROLLBACK_COMPLETE"};
  if (std::ranges::find(updated, stack.status) != std::end(updated)) return "UPDATE_COMPLETE";
  if (is_deleted(stack)) return "DELETE_COMPLETE";
  return stack.status.starts_with("CREATE_") || stack.status.starts_with("DELETE_")
             ? stack.status
             : "CREATE_COMPLETE";
}

std::expected<std::string, aws::ServiceError> page_after(const Value& input) {
  if (!input.has("NextToken")) return std::string();
  auto after = read_page_token(input["NextToken"].text());
  if (!after) return invalid("NextToken is invalid");
  return *after;
}

Value with_token(Value output, const std::string& token) {
  if (!token.empty()) output.set("NextToken", token);
  return output;
}

Value pairs(const std::map<std::string, std::string>& texts, std::string_view name,
            std::string_view value) {
  List list;
  for (const auto& [key, text] : texts) list.push_back(Value().set(name, key).set(value, text));
  return list;
}

Value not_checked() { return Value().set("StackDriftStatus", "NOT_CHECKED"); }

}  // namespace

CloudFormation::CloudFormation(Lab& lab) : lab_(lab) {
  const std::uint64_t secret = lab.world().random.fork("cloudformation")->next();
  for (const account::Stack& stack : lab.account().stacks) {
    const std::string id =
        fmt::format("arn:aws:cloudformation:{}:{}:stack/{}/{}", stack.region, lab.account().id,
                    stack.name, derived_uuid(secret, stack.region + "/" + stack.name));
    regions_[stack.region].emplace(stack.name, Stack{&stack, id});
  }
}

Answer CloudFormation::handle(const Call& call) {
  return dispatch<CloudFormation>(*this, operations, call);
}

const CloudFormation::Stack* CloudFormation::find(const std::string& region,
                                                  const std::string& name) const {
  const auto stacks = regions_.find(region);
  if (stacks == regions_.end()) return nullptr;
  if (const auto found = stacks->second.find(name); found != stacks->second.end()) {
    // Those that were deleted are known by their id alone.
    return is_deleted(*found->second.given) ? nullptr : &found->second;
  }
  for (const auto& [known, stack] : stacks->second) {
    if (stack.id == name) return &stack;
  }
  return nullptr;
}

std::expected<const CloudFormation::Stack*, aws::ServiceError> CloudFormation::need(
    const Call& call) const {
  const std::string& name = call.input["StackName"].text();
  const Stack* stack = find(call.region, name);
  if (stack == nullptr) return no_stack(name);
  return stack;
}

std::string CloudFormation::resource_arn(const std::string& region, const Value& input) const {
  const std::string& name = input["StackName"].text();
  if (name.empty()) return "*";
  const Stack* stack = find(region, name);
  // A policy may be about a stack that is not there.
  return stack != nullptr ? stack->id
                          : fmt::format("arn:aws:cloudformation:{}:{}:stack/{}/*", region,
                                        lab_.account().id, name);
}

Value CloudFormation::describe(const Stack& stack) const {
  const account::Stack& given = *stack.given;
  Value described;
  described.set("StackId", stack.id).set("StackName", given.name);
  if (!given.description.empty()) described.set("Description", given.description);
  if (!given.parameters.empty()) {
    described.set("Parameters", pairs(given.parameters, "ParameterKey", "ParameterValue"));
  }
  described.set("CreationTime", lab_.account().starts);
  if (given.status.starts_with("UPDATE_")) {
    described.set("LastUpdatedTime", lab_.account().starts);
  }
  if (is_deleted(given)) described.set("DeletionTime", lab_.account().starts);
  described.set("RollbackConfiguration", Value::structure())
      .set("StackStatus", given.status)
      .set("DisableRollback", false)
      .set("NotificationARNs", List())
      .set("Capabilities", List());
  List outputs;
  for (const auto& [key, text] : given.outputs) {
    Value output = Value().set("OutputKey", key).set("OutputValue", text);
    const auto exported = given.exports.find(key);
    if (exported != given.exports.end()) output.set("ExportName", exported->second);
    outputs.push_back(std::move(output));
  }
  if (!outputs.empty()) described.set("Outputs", std::move(outputs));
  return described.set("Tags", pairs(given.tags, "Key", "Value"))
      .set("EnableTerminationProtection", false)
      .set("DriftInformation", not_checked());
}

Value CloudFormation::describe(const Stack& stack, const account::StackResource& resource,
                               std::string_view time) const {
  Value described;
  described.set("LogicalResourceId", resource.id);
  if (!resource.physical.empty()) described.set("PhysicalResourceId", resource.physical);
  return described.set("ResourceType", resource.type)
      .set(time, lab_.account().starts)
      .set("ResourceStatus", resource_status(*stack.given))
      .set("DriftInformation", Value().set("StackResourceDriftStatus", "NOT_CHECKED"));
}

Answer CloudFormation::describe_stacks(const Call& call) {
  if (call.input.has("StackName")) {
    const Stack* stack = TRY(need(call));
    return Value().set("Stacks", List{describe(*stack)});
  }
  const std::string after = TRY(page_after(call.input));
  List stacks;
  const std::string token = show_page(
      regions_[call.region], after, on_a_page,
      [](const auto& entry) { return !is_deleted(*entry.second.given); },
      [&](const auto& entry) { stacks.push_back(describe(entry.second)); });
  return with_token(Value().set("Stacks", std::move(stacks)), token);
}

Answer CloudFormation::list_stacks(const Call& call) {
  const std::string after = TRY(page_after(call.input));
  const List& wanted = call.input["StackStatusFilter"].list();
  List summaries;
  const std::string token = show_page(
      regions_[call.region], after, on_a_page,
      [&](const auto& entry) {
        return wanted.empty() || std::ranges::any_of(wanted, [&](const Value& status) {
                 return status.text() == entry.second.given->status;
               });
      },
      [&](const auto& entry) {
        const account::Stack& given = *entry.second.given;
        Value summary;
        summary.set("StackId", entry.second.id).set("StackName", given.name);
        if (!given.description.empty()) summary.set("TemplateDescription", given.description);
        summary.set("CreationTime", lab_.account().starts);
        if (given.status.starts_with("UPDATE_")) {
          summary.set("LastUpdatedTime", lab_.account().starts);
        }
        if (is_deleted(given)) summary.set("DeletionTime", lab_.account().starts);
        summaries.push_back(
            summary.set("StackStatus", given.status).set("DriftInformation", not_checked()));
      });
  return with_token(Value().set("StackSummaries", std::move(summaries)), token);
}

Answer CloudFormation::describe_stack_resource(const Call& call) {
  const Stack* stack = TRY(need(call));
  const std::string& id = call.input["LogicalResourceId"].text();
  const auto& resources = stack->given->resources;
  const auto found = std::ranges::find(resources, id, &account::StackResource::id);
  if (found == resources.end()) {
    return invalid(fmt::format("Resource {} does not exist for stack {}", id, stack->given->name));
  }
  Value detail = describe(*stack, *found, "LastUpdatedTimestamp");
  detail.set("StackName", stack->given->name).set("StackId", stack->id);
  return Value().set("StackResourceDetail", std::move(detail));
}

Answer CloudFormation::describe_stack_resources(const Call& call) {
  const std::string& physical = call.input["PhysicalResourceId"].text();
  const Stack* stack = nullptr;
  if (call.input.has("StackName")) {
    if (!physical.empty()) {
      return invalid("StackName and PhysicalResourceId cannot be specified together");
    }
    stack = TRY(need(call));
  } else if (physical.empty()) {
    return invalid("Either StackName or PhysicalResourceId must be specified");
  } else {
    for (const auto& [name, each] : regions_[call.region]) {
      const auto& resources = each.given->resources;
      if (!is_deleted(*each.given) &&
          std::ranges::find(resources, physical, &account::StackResource::physical) !=
              resources.end()) {
        stack = &each;
      }
    }
    if (stack == nullptr) return invalid(fmt::format("Stack for {} does not exist", physical));
  }
  const std::string& id = call.input["LogicalResourceId"].text();
  List resources;
  for (const account::StackResource& resource : stack->given->resources) {
    if (!id.empty() && resource.id != id) continue;
    Value described = describe(*stack, resource, "Timestamp");
    resources.push_back(described.set("StackName", stack->given->name).set("StackId", stack->id));
  }
  return Value().set("StackResources", std::move(resources));
}

Answer CloudFormation::list_stack_resources(const Call& call) {
  const Stack* stack = TRY(need(call));
  const std::string after = TRY(page_after(call.input));
  std::map<std::string, const account::StackResource*> by_id;
  for (const account::StackResource& resource : stack->given->resources) {
    by_id.emplace(resource.id, &resource);
  }
  List summaries;
  const std::string token = show_page(
      by_id, after, on_a_page, [](const auto&) { return true; },
      [&](const auto& entry) {
        summaries.push_back(describe(*stack, *entry.second, "LastUpdatedTimestamp"));
      });
  return with_token(Value().set("StackResourceSummaries", std::move(summaries)), token);
}

Answer CloudFormation::list_exports(const Call& call) {
  const std::string after = TRY(page_after(call.input));
  std::map<std::string, Value> exports;
  for (const auto& [name, stack] : regions_[call.region]) {
    if (is_deleted(*stack.given)) continue;
    for (const auto& [output, exported] : stack.given->exports) {
      exports.emplace(exported, Value()
                                    .set("ExportingStackId", stack.id)
                                    .set("Name", exported)
                                    .set("Value", stack.given->outputs.contains(output)
                                                      ? stack.given->outputs.at(output)
                                                      : std::string()));
    }
  }
  List shown;
  const std::string token = show_page(
      exports, after, on_a_page, [](const auto&) { return true; },
      [&](const auto& entry) { shown.push_back(entry.second); });
  return with_token(Value().set("Exports", std::move(shown)), token);
}

boost::json::value CloudFormation::snapshot() const {
  boost::json::object all;
  for (const auto& [region, stacks] : regions_) {
    boost::json::object shown;
    for (const auto& [name, stack] : stacks) shown[name] = stack.given->status;
    if (!shown.empty()) all[region] = std::move(shown);
  }
  return all;
}

}  // namespace godwit::lab::services
