// The lab's SNS: topics with their subscriptions, and text messages to telephones, which begin in a
// sandbox in each region (fact A9). Nothing is delivered to anybody; what would be is counted.
// https://docs.aws.amazon.com/sns/latest/api/welcome.html
#pragma once

#include <map>
#include <optional>
#include <string>

#include "lab/operation_table.h"
#include "lab/policy/document.h"
#include "lab/service.h"

namespace godwit::lab::services {

using SnsTexts = std::map<std::string, std::string>;

struct Topic {
  std::string arn;
  SnsTexts attributes;  // as set
  SnsTexts tags;
  std::uint64_t published = 0;
};

struct Subscription {
  std::string arn;
  std::string topic;
  std::string protocol;
  std::string endpoint;
  SnsTexts attributes;
  bool confirmed = false;
};

struct SandboxNumber {
  bool verified = false;
  Time since{};
};

class Sns : public Service {
 public:
  explicit Sns(Lab& lab);

  std::string_view name() const override { return "sns"; }
  Answer handle(const Call& call) override;
  boost::json::value snapshot() const override;

  // Text messages of a region: those a telephone would have got, and those that AWS takes and then
  // silently does not deliver.
  struct Messages {
    std::uint64_t delivered = 0;
    std::uint64_t dropped = 0;
  };
  Messages messages(const std::string& region) const;

 private:
  struct Region {
    std::map<std::string, Topic> topics;                // by ARN
    std::map<std::string, Subscription> subscriptions;  // by ARN
    std::map<std::string, SandboxNumber> numbers;
    SnsTexts sms_attributes;
    Messages messages;
    std::string month;       // "2026-01", of what was spent
    std::int64_t spent = 0;  // thousandths of a US dollar
  };
  static const OperationEntry<Sns> operations[];

  // sns.cc
  Answer create_topic(const Call& call);
  Answer delete_topic(const Call& call);
  Answer list_topics(const Call& call);
  Answer get_topic_attributes(const Call& call);
  Answer set_topic_attributes(const Call& call);
  Answer publish(const Call& call);
  Answer tag(const Call& call);
  Answer untag(const Call& call);
  Answer list_tags(const Call& call);
  // sns_subscriptions.cc
  Answer subscribe(const Call& call);
  Answer confirm_subscription(const Call& call);
  Answer unsubscribe(const Call& call);
  Answer list_subscriptions(const Call& call);
  Answer get_subscription_attributes(const Call& call);
  Answer set_subscription_attributes(const Call& call);
  // sns_sms.cc
  Answer get_sandbox_status(const Call& call);
  Answer create_sandbox_number(const Call& call);
  Answer verify_sandbox_number(const Call& call);
  Answer list_sandbox_numbers(const Call& call);
  Answer delete_sandbox_number(const Call& call);
  Answer get_sms_attributes(const Call& call);
  Answer set_sms_attributes(const Call& call);
  void send_text(const Call& call, const std::string& number, const std::string& message);

  std::expected<Topic*, aws::ServiceError> topic_of(const Call& call, const std::string& arn);
  std::expected<Subscription*, aws::ServiceError> subscription_of(const Call& call);
  std::string new_id(std::string_view what);

  Lab& lab_;
  std::uint64_t secret_;
  std::uint64_t made_ = 0;
  std::map<std::string, Region> regions_;
};

// ---- shared by the handlers

std::unexpected<aws::ServiceError> sns_invalid(std::string what);
bool is_phone_number(const std::string& number);  // E.164: "+237612345678"
aws::Value show_map(const SnsTexts& texts);
std::expected<std::string, aws::ServiceError> read_sns_token(const aws::Value& input);

}  // namespace godwit::lab::services
