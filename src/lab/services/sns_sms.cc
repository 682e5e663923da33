// Text messages. In the sandbox AWS takes every message and delivers only to verified numbers: the
// others disappear without a word, as they do when the month's money is spent (fact A9).
// https://docs.aws.amazon.com/sns/latest/dg/sns-sms-sandbox.html
#include "base/text.h"
#include "lab/lab.h"
#include "lab/paging.h"
#include "lab/services/cloudwatch.h"
#include "lab/services/sns.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::size_t most_numbers = 10;  // in the sandbox
// Thousandths of a US dollar for one message. AWS's prices differ by country: this is none of them.
constexpr std::int64_t price = 10;
constexpr Duration shortest_verified = hours(24);

std::unexpected<aws::ServiceError> user_error(std::string message) {
  return refuse(400, "UserError", std::move(message));
}

std::unexpected<aws::ServiceError> no_such_number() {
  return refuse(404, "ResourceNotFound",
                "The destination phone number has not been added to the sandbox.");
}

}  // namespace

bool is_phone_number(const std::string& number) {
  return number.size() >= 8 && number.size() <= 16 && number[0] == '+' && number[1] != '0' &&
         std::ranges::all_of(number.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}

Sns::Messages Sns::messages(const std::string& region) const {
  const auto found = regions_.find(region);
  return found == regions_.end() ? Messages{} : found->second.messages;
}

void Sns::send_text(const Call& call, const std::string& number, const std::string& message) {
  Region& region = regions_[call.region];
  const std::string month = format_time(call.now).substr(0, 7);
  if (month != region.month) {
    region.month = month;
    region.spent = 0;
  }
  const auto verified = region.numbers.find(number);
  const auto limit = region.sms_attributes.find("MonthlySpendLimit");
  const std::int64_t most =
      (limit == region.sms_attributes.end() ? 1 : parse_integer(limit->second).value_or(1)) * 1000;
  const std::int64_t parts = static_cast<std::int64_t>((message.size() + 139) / 140);
  const bool delivered = verified != region.numbers.end() && verified->second.verified &&
                         region.spent + parts * price <= most;
  ++(delivered ? region.messages.delivered : region.messages.dropped);
  if (delivered) region.spent += parts * price;
  if (Service* service = lab_.find_service("cloudwatch")) {
    auto& metrics = static_cast<CloudWatch&>(*service);
    metrics.record(call.region, {"AWS/SNS", "SMSSuccessRate", {}},
                   MetricSample::of(delivered ? 1 : 0), call.now);
    metrics.record(call.region, {"AWS/SNS", "SMSMonthToDateSpentUSD", {}},
                   MetricSample::of(static_cast<double>(region.spent) / 1000), call.now);
  }
}

// Leaving it takes a case at AWS's support, which the lab has not.
Answer Sns::get_sandbox_status(const Call&) { return Value().set("IsInSandbox", true); }

Answer Sns::create_sandbox_number(const Call& call) {
  const std::string& number = call.input["PhoneNumber"].text();
  if (!is_phone_number(number)) return sns_invalid("PhoneNumber");
  auto& numbers = regions_[call.region].numbers;
  if (const auto found = numbers.find(number); found != numbers.end()) {
    if (found->second.verified) return user_error("The phone number is verified already.");
    return Value::structure();  // another code
  }
  if (numbers.size() >= most_numbers) {
    return user_error("You have reached the limit of destination phone numbers in the sandbox.");
  }
  numbers[number] = {.verified = false, .since = call.now};
  return Value::structure();
}

// The code that nobody gets is the number's last six digits.
Answer Sns::verify_sandbox_number(const Call& call) {
  const std::string& number = call.input["PhoneNumber"].text();
  auto& numbers = regions_[call.region].numbers;
  const auto found = numbers.find(number);
  if (found == numbers.end()) return no_such_number();
  if (call.input["OneTimePassword"].text() != number.substr(number.size() - 6)) {
    return refuse(400, "VerificationException",
                  "The one-time password is not the one that was sent.");
  }
  found->second = {.verified = true, .since = call.now};
  return Value::structure();
}

Answer Sns::list_sandbox_numbers(const Call& call) {
  const std::string after = TRY(read_sns_token(call.input));
  const std::int64_t limit =
      call.input.has("MaxResults") ? call.input["MaxResults"].integer() : 100;
  if (limit < 1 || limit > 100) return sns_invalid("MaxResults");
  aws::List shown;
  const std::string token = show_page(
      regions_[call.region].numbers, after, static_cast<std::size_t>(limit),
      [](const auto&) { return true; },
      [&](const auto& entry) {
        shown.push_back(Value()
                            .set("PhoneNumber", entry.first)
                            .set("Status", entry.second.verified ? "Verified" : "Pending"));
      });
  Value output = Value().set("PhoneNumbers", std::move(shown));
  if (!token.empty()) output.set("NextToken", token);
  return output;
}

Answer Sns::delete_sandbox_number(const Call& call) {
  auto& numbers = regions_[call.region].numbers;
  const auto found = numbers.find(call.input["PhoneNumber"].text());
  if (found == numbers.end()) return no_such_number();
  if (found->second.verified && call.now - found->second.since < shortest_verified) {
    return user_error("A verified phone number can be deleted 24 hours after its verification.");
  }
  numbers.erase(found);
  return Value::structure();
}

// https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html
Answer Sns::get_sms_attributes(const Call& call) {
  SnsTexts shown = regions_[call.region].sms_attributes;
  shown.emplace("MonthlySpendLimit", "1");
  const aws::List& wanted = call.input["attributes"].list();
  if (!wanted.empty()) {
    std::erase_if(shown, [&](const auto& entry) {
      return std::ranges::find(wanted, Value(entry.first)) == wanted.end();
    });
  }
  return Value().set("attributes", show_map(shown));
}

Answer Sns::set_sms_attributes(const Call& call) {
  constexpr std::string_view known[] = {
      "DefaultSMSType",        "DefaultSenderID",
      "DeliveryStatusIAMRole", "DeliveryStatusSuccessSamplingRate",
      "MonthlySpendLimit",     "UsageReportS3Bucket"};
  SnsTexts changed = regions_[call.region].sms_attributes;
  for (const auto& [name, value] : call.input["attributes"].members()) {
    if (std::ranges::find(known, name) == std::end(known)) return sns_invalid("attributes");
    if (name == "DefaultSMSType" && value.text() != "Promotional" &&
        value.text() != "Transactional") {
      return sns_invalid("DefaultSMSType");
    }
    if (name == "MonthlySpendLimit") {
      const auto limit = parse_integer(value.text());
      // What AWS allows an account that has not asked for more.
      if (!limit || *limit < 0 || *limit > 1) {
        return sns_invalid("MonthlySpendLimit Reason: it is above the account's limit of 1 USD");
      }
    }
    changed[name] = value.text();
  }
  regions_[call.region].sms_attributes = std::move(changed);
  return Value::structure();
}

}  // namespace godwit::lab::services
