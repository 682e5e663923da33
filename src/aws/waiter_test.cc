#include "aws/waiter.h"

#include <gtest/gtest.h>

#include "aws/testing/scripted_cloud.h"

namespace godwit::aws {
namespace {

using testing::ScriptedCloud;

const Waiter& waiter(std::string_view service_name, std::string_view name) {
  return *service(service_name).find_waiter(name);
}

Value with_states(std::string_view list, std::initializer_list<const char*> states) {
  List elements;
  for (const char* state : states) elements.push_back(Value(Members{{"State", state}}));
  Value output;
  output.set(list, Value(std::move(elements)));
  return output;
}

TEST(Waiter, ComparesWhatStandsAtAPath) {
  const Waiter& changed = waiter("route53", "ResourceRecordSetsChanged");
  const auto with_status = [](const char* status) {
    return Observation{200, {}, Value(Members{{"ChangeInfo", Value(Members{{"Status", status}})}})};
  };
  EXPECT_EQ(decide(changed, with_status("PENDING")), WaiterState::retry);
  EXPECT_EQ(decide(changed, with_status("INSYNC")), WaiterState::success);
  EXPECT_EQ(decide(changed, {404, "NoSuchChange", {}}), WaiterState::failure);
}

TEST(Waiter, ComparesAllOrAny) {
  const Waiter& available = waiter("ec2", "VolumeAvailable");
  const auto state = [&](std::initializer_list<const char*> states) {
    return decide(available, {200, {}, with_states("Volumes", states)});
  };
  EXPECT_EQ(state({"available", "available"}), WaiterState::success);
  EXPECT_EQ(state({"available", "creating"}), WaiterState::retry);
  EXPECT_EQ(state({"available", "deleted"}), WaiterState::failure);
  EXPECT_EQ(state({}), WaiterState::retry);  // all of none is not yet something
}

TEST(Waiter, ComparesTruths) {
  const Waiter& exists = waiter("cloudwatch", "AlarmExists");
  EXPECT_EQ(decide(exists, {200, {}, with_states("MetricAlarms", {"OK"})}), WaiterState::success);
  EXPECT_EQ(decide(exists, {200, {}, with_states("MetricAlarms", {})}), WaiterState::retry);
}

TEST(Waiter, ComparesStatusesAndErrors) {
  const Waiter& exists = waiter("s3", "ObjectExists");
  EXPECT_EQ(decide(exists, {200, {}, {}}), WaiterState::success);
  EXPECT_EQ(decide(exists, {404, "NoSuchKey", {}}), WaiterState::retry);
  EXPECT_EQ(decide(exists, {403, "AccessDenied", {}}), WaiterState::failure);
  const Waiter& gone = waiter("iam", "RoleExists");
  EXPECT_EQ(decide(gone, {404, "NoSuchEntity", {}}), WaiterState::retry);
}

TEST(WaitTurn, AsksOnceAndSaysWhenToAskAgain) {
  bool there = false;
  ScriptedCloud cloud([&](const auto&, const auto&) -> ScriptedCloud::Answer {
    if (there) return Value::structure();
    return std::unexpected(ServiceError{404, "NoSuchKey", "", {}});
  });
  const Value input(Members{{"Bucket", "bucket"}, {"Key", "k"}});
  const auto first = wait_turn(cloud, "s3", "ObjectExists", "eu-west-1", input, 1);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->state, WaiterState::retry);
  EXPECT_EQ(first->again_in, seconds(5));
  EXPECT_EQ(cloud.operations.size(), 1U);

  const int last = waiter("s3", "ObjectExists").max_attempts;
  EXPECT_EQ(wait_turn(cloud, "s3", "ObjectExists", "eu-west-1", input, last)->state,
            WaiterState::failure);
  there = true;
  EXPECT_EQ(wait_turn(cloud, "s3", "ObjectExists", "eu-west-1", input, 2)->state,
            WaiterState::success);
}

TEST(WaitTurn, FailsOnWhatTheWaiterDoesNotKnow) {
  auto cloud = ScriptedCloud::answering(
      std::unexpected(ServiceError{403, "AccessDenied", "You may not", {}}));
  const auto turn =
      wait_turn(cloud, "iam", "RoleExists", "eu-west-1", Value(Members{{"RoleName", "r"}}), 1);
  ASSERT_FALSE(turn);
  EXPECT_EQ(turn.error().code, "AccessDenied");
}

}  // namespace
}  // namespace godwit::aws
