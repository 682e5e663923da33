// What somebody's policies would say.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
#include "lab/lab.h"
#include "lab/services/iam/iam.h"

namespace godwit::lab::services {

using aws::Value;

Answer Iam::simulate_principal_policy(const Call& call) {
  const Value& input = call.input;
  const std::string& source = input["PolicySourceArn"].text();
  const IamEntity* entity = find_by_arn(source);
  if (entity == nullptr) {
    return no_such_entity(fmt::format("The entity with ARN {} cannot be found.", source));
  }
  if (input.has("PolicyInputList") || input.has("ResourcePolicy") ||
      input.has("PermissionsBoundaryPolicyInputList")) {
    return refuse(501, "NotImplemented",
                  "The lab simulates what a principal has, without further policies");
  }
  policy::Keys keys;
  for (const Value& entry : input["ContextEntries"].list()) {
    auto& values = keys[to_lower(entry["ContextKeyName"].text())];
    for (const Value& value : entry["ContextKeyValues"].list()) values.push_back(value.text());
  }
  aws::List resources = input["ResourceArns"].list();
  if (resources.empty()) resources.emplace_back("*");

  Identity as;
  as.arn = entity->arn;
  aws::List results;
  for (const Value& action : input["ActionNames"].list()) {
    for (const Value& resource : resources) {
      const auto decision = decide(&as, {.principal = principal_of(&as),
                                         .action = action.text(),
                                         .resource = resource.text(),
                                         .keys = keys});
      results.push_back(Value()
                            .set("EvalActionName", action)
                            .set("EvalResourceName", resource)
                            .set("EvalDecision", decision == policy::Decision::allow ? "allowed"
                                                 : decision == policy::Decision::deny
                                                     ? "explicitDeny"
                                                     : "implicitDeny")
                            .set("MatchedStatements", aws::List())
                            .set("MissingContextValues", aws::List()));
    }
  }
  return Value().set("EvaluationResults", std::move(results)).set("IsTruncated", false);
}

}  // namespace godwit::lab::services
