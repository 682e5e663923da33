// Tags. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
#include "lab/lab.h"
#include "lab/services/iam/iam.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::size_t most_tags = 50;

std::expected<void, aws::ServiceError> add_tags(IamTags& tags, const Value& list) {
  IamTags all = tags;
  for (const auto& [key, value] : TRY(read_iam_tags(list))) all[key] = value;
  if (all.size() > most_tags) {
    return refuse(409, "LimitExceeded", "The number of tags has reached the maximum limit.");
  }
  tags = std::move(all);
  return {};
}

void remove_tags(IamTags& tags, const Value& keys) {
  for (const Value& key : keys.list()) tags.erase(key.text());
}

}  // namespace

std::expected<IamTags, aws::ServiceError> read_iam_tags(const Value& list) {
  IamTags tags;
  for (const Value& tag : list.list()) {
    const std::string& key = tag["Key"].text();
    if (key.empty() || key.size() > 128 || tag["Value"].text().size() > 256) {
      return refuse(400, "InvalidInput", "Tag keys have 1 to 128 characters, values at most 256.");
    }
    if (key.starts_with("aws:")) {
      return refuse(400, "InvalidInput", "Tag keys must not begin with aws:");
    }
    if (!tags.emplace(key, tag["Value"].text()).second) {
      return refuse(400, "InvalidInput",
                    "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }
  }
  if (tags.size() > most_tags) {
    return refuse(409, "LimitExceeded", "The number of tags has reached the maximum limit.");
  }
  return tags;
}

Value show_iam_tags(const IamTags& tags) {
  aws::List list;
  for (const auto& [key, value] : tags) list.push_back(Value().set("Key", key).set("Value", value));
  return list;
}

template <Iam::Kind kind>
Answer Iam::tag_entity(const Call& call) {
  IamEntity* entity = TRY(entity_of(kind, call));
  TRY_VOID(add_tags(entity->tags, call.input["Tags"]));
  return Value();
}

template <Iam::Kind kind>
Answer Iam::untag_entity(const Call& call) {
  IamEntity* entity = TRY(entity_of(kind, call));
  remove_tags(entity->tags, call.input["TagKeys"]);
  return Value();
}

template <Iam::Kind kind>
Answer Iam::list_entity_tags(const Call& call) {
  const IamEntity* entity = TRY(entity_of(kind, call));
  return Value().set("Tags", show_iam_tags(entity->tags)).set("IsTruncated", false);
}

template Answer Iam::tag_entity<Iam::Kind::role>(const Call&);
template Answer Iam::tag_entity<Iam::Kind::user>(const Call&);
template Answer Iam::untag_entity<Iam::Kind::role>(const Call&);
template Answer Iam::untag_entity<Iam::Kind::user>(const Call&);
template Answer Iam::list_entity_tags<Iam::Kind::role>(const Call&);
template Answer Iam::list_entity_tags<Iam::Kind::user>(const Call&);

Answer Iam::tag_policy(const Call& call) {
  ManagedPolicy* policy = TRY(policy_of(call.input["PolicyArn"].text()));
  TRY_VOID(add_tags(policy->tags, call.input["Tags"]));
  return Value();
}

Answer Iam::untag_policy(const Call& call) {
  ManagedPolicy* policy = TRY(policy_of(call.input["PolicyArn"].text()));
  remove_tags(policy->tags, call.input["TagKeys"]);
  return Value();
}

Answer Iam::list_policy_tags(const Call& call) {
  const ManagedPolicy* policy = TRY(policy_of(call.input["PolicyArn"].text()));
  return Value().set("Tags", show_iam_tags(policy->tags)).set("IsTruncated", false);
}

}  // namespace godwit::lab::services
