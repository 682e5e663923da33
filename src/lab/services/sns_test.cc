#include "lab/services/sns.h"

#include "lab/lab_fixture.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

class SnsTest : public LabTest {
 protected:
  const std::string ada = "+237612345678";
  Sns& sns() { return static_cast<Sns&>(*lab.find_service("sns")); }
  std::string text(const std::string& number, const std::string& region = west) {
    return refused("sns", "Publish", region,
                   Value().set("PhoneNumber", number).set("Message", "Your visit begins."));
  }
  void verify(const std::string& number) {
    must("sns", "CreateSMSSandboxPhoneNumber", west, Value().set("PhoneNumber", number));
    must("sns", "VerifySMSSandboxPhoneNumber", west,
         Value()
             .set("PhoneNumber", number)
             .set("OneTimePassword", number.substr(number.size() - 6)));
  }
};

// Fact A9: the sandbox is each region's own.
TEST_F(SnsTest, TheSandbox) {
  EXPECT_TRUE(
      must("sns", "GetSMSSandboxAccountStatus", central, Value::structure())["IsInSandbox"].flag());
  EXPECT_EQ(text("0612345678"), "InvalidParameter");
  EXPECT_EQ(text(ada), "(success)") << "taken, and dropped without a word";
  EXPECT_EQ(sns().messages(west).delivered, 0U);
  EXPECT_EQ(sns().messages(west).dropped, 1U);
  must("sns", "CreateSMSSandboxPhoneNumber", west, Value().set("PhoneNumber", ada));
  EXPECT_EQ(refused("sns", "VerifySMSSandboxPhoneNumber", west,
                    Value().set("PhoneNumber", ada).set("OneTimePassword", "000000")),
            "VerificationException");
  verify(ada);
  text(ada);
  EXPECT_EQ(sns().messages(west).delivered, 1U);
  text(ada, central);
  EXPECT_EQ(sns().messages(central).dropped, 1U);
  EXPECT_EQ(must("sns", "ListSMSSandboxPhoneNumbers", west, Value::structure())["PhoneNumbers"]
                .list()
                .at(0)["Status"]
                .text(),
            "Verified");
  const Value number = Value().set("PhoneNumber", ada);
  EXPECT_EQ(refused("sns", "DeleteSMSSandboxPhoneNumber", west, number), "UserError");
  pass(hours(24));
  EXPECT_EQ(refused("sns", "DeleteSMSSandboxPhoneNumber", west, number), "(success)");
  EXPECT_EQ(refused("sns", "DeleteSMSSandboxPhoneNumber", west, number), "ResourceNotFound");
}

TEST_F(SnsTest, TheMonthsMoney) {
  verify(ada);
  for (int i = 0; i < 101; ++i) text(ada);
  EXPECT_EQ(sns().messages(west).delivered, 100U);
  EXPECT_EQ(sns().messages(west).dropped, 1U);
  pass(hours(24 * 31));
  text(ada);
  EXPECT_EQ(sns().messages(west).delivered, 101U);
  const auto limit = [&](std::string_view usd) {
    return refused("sns", "SetSMSAttributes", west,
                   Value().set("attributes", Value().set("MonthlySpendLimit", usd)));
  };
  EXPECT_EQ(limit("1"), "(success)");
  EXPECT_EQ(limit("100"), "InvalidParameter");
  EXPECT_EQ(
      must("sns", "GetSMSAttributes", west, Value::structure())["attributes"]["MonthlySpendLimit"]
          .text(),
      "1");
}

TEST_F(SnsTest, TopicsAndSubscriptions) {
  const std::string arn =
      must("sns", "CreateTopic", west, Value().set("Name", "alerts"))["TopicArn"].text();
  EXPECT_EQ(arn, "arn:aws:sns:eu-west-1:558069890522:alerts");
  EXPECT_EQ(must("sns", "CreateTopic", west, Value().set("Name", "alerts"))["TopicArn"].text(),
            arn);
  EXPECT_EQ(refused("sns", "CreateTopic", west, Value().set("Name", "a b")), "InvalidParameter");
  const Value topic = Value().set("TopicArn", arn);
  EXPECT_EQ(refused("sns", "GetTopicAttributes", central, topic), "InvalidParameter");
  const auto subscribe = [&](std::string_view protocol, std::string_view endpoint) {
    const auto output = ask("sns", "Subscribe", west,
                            Value(topic).set("Protocol", protocol).set("Endpoint", endpoint));
    return output ? (*output)["SubscriptionArn"].text() : output.error().code;
  };
  EXPECT_EQ(subscribe("email", "ops@example.org"), "pending confirmation");
  const std::string queue = subscribe("sqs", "arn:aws:sqs:eu-west-1:558069890522:q");
  EXPECT_TRUE(queue.starts_with(arn + ":"));
  EXPECT_EQ(subscribe("email", "nobody"), "InvalidParameter");
  EXPECT_EQ(subscribe("pigeon", "x"), "InvalidParameter");
  EXPECT_EQ(must("sns", "ListSubscriptionsByTopic", west, topic)["Subscriptions"].list().size(),
            2U);
  const Value attributes = must("sns", "GetTopicAttributes", west, topic)["Attributes"];
  EXPECT_EQ(attributes["SubscriptionsConfirmed"].text(), "1");
  EXPECT_EQ(attributes["SubscriptionsPending"].text(), "1");
  EXPECT_FALSE(
      must("sns", "Publish", west, Value(topic).set("Message", "x"))["MessageId"].text().empty());
  EXPECT_EQ(refused("sns", "Publish", west, Value().set("TopicArn", arn + "x").set("Message", "x")),
            "NotFound");
  must("sns", "Unsubscribe", west, Value().set("SubscriptionArn", queue));
  must("sns", "DeleteTopic", west, topic);
  EXPECT_EQ(refused("sns", "GetTopicAttributes", west, topic), "NotFound");
  EXPECT_EQ(lab.snapshot().at("sns"), boost::json::value(boost::json::object()));
}

}  // namespace
}  // namespace godwit::lab::services
