#include "lab/services/s3/kept_settings.h"

#include "base/encoding.h"
#include "lab/identifiers.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

struct Setting {
  std::string_view noun;          // of the operations: "PutBucketCors"
  std::string_view member;        // of the request, that holds it
  std::string_view missing_code;  // where there is none; empty: an empty answer
  std::string_view missing_message;
  SettingCheck check;
  bool by_id;  // many of them, each with an Id; else one, whose members are the answer's
};

constexpr std::string_view no_such_configuration = "NoSuchConfiguration";
constexpr std::string_view does_not_exist = "The specified configuration does not exist.";

constexpr Setting settings[] = {
    {"BucketAccelerateConfiguration", "AccelerateConfiguration", "", "", check_acceleration, false},
    {"BucketAnalyticsConfiguration", "AnalyticsConfiguration", no_such_configuration,
     does_not_exist, nullptr, true},
    {"BucketCors", "CORSConfiguration", "NoSuchCORSConfiguration",
     "The CORS configuration does not exist", check_cors, false},
    {"BucketIntelligentTieringConfiguration", "IntelligentTieringConfiguration",
     no_such_configuration, does_not_exist, nullptr, true},
    {"BucketInventoryConfiguration", "InventoryConfiguration", no_such_configuration,
     does_not_exist, nullptr, true},
    {"BucketLogging", "BucketLoggingStatus", "", "", check_logging, false},
    {"BucketMetricsConfiguration", "MetricsConfiguration", no_such_configuration, does_not_exist,
     nullptr, true},
    {"BucketNotificationConfiguration", "NotificationConfiguration", "", "", check_notification,
     false},
    {"BucketRequestPayment", "RequestPaymentConfiguration", "", "", check_payment, false},
    {"BucketWebsite", "WebsiteConfiguration", "NoSuchWebsiteConfiguration",
     "The specified bucket does not have a website configuration", check_website, false},
};

constexpr std::size_t most_by_id = 1000;
constexpr std::size_t page_by_id = 100;

enum class Verb { put, get, remove, list };
struct Request {
  Verb verb;
  const Setting* setting;  // nullptr: none of these
};

Request read_operation(std::string_view operation) {
  constexpr std::pair<std::string_view, Verb> verbs[] = {
      {"Put", Verb::put}, {"Get", Verb::get}, {"Delete", Verb::remove}, {"List", Verb::list}};
  for (const auto& [name, verb] : verbs) {
    if (!operation.starts_with(name)) continue;
    std::string_view noun = operation.substr(name.size());
    if (verb == Verb::list && noun.ends_with('s')) noun.remove_suffix(1);
    for (const Setting& setting : settings) {
      if (setting.noun != noun) continue;
      const bool exists = verb == Verb::list ? setting.by_id : true;
      return {verb, exists ? &setting : nullptr};
    }
  }
  return {Verb::get, nullptr};
}

std::unexpected<aws::ServiceError> missing(const Setting& setting, const Bucket& bucket) {
  return refuse(404, std::string(setting.missing_code), std::string(setting.missing_message),
                Value().set("BucketName", bucket.name));
}

// ---- one of a kind

Answer put_one(const Setting& setting, const Value& given, Bucket& bucket) {
  // What says nothing turns it off, where there is no operation to delete it.
  if (given.members().empty()) {
    bucket.kept.erase(std::string(setting.member));
    return Value();
  }
  bucket.kept.insert_or_assign(std::string(setting.member), given);
  return Value();
}

Answer get_one(const Setting& setting, const Bucket& bucket) {
  const auto found = bucket.kept.find(setting.member);
  if (found != bucket.kept.end()) return found->second;
  if (!setting.missing_code.empty()) return missing(setting, bucket);
  Value output = Value::structure();
  if (setting.noun == "BucketRequestPayment") output.set("Payer", "BucketOwner");
  return output;
}

// ---- many, by id

std::string name_of(const Setting& setting, std::string_view id) {
  return fmt::format("{}/{}", setting.member, id);
}

