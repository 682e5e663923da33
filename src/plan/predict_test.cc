#include "plan/predict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/plan_fixture.h"

namespace godwit::plan {
namespace {

account::Account account_with(std::vector<account::Record> records) {
  account::Account account;
  account.zones.push_back({"Z1", "medzenhealth.app", std::move(records)});
  account.users.places = {{.name = "Germany", .count = 3, .country = "DE"},
                          {.name = "Kenya", .count = 1, .country = "KE"}};
  return account;
}

TEST(PredictedShare, IsTheWeightWhereThePairIsAlone) {
  const Plan plan = plan_of(std::string(base_plan));
  const account::Account account = account_with({});
  for (const int weight : {0, 1, 10, 50, 99, 100}) {
    EXPECT_DOUBLE_EQ(predicted_share(plan, plan.traffic[0], account, weight), weight / 100.0);
  }
}

// A third record set under the name takes its share, whatever the ladder says (fact C7).
TEST(PredictedShare, CountsWhatElseIsThere) {
  const Plan plan = plan_of(std::string(base_plan));
  account::Record other{.name = "api.medzenhealth.app", .type = "A", .set_identifier = "forgotten"};
  other.weight = 100;
  other.ttl = seconds(60);
  other.values = {"192.0.2.9"};
  EXPECT_DOUBLE_EQ(predicted_share(plan, plan.traffic[0], account_with({other}), 100), 0.5);
}

}  // namespace
}  // namespace godwit::plan
