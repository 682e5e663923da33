#include "run/plan_change.h"

#include <gmock/gmock.h>

namespace godwit::run {
namespace {

plan::Graph graph_with(const std::string& value) {
  plan::StepSpec step{.id = "consumer/app", .kind = "settings_file"};
  step.parameters.set("names", std::vector<std::string>{"TOKEN"});
  step.parameters.set("value/TOKEN", value);
  step.parameters.set("value/API", std::string("${value/api.text}/sms"));
  return {.plan = "p", .account = "111122223333", .steps = {step}};
}

TEST(PlanChange, TellsThatASettingIsAnotherAndNotWhatItIs) {
  const auto before = describe_steps(graph_with("made-up-secret"));
  const std::string text = boost::json::serialize(before);
  EXPECT_FALSE(text.contains("made-up")) << text;
  EXPECT_TRUE(text.contains("${value/api.text}/sms")) << text;
  const auto change = plan_change(before, graph_with("made-up-other"), {});
  ASSERT_TRUE(change) << to_string(change.error());
  ASSERT_EQ(change->differences.size(), 1u);
  EXPECT_THAT(change->differences[0].what, testing::StartsWith("value/TOKEN: digest "));
  EXPECT_FALSE(to_string(*change).contains("made-up")) << to_string(*change);
  EXPECT_TRUE(plan_change(before, graph_with("made-up-secret"), {})->differences.empty());
}

}  // namespace
}  // namespace godwit::run
