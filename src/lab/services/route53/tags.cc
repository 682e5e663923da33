#include "lab/services/route53/tags.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

constexpr std::size_t max_tags = 10;

}  // namespace

Answer ResourceTags::change(const Resource& resource, const Value& input) {
  const auto found = tags_.find(resource);
  Tags tags = found == tags_.end() ? Tags{} : found->second;
  for (const Value& key : input["RemoveTagKeys"].list()) tags.erase(key.text());
  for (const Value& tag : input["AddTags"].list()) tags[tag["Key"].text()] = tag["Value"].text();
  if (tags.size() > max_tags) {
    return refuse(400, "InvalidInput", "A resource can have at most 10 tags");
  }
  if (tags.empty()) {
    tags_.erase(resource);
  } else {
    tags_[resource] = std::move(tags);
  }
  return Value::structure();
}

Value ResourceTags::list(const Resource& resource) const {
  Value tags{aws::List{}};
  if (const auto found = tags_.find(resource); found != tags_.end()) {
    for (const auto& [key, value] : found->second) {
      tags.push(Value().set("Key", key).set("Value", value));
    }
  }
  return Value()
      .set("ResourceType", resource.type)
      .set("ResourceId", resource.id)
      .set("Tags", std::move(tags));
}

}  // namespace godwit::lab::services
