#include "lab/services/sns.h"

#include "base/text.h"
#include "lab/arn.h"
#include "lab/identifiers.h"
#include "lab/lab.h"
#include "lab/paging.h"

namespace godwit::lab::services {

using aws::Value;

const OperationEntry<Sns> Sns::operations[] = {
    {"ConfirmSubscription", &Sns::confirm_subscription},
    {"CreateSMSSandboxPhoneNumber", &Sns::create_sandbox_number},
    {"CreateTopic", &Sns::create_topic},
    {"DeleteSMSSandboxPhoneNumber", &Sns::delete_sandbox_number},
    {"DeleteTopic", &Sns::delete_topic},
    {"GetSMSAttributes", &Sns::get_sms_attributes},
    {"GetSMSSandboxAccountStatus", &Sns::get_sandbox_status},
    {"GetSubscriptionAttributes", &Sns::get_subscription_attributes},
    {"GetTopicAttributes", &Sns::get_topic_attributes},
    {"ListSMSSandboxPhoneNumbers", &Sns::list_sandbox_numbers},
    {"ListSubscriptions", &Sns::list_subscriptions},
    {"ListSubscriptionsByTopic", &Sns::list_subscriptions},
    {"ListTagsForResource", &Sns::list_tags},
    {"ListTopics", &Sns::list_topics},
    {"Publish", &Sns::publish},
    {"SetSMSAttributes", &Sns::set_sms_attributes},
    {"SetSubscriptionAttributes", &Sns::set_subscription_attributes},
    {"SetTopicAttributes", &Sns::set_topic_attributes},
    {"Subscribe", &Sns::subscribe},
    {"TagResource", &Sns::tag},
    {"Unsubscribe", &Sns::unsubscribe},
    {"UntagResource", &Sns::untag},
    {"VerifySMSSandboxPhoneNumber", &Sns::verify_sandbox_number},
};

Sns::Sns(Lab& lab) : lab_(lab), secret_(lab.world().random.fork("sns")->next()) {}

Answer Sns::handle(const Call& call) { return dispatch<Sns>(*this, operations, call); }

std::unexpected<aws::ServiceError> sns_invalid(std::string what) {
  return refuse(400, "InvalidParameter", "Invalid parameter: " + std::move(what));
}

Value show_map(const SnsTexts& texts) {
  Value map = Value::structure();
  for (const auto& [key, value] : texts) map.set(key, value);
  return map;
}

std::expected<std::string, aws::ServiceError> read_sns_token(const Value& input) {
  if (!input.has("NextToken")) return std::string();
  auto after = read_page_token(input["NextToken"].text());
  if (!after) return sns_invalid("nextToken");
  return std::move(*after);
}

std::string Sns::new_id(std::string_view what) {
  return derived_uuid(secret_, fmt::format("{} {}", what, made_++));
}

std::expected<Topic*, aws::ServiceError> Sns::topic_of(const Call& call, const std::string& text) {
  const auto given = read_arn(text);
  if (!given || given->service != "sns" || given->region != call.region ||
      given->account != lab_.account().id) {
    return sns_invalid(
        "TopicArn Reason: An ARN must have at least 6 elements, of this service, "
        "region and account");
  }
  const auto found = regions_[call.region].topics.find(text);
  if (found == regions_[call.region].topics.end()) {
    return refuse(404, "NotFound", "Topic does not exist");
  }
  return &found->second;
}

// ---- topics. https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html

Answer Sns::create_topic(const Call& call) {
  const Value& input = call.input;
  const std::string& name = input["Name"].text();
  SnsTexts attributes, tags;
  for (const auto& [key, value] : input["Attributes"].members()) attributes[key] = value.text();
  for (const Value& entry : input["Tags"].list()) {
    tags[entry["Key"].text()] = entry["Value"].text();
  }
  const bool fifo = attributes["FifoTopic"] == "true";
  std::string_view bare = name;
  if (fifo && bare.ends_with(".fifo")) bare.remove_suffix(5);
  const bool good = !bare.empty() && name.size() <= 256 && fifo == name.ends_with(".fifo") &&
                    std::ranges::all_of(bare, [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                             (c >= '0' && c <= '9') || c == '-' || c == '_';
                    });
  if (!good) return sns_invalid("Topic Name");
  if (!fifo) attributes.erase("FifoTopic");
  const std::string arn = fmt::format("arn:aws:sns:{}:{}:{}", call.region, lab_.account().id, name);
  auto& topics = regions_[call.region].topics;
  if (const auto found = topics.find(arn); found != topics.end()) {
    if (!tags.empty() && tags != found->second.tags) {
      return sns_invalid("Tags Reason: Topic already exists with different tags");
    }
    for (const auto& [key, value] : attributes) {
      const auto known = found->second.attributes.find(key);
      if (known == found->second.attributes.end() || known->second != value) {
        return sns_invalid("Attributes Reason: Topic already exists with different attributes");
      }
    }
    return Value().set("TopicArn", arn);
  }
  topics.emplace(arn,
                 Topic{.arn = arn, .attributes = std::move(attributes), .tags = std::move(tags)});
  return Value().set("TopicArn", arn);
}

// No error where there is none; its subscriptions stay for a while on AWS, and go at once here.
Answer Sns::delete_topic(const Call& call) {
  Region& region = regions_[call.region];
  const std::string& arn = call.input["TopicArn"].text();
  region.topics.erase(arn);
  std::erase_if(region.subscriptions, [&](const auto& entry) { return entry.second.topic == arn; });
  return Value();
}

Answer Sns::list_topics(const Call& call) {
  const std::string after = TRY(read_sns_token(call.input));
  aws::List topics;
  const std::string token = show_page(
      regions_[call.region].topics, after, 100, [](const auto&) { return true; },
      [&](const auto& entry) { topics.push_back(Value().set("TopicArn", entry.first)); });
  Value output = Value().set("Topics", std::move(topics));
  if (!token.empty()) output.set("NextToken", token);
  return output;
}

Answer Sns::get_topic_attributes(const Call& call) {
  const Topic* topic = TRY(topic_of(call, call.input["TopicArn"].text()));
  SnsTexts shown = topic->attributes;
  int confirmed = 0, pending = 0;
  for (const auto& [arn, subscription] : regions_[call.region].subscriptions) {
    if (subscription.topic == topic->arn) ++(subscription.confirmed ? confirmed : pending);
  }
  shown["TopicArn"] = topic->arn;
  shown["Owner"] = lab_.account().id;
  shown.emplace("DisplayName", "");
  shown["SubscriptionsConfirmed"] = fmt::format("{}", confirmed);
  shown["SubscriptionsPending"] = fmt::format("{}", pending);
  shown["SubscriptionsDeleted"] = "0";
  return Value().set("Attributes", show_map(shown));
}

Answer Sns::set_topic_attributes(const Call& call) {
  const Value& input = call.input;
  Topic* topic = TRY(topic_of(call, input["TopicArn"].text()));
  const std::string& name = input["AttributeName"].text();
  constexpr std::string_view known[] = {"ArchivePolicy",    "ContentBasedDeduplication",
                                        "DeliveryPolicy",   "DisplayName",
                                        "KmsMasterKeyId",   "Policy",
                                        "SignatureVersion", "TracingConfig"};
  if (std::ranges::find(known, name) == std::end(known)) return sns_invalid("AttributeName");
  if (name == "Policy") {
    if (!policy::read(input["AttributeValue"].text(), policy::Kind::resource)) {
      return sns_invalid("Policy Error: null");
    }
  }
  topic->attributes[name] = input["AttributeValue"].text();
  return Value();
}

// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
Answer Sns::publish(const Call& call) {
  const Value& input = call.input;
  const std::string& message = input["Message"].text();
  const std::string& topic_arn =
      input.has("TopicArn") ? input["TopicArn"].text() : input["TargetArn"].text();
  const std::string& number = input["PhoneNumber"].text();
  if (topic_arn.empty() == number.empty()) {
    return sns_invalid(
        "TopicArn or TargetArn Reason: exactly one of TopicArn, TargetArn and "
        "PhoneNumber is needed");
  }
  if (message.empty()) return sns_invalid("Empty message");
  if (message.size() > 262'144) return sns_invalid("Message too long");
  Value output = Value().set("MessageId", new_id("message"));
  if (!number.empty()) {
    if (!is_phone_number(number)) {
      return sns_invalid(fmt::format("PhoneNumber Reason: {} is not valid to publish to", number));
    }
    if (message.size() > 1600) return sns_invalid("Message too long");
    send_text(call, number, message);
    return output;
  }
  Topic* topic = TRY(topic_of(call, topic_arn));
  const bool fifo = topic->attributes.contains("FifoTopic");
  if (fifo && !input.has("MessageGroupId")) {
    return sns_invalid("The MessageGroupId parameter is required for FIFO topics");
  }
  ++topic->published;
  for (const auto& [arn, subscription] : regions_[call.region].subscriptions) {
    if (subscription.topic == topic->arn && subscription.confirmed &&
        subscription.protocol == "sms") {
      send_text(call, subscription.endpoint, message);
    }
  }
  if (fifo) output.set("SequenceNumber", fmt::format("{:020}", 10'000'000 + topic->published));
  return output;
}

// ---- tags

Answer Sns::tag(const Call& call) {
  Topic* topic = TRY(topic_of(call, call.input["ResourceArn"].text()));
  for (const Value& entry : call.input["Tags"].list()) {
    topic->tags[entry["Key"].text()] = entry["Value"].text();
  }
  return Value::structure();
}

Answer Sns::untag(const Call& call) {
  Topic* topic = TRY(topic_of(call, call.input["ResourceArn"].text()));
  for (const Value& key : call.input["TagKeys"].list()) topic->tags.erase(key.text());
  return Value::structure();
}

Answer Sns::list_tags(const Call& call) {
  const Topic* topic = TRY(topic_of(call, call.input["ResourceArn"].text()));
  aws::List tags;
  for (const auto& [key, value] : topic->tags) {
    tags.push_back(Value().set("Key", key).set("Value", value));
  }
  return Value().set("Tags", std::move(tags));
}

boost::json::value Sns::snapshot() const {
  boost::json::object all;
  for (const auto& [region_name, region] : regions_) {
    boost::json::object shown;
    boost::json::object topics;
    for (const auto& [arn, topic] : region.topics) {
      std::vector<std::string> endpoints;
      for (const auto& [id, subscription] : region.subscriptions) {
        if (subscription.topic == arn) {
          endpoints.push_back(subscription.protocol + " " + subscription.endpoint);
        }
      }
      std::ranges::sort(endpoints);
      boost::json::array sorted;
      for (const std::string& endpoint : endpoints) sorted.emplace_back(endpoint);
      topics[arn.substr(arn.rfind(':') + 1)] = std::move(sorted);
    }
    if (!topics.empty()) shown["topics"] = std::move(topics);
    boost::json::object numbers;
    for (const auto& [number, what] : region.numbers) numbers[number] = what.verified;
    if (!numbers.empty()) shown["sandbox"] = std::move(numbers);
    boost::json::object attributes;
    for (const auto& [key, value] : region.sms_attributes) attributes[key] = value;
    if (!attributes.empty()) shown["sms"] = std::move(attributes);
    if (!shown.empty()) all[region_name] = std::move(shown);
  }
  return all;
}

}  // namespace godwit::lab::services
