// Subscriptions. https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
#include "lab/lab.h"
#include "lab/paging.h"
#include "lab/services/sns.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

std::string shown_arn(const Subscription& subscription) {
  return subscription.confirmed ? subscription.arn : "PendingConfirmation";
}

Value describe(const Subscription& subscription, const std::string& account) {
  return Value()
      .set("SubscriptionArn", shown_arn(subscription))
      .set("Owner", account)
      .set("Protocol", subscription.protocol)
      .set("Endpoint", subscription.endpoint)
      .set("TopicArn", subscription.topic);
}

}  // namespace

std::expected<Subscription*, aws::ServiceError> Sns::subscription_of(const Call& call) {
  const std::string& arn = call.input["SubscriptionArn"].text();
  if (!arn.starts_with("arn:aws:sns:"))
    return sns_invalid("SubscriptionArn Reason: An ARN is needed");
  const auto found = regions_[call.region].subscriptions.find(arn);
  if (found == regions_[call.region].subscriptions.end()) {
    return refuse(404, "NotFound", "Subscription does not exist");
  }
  return &found->second;
}

// People have to confirm what is sent to them; services and telephones do not.
Answer Sns::subscribe(const Call& call) {
  const Value& input = call.input;
  const Topic* topic = TRY(topic_of(call, input["TopicArn"].text()));
  const std::string& protocol = input["Protocol"].text();
  const std::string& endpoint = input["Endpoint"].text();
  const auto begins = [&](std::string_view prefix) { return endpoint.starts_with(prefix); };
  bool good = false;
  bool confirmed = false;
  if (protocol == "http" || protocol == "https") {
    good = begins(protocol + "://");
  } else if (protocol == "email" || protocol == "email-json") {
    good = endpoint.find('@') != std::string::npos;
  } else if (protocol == "sms") {
    good = is_phone_number(endpoint);
    confirmed = true;
  } else if (protocol == "sqs" || protocol == "lambda" || protocol == "firehose") {
    good = begins("arn:aws:" + protocol + ":");
    confirmed = true;
  } else if (protocol == "application") {
    good = begins("arn:aws:sns:");
    confirmed = true;
  } else {
    return sns_invalid(
        fmt::format("Amazon SNS does not support this protocol string: {}", protocol));
  }
  if (!good) return sns_invalid(fmt::format("{} endpoint", protocol));
  auto& subscriptions = regions_[call.region].subscriptions;
  const Subscription* made = nullptr;
  for (const auto& [arn, known] : subscriptions) {
    if (known.topic == topic->arn && known.protocol == protocol && known.endpoint == endpoint) {
      made = &known;
    }
  }
  if (made == nullptr) {
    Subscription subscription{.arn = fmt::format("{}:{}", topic->arn, new_id("subscription")),
                              .topic = topic->arn,
                              .protocol = protocol,
                              .endpoint = endpoint,
                              .attributes = {},
                              .confirmed = confirmed};
    for (const auto& [key, value] : input["Attributes"].members()) {
      subscription.attributes[key] = value.text();
    }
    made = &subscriptions.emplace(subscription.arn, std::move(subscription)).first->second;
  }
  const bool whole = made->confirmed || input["ReturnSubscriptionArn"].flag();
  return Value().set("SubscriptionArn", whole ? made->arn : "pending confirmation");
}

// Tokens travel in messages, which nobody gets here.
Answer Sns::confirm_subscription(const Call& call) {
  TRY_VOID(topic_of(call, call.input["TopicArn"].text()));
  return sns_invalid("Token");
}

Answer Sns::unsubscribe(const Call& call) {
  regions_[call.region].subscriptions.erase(call.input["SubscriptionArn"].text());
  return Value();
}

Answer Sns::list_subscriptions(const Call& call) {
  const std::string after = TRY(read_sns_token(call.input));
  const Topic* only = nullptr;
  if (call.input.has("TopicArn")) only = TRY(topic_of(call, call.input["TopicArn"].text()));
  aws::List shown;
  const std::string token = show_page(
      regions_[call.region].subscriptions, after, 100,
      [&](const auto& entry) { return only == nullptr || entry.second.topic == only->arn; },
      [&](const auto& entry) { shown.push_back(describe(entry.second, lab_.account().id)); });
  Value output = Value().set("Subscriptions", std::move(shown));
  if (!token.empty()) output.set("NextToken", token);
  return output;
}

Answer Sns::get_subscription_attributes(const Call& call) {
  const Subscription* subscription = TRY(subscription_of(call));
  SnsTexts shown = subscription->attributes;
  shown["SubscriptionArn"] = subscription->arn;
  shown["TopicArn"] = subscription->topic;
  shown["Owner"] = lab_.account().id;
  shown["Protocol"] = subscription->protocol;
  shown["Endpoint"] = subscription->endpoint;
  shown["PendingConfirmation"] = subscription->confirmed ? "false" : "true";
  shown.emplace("RawMessageDelivery", "false");
  return Value().set("Attributes", show_map(shown));
}

Answer Sns::set_subscription_attributes(const Call& call) {
  Subscription* subscription = TRY(subscription_of(call));
  const std::string& name = call.input["AttributeName"].text();
  constexpr std::string_view known[] = {"DeliveryPolicy",    "FilterPolicy",
                                        "FilterPolicyScope", "RawMessageDelivery",
                                        "RedrivePolicy",     "SubscriptionRoleArn"};
  if (std::ranges::find(known, name) == std::end(known)) return sns_invalid("AttributeName");
  subscription->attributes[name] = call.input["AttributeValue"].text();
  return Value();
}

}  // namespace godwit::lab::services
