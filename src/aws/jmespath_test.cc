#include "aws/jmespath.h"

#include <gtest/gtest.h>

#include "aws/model.h"

namespace godwit::aws {
namespace {

Value instance(const char* state) {
  return Value(Members{{"State", Value(Members{{"Name", state}})}});
}

Value reservations() {
  List some{instance("running"), instance("stopped")};
  List others{instance("pending"), Value(Members{{"InstanceId", "i-1"}})};
  return Value(Members{{"Reservations", List{Value(Members{{"Instances", std::move(some)}}),
                                             Value(Members{{"Instances", std::move(others)}}),
                                             Value(Members{{"OwnerId", "1"}})}}});
}

TEST(Jmespath, FollowsNames) {
  const Value value(Members{{"ChangeInfo", Value(Members{{"Status", "INSYNC"}})}});
  EXPECT_EQ(evaluate("ChangeInfo.Status", value).text(), "INSYNC");
  EXPECT_FALSE(evaluate("ChangeInfo.Missing.Too", value).present());
  EXPECT_FALSE(evaluate("Missing[].Too", value).present());
}

TEST(Jmespath, FlattensListsOfLists) {
  const Value states = evaluate("Reservations[].Instances[].State.Name", reservations());
  ASSERT_EQ(states.list().size(), 3U);  // the one without a state is left out
  EXPECT_EQ(states.list()[0].text(), "running");
  EXPECT_EQ(states.list()[2].text(), "pending");
}

TEST(Jmespath, CountsAndCompares) {
  EXPECT_TRUE(evaluate("length(Reservations[]) > `0`", reservations()).flag());
  EXPECT_FALSE(evaluate("length(Reservations[]) > `3`", reservations()).flag());
  EXPECT_TRUE(evaluate("length(PasswordData) > `0`", Value(Members{{"PasswordData", "p"}})).flag());
  EXPECT_FALSE(evaluate("length(Missing[]) > `0`", reservations()).present());
}

TEST(Jmespath, TakesTheSecondWhereTheFirstIsNothing) {
  Value page(
      Members{{"Contents", List{Value(Members{{"Key", "a"}}), Value(Members{{"Key", "b"}})}}});
  EXPECT_EQ(evaluate("NextMarker || Contents[-1].Key", page).text(), "b");
  page.set("NextMarker", "m");
  EXPECT_EQ(evaluate("NextMarker || Contents[-1].Key", page).text(), "m");
  EXPECT_FALSE(evaluate("NextMarker || Contents[-1].Key", Value::structure()).present());
  EXPECT_EQ(evaluate("Contents[0].Key", page).text(), "a");
  EXPECT_FALSE(evaluate("Contents[2].Key", page).present());
}

// All that the compiled tables say can be read: an expression that cannot would abort.
TEST(Jmespath, ReadsEveryExpressionOfEveryModel) {
  std::size_t read = 0;
  const auto try_it = [&](std::string_view expression) {
    if (expression.empty()) return;
    evaluate(expression, Value::structure());
    ++read;
  };
  for (const Service* service : services()) {
    for (const Paginator& paginator : service->paginators) {
      for (const std::string_view each : paginator.output_tokens) try_it(each);
      for (const std::string_view each : paginator.result_keys) try_it(each);
      try_it(paginator.more_results);
      EXPECT_EQ(paginator.input_tokens.size(), paginator.output_tokens.size());
      EXPECT_NE(service->find(paginator.operation), nullptr);
      EXPECT_EQ(service->find_paginator(paginator.operation), &paginator);
    }
    for (const Waiter& waiter : service->waiters) {
      for (const Acceptor& each : waiter.acceptors) try_it(each.argument);
      EXPECT_NE(service->find(waiter.operation), nullptr);
      EXPECT_EQ(service->find_waiter(waiter.name), &waiter);
      EXPECT_GT(waiter.delay_s, 0);
      EXPECT_GT(waiter.max_attempts, 0);
    }
  }
  EXPECT_GT(read, 300U);
}

}  // namespace
}  // namespace godwit::aws
