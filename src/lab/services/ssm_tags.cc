// Tags of parameters.
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html
#include "lab/lab.h"
#include "lab/services/ssm.h"

namespace godwit::lab::services {

using aws::Value;

std::expected<Parameter*, aws::ServiceError> Ssm::tagged(const Call& call) {
  if (call.input["ResourceType"].text() != "Parameter") {
    return refuse(501, "NotImplemented", "The lab's Systems Manager has parameters only");
  }
  const auto found = regions_[call.region].find(call.input["ResourceId"].text());
  if (found == regions_[call.region].end()) {
    return refuse(400, "InvalidResourceId",
                  "The resource ID is not valid. Verify that you entered "
                  "the correct ID and try again.");
  }
  return &found->second;
}

Answer Ssm::add_tags(const Call& call) {
  Parameter* parameter = TRY(tagged(call));
  for (const Value& tag : call.input["Tags"].list()) {
    parameter->tags[tag["Key"].text()] = tag["Value"].text();
  }
  return Value::structure();
}

Answer Ssm::remove_tags(const Call& call) {
  Parameter* parameter = TRY(tagged(call));
  for (const Value& key : call.input["TagKeys"].list()) parameter->tags.erase(key.text());
  return Value::structure();
}

Answer Ssm::list_tags(const Call& call) {
  const Parameter* parameter = TRY(tagged(call));
  aws::List tags;
  for (const auto& [key, value] : parameter->tags) {
    tags.push_back(Value().set("Key", key).set("Value", value));
  }
  return Value().set("TagList", std::move(tags));
}

}  // namespace godwit::lab::services
