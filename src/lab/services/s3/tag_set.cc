#include "lab/services/s3/tag_set.h"

#include "base/encoding.h"
#include "base/text.h"
#include "lab/service.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

// Characters, not bytes: UTF-8's continuation bytes do not count.
std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

std::expected<void, aws::ServiceError> add(Tags& tags, std::string key, std::string value) {
  if (key.empty() || count_characters(key) > 128) {
    return refuse(400, "InvalidTag", "The TagKey you have provided is invalid");
  }
  if (count_characters(value) > 256) {
    return refuse(400, "InvalidTag", "The TagValue you have provided is invalid");
  }
  if (key.starts_with("aws:")) {
    return refuse(400, "InvalidTag", "System tags cannot be added/updated by requester");
  }
  if (!tags.emplace(std::move(key), std::move(value)).second) {
    return refuse(400, "InvalidTag", "Cannot provide multiple Tags with the same key");
  }
  return {};
}

std::expected<void, aws::ServiceError> check_count(const Tags& tags, std::size_t most) {
  if (tags.size() <= most) return {};
  return refuse(400, "BadRequest",
                most == most_object_tags ? "Object tags cannot be greater than 10"
                                         : "Bucket tags cannot be greater than 50");
}

}  // namespace

std::expected<Tags, aws::ServiceError> read_tag_set(const Value& list, std::size_t most) {
  Tags tags;
  for (const Value& tag : list.list()) {
    TRY_VOID(add(tags, tag["Key"].text(), tag["Value"].text()));
  }
  TRY_VOID(check_count(tags, most));
  return tags;
}

std::expected<Tags, aws::ServiceError> read_tag_header(std::string_view header) {
  Tags tags;
  if (header.empty()) return tags;
  for (const std::string_view pair : split(header, '&')) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    std::string key = percent_decode(pair.substr(0, equals), true);
    std::string value =
        equals < pair.size() ? percent_decode(pair.substr(equals + 1), true) : std::string();
    if (key.empty() || tags.contains(key)) {
      return refuse(400, "InvalidArgument",
                    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL "
                    "query parameters without tag name duplicates.");
    }
    TRY_VOID(add(tags, std::move(key), std::move(value)));
  }
  TRY_VOID(check_count(tags, most_object_tags));
  return tags;
}

Value tag_set(const Tags& tags) {
  aws::List list;
  list.reserve(tags.size());
  for (const auto& [key, value] : tags) {
    list.emplace_back(aws::Members{{"Key", key}, {"Value", value}});
  }
  return list;
}

}  // namespace godwit::lab::services