Answer put_by_id(const Setting& setting, const Call& call, const Value& given, Bucket& bucket) {
  const std::string& id = call.input["Id"].text();
  if (id.empty() || id.size() > 64 || given["Id"].text() != id) {
    return refuse(400, "InvalidArgument", "The Id in the query does not match that in the document",
                  Value().set("ArgumentName", "id"));
  }
  const auto mine = [&](const auto& one) { return one.first.starts_with(name_of(setting, "")); };
  const std::string name = name_of(setting, id);
  if (!bucket.kept.contains(name) &&
      static_cast<std::size_t>(std::ranges::count_if(bucket.kept, mine)) >= most_by_id) {
    return refuse(400, "TooManyConfigurations",
                  "You are attempting to create a new configuration but have already reached the "
                  "1,000-configuration limit.");
  }
  bucket.kept.insert_or_assign(name, given);
  return Value();
}

Answer list_by_id(const Setting& setting, const Call& call, const Bucket& bucket) {
  const std::string prefix = name_of(setting, "");
  std::string after;
  if (const Value& token = call.input["ContinuationToken"]) {
    after = from_base64(token.text()).value_or("");
    if (!after.starts_with(prefix)) {
      return refuse(400, "InvalidArgument", "The continuation token provided is incorrect",
                    Value().set("ArgumentName", "continuation-token"));
    }
  }
  Value output;
  aws::List list;
  auto position = after.empty() ? bucket.kept.lower_bound(prefix) : bucket.kept.upper_bound(after);
  for (; position != bucket.kept.end() && position->first.starts_with(prefix); ++position) {
    if (list.size() == page_by_id) {
      output.set("NextContinuationToken", to_base64(std::prev(position)->first));
      break;
    }
    list.push_back(position->second);
  }
  output.set("IsTruncated", output.has("NextContinuationToken"));
  output.set("ContinuationToken", call.input["ContinuationToken"]);
  if (!list.empty()) output.set(fmt::format("{}List", setting.member), std::move(list));
  return output;
}

// Configurations of notifications that have no id get one, as S3 gives them.
Value with_ids(const Value& given) {
  Value all;
  for (const auto& [kind, configurations] : given.members()) {
    if (!configurations.is_list()) {
      all.set(kind, configurations);
      continue;
    }
    aws::List list;
    for (const Value& one : configurations.list()) {
      Value named = one;
      if (named["Id"].text().empty()) {
        named.set("Id", derived_text(list.size(), kind, 48,
                                     "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz01234"));
      }
      list.push_back(std::move(named));
    }
    all.set(kind, std::move(list));
  }
  return all;
}

}  // namespace

bool is_kept_setting(std::string_view operation) {
  return read_operation(operation).setting != nullptr;
}

Answer handle_kept_setting(const Call& call, Bucket& bucket, const S3& s3) {
  const auto [verb, found] = read_operation(call.operation.name);
  const Setting& setting = *found;
  switch (verb) {
    case Verb::put: {
      const Value& given = call.input[setting.member];
      if (setting.check != nullptr) TRY_VOID(setting.check(given, bucket, s3));
      if (setting.by_id) return put_by_id(setting, call, given, bucket);
      if (setting.check == check_notification) return put_one(setting, with_ids(given), bucket);
      return put_one(setting, given, bucket);
    }
    case Verb::get: {
      if (!setting.by_id) return get_one(setting, bucket);
      const auto one = bucket.kept.find(name_of(setting, call.input["Id"].text()));
      if (one == bucket.kept.end()) return missing(setting, bucket);
      return Value().set(setting.member, one->second);
    }
    case Verb::remove: {
      if (!setting.by_id) {
        bucket.kept.erase(std::string(setting.member));
        return Value();
      }
      if (bucket.kept.erase(name_of(setting, call.input["Id"].text())) == 0) {
        return missing(setting, bucket);
      }
      return Value();
    }
    case Verb::list:
      return list_by_id(setting, call, bucket);
  }
  return Value();
}

bool notifies(const Bucket& bucket, std::string_view event) {
  const auto found = bucket.kept.find("NotificationConfiguration");
  if (found == bucket.kept.end()) return false;
  if (found->second.has("EventBridgeConfiguration")) return true;
  for (const auto& [kind, configurations] : found->second.members()) {
    for (const Value& one : configurations.list()) {
      for (const Value& wanted : one["Events"].list()) {
        std::string_view pattern = wanted.text();
        if (pattern == event) return true;
        if (!pattern.ends_with('*')) continue;
        pattern.remove_suffix(1);
        if (event.starts_with(pattern)) return true;
      }
    }
  }
  return false;
}

}  // namespace godwit::lab::services
