// Tags of keys. https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html
#include "lab/services/kms/kms.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::size_t most_tags = 50;

std::unexpected<aws::ServiceError> bad_tag(std::string message) {
  return refuse(400, "TagException", std::move(message));
}

}  // namespace

std::expected<std::map<std::string, std::string>, aws::ServiceError> read_kms_tags(
    const Value& list) {
  std::map<std::string, std::string> tags;
  for (const Value& tag : list.list()) {
    const std::string& key = tag["TagKey"].text();
    const std::string& value = tag["TagValue"].text();
    if (key.empty() || key.size() > 128) return bad_tag("Tag keys must have 1 to 128 characters");
    if (value.size() > 256) return bad_tag("Tag values must have at most 256 characters");
    if (key.starts_with("aws:")) return bad_tag("Tag keys starting with \"aws:\" are reserved");
    if (!tags.emplace(key, value).second) return bad_tag("Duplicate tag keys");
  }
  if (tags.size() > most_tags) return bad_tag("Too many tags");
  return tags;
}

Answer Kms::list_resource_tags(const Call& call, Region& region) {
  const KmsKey* key = TRY(key_of(call, region));
  const KmsPage page = TRY(read_kms_page(call.input, 50, 50));
  aws::List tags;
  auto tag = key->tags.upper_bound(page.after);
  std::string last;
  for (; tag != key->tags.end() && tags.size() < page.limit; ++tag) {
    tags.push_back(Value().set("TagKey", tag->first).set("TagValue", tag->second));
    last = tag->first;
  }
  const bool truncated = tag != key->tags.end();
  Value output;
  output.set("Tags", std::move(tags)).set("Truncated", truncated);
  if (truncated) output.set("NextMarker", kms_marker(last));
  return output;
}

Answer Kms::tag_resource(const Call& call, Region& region) {
  KmsKey* key = TRY(changeable_key_of(call, region));
  const auto added = TRY(read_kms_tags(call.input["Tags"]));
  auto tags = key->tags;
  for (const auto& [name, value] : added) tags[name] = value;
  if (tags.size() > most_tags) return bad_tag("Too many tags");
  key->tags = std::move(tags);
  return Value();
}

Answer Kms::untag_resource(const Call& call, Region& region) {
  KmsKey* key = TRY(changeable_key_of(call, region));
  for (const Value& name : call.input["TagKeys"].list()) key->tags.erase(name.text());
  return Value();
}

}  // namespace godwit::lab::services
