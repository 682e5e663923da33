#include "lab/services/cloudformation.h"

#include "aws/api/cloudformation.h"
#include "lab/lab_fixture.h"

namespace godwit::lab {
namespace {

using aws::Value;
namespace cloudformation = aws::cloudformation;

account::Account with_stacks() {
  account::Account account = two_region_account();
  account.stacks = {
      {.name = "chime",
       .region = central,
       .status = "UPDATE_COMPLETE",
       .description = "Chime in Frankfurt",
       .parameters = {{"ProjectName", "medzen"}},
       .outputs = {{"ChimeApiEndpoint", "https://d-1.example"}, {"Bucket", "recordings"}},
       .exports = {{"ChimeApiEndpoint", "medzen-chime"}},
       .tags = {{"Project", "medzen"}},
       .resources = {{"Api", "AWS::ApiGatewayV2::Api", "d-1"},
                     {"Fn", "AWS::Lambda::Function", ""}}},
      {.name = "gone", .region = central, .status = "DELETE_COMPLETE"},
      {.name = "rolled-back", .region = central, .status = "ROLLBACK_COMPLETE"},
      {.name = "chime", .region = west}};
  return account;
}

class CloudFormationTest : public LabTest {
 protected:
  CloudFormationTest() : LabTest(with_stacks()) {}
  Value stack_named(const std::string& name) { return Value().set("StackName", name); }
};

TEST_F(CloudFormationTest, DescribesAStackByNameAndById) {
  const auto stack = cloudformation::describe_stack(cloud, central, "chime");
  ASSERT_TRUE(stack.has_value()) << to_string(stack.error());
  EXPECT_EQ(stack->status, "UPDATE_COMPLETE");
  EXPECT_EQ(stack->outputs.at("ChimeApiEndpoint"), "https://d-1.example");
  EXPECT_EQ(stack->parameters.at("ProjectName"), "medzen");
  EXPECT_TRUE(
      stack->id.starts_with("arn:aws:cloudformation:eu-central-1:558069890522:stack/chime/"));
  EXPECT_EQ(cloudformation::describe_stack(cloud, central, stack->id)->name, "chime");
  EXPECT_TRUE(cloudformation::describe_stack(cloud, west, "chime")->outputs.empty());
}

TEST_F(CloudFormationTest, SaysWhatIsNotThereAsAwsDoes) {
  for (const std::string name : {"nothing", "gone", "Chime"}) {
    const auto asked = ask("cloudformation", "DescribeStacks", central, stack_named(name));
    ASSERT_FALSE(asked.has_value());
    EXPECT_EQ(asked.error().code, "ValidationError");
    EXPECT_THAT(asked.error().cause,
                testing::HasSubstr("Stack with id " + name + " does not exist"));
    EXPECT_EQ(cloudformation::describe_stack(cloud, central, name).error().kind,
              ErrorKind::not_found);
  }
  EXPECT_EQ(cloudformation::list_resources(cloud, central, "nothing").error().kind,
            ErrorKind::not_found);
}

TEST_F(CloudFormationTest, ListsWithAndWithoutTheDeleted) {
  const auto all = cloudformation::describe_stacks(cloud, central);
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ(all->front().name, "chime");
  const auto names = [&](const Value& input) {
    std::vector<std::string> found;
    const Value listed = must("cloudformation", "ListStacks", central, input);
    for (const Value& each : listed["StackSummaries"].list()) {
      found.push_back(each["StackName"].text());
    }
    return found;
  };
  EXPECT_THAT(names(Value::structure()), testing::ElementsAre("chime", "gone", "rolled-back"));
  EXPECT_THAT(names(Value().set("StackStatusFilter", aws::List{Value("ROLLBACK_COMPLETE")})),
              testing::ElementsAre("rolled-back"));
  // A deleted stack is still known by its id.
  const Value listed = must("cloudformation", "ListStacks", central, Value::structure());
  const std::string id = listed["StackSummaries"].list()[1]["StackId"].text();
  EXPECT_EQ(cloudformation::describe_stack(cloud, central, id)->status, "DELETE_COMPLETE");
}

TEST_F(CloudFormationTest, TellsResources) {
  const auto resources = cloudformation::list_resources(cloud, central, "chime");
  ASSERT_EQ(resources->size(), 2U);
  EXPECT_EQ(resources->front().physical_id, "d-1");
  EXPECT_EQ(resources->front().status, "UPDATE_COMPLETE");
  const Value by_physical = must("cloudformation", "DescribeStackResources", central,
                                 Value().set("PhysicalResourceId", "d-1"));
  EXPECT_EQ(by_physical["StackResources"].list().size(), 2U) << "all of that stack's";
  EXPECT_EQ(refused("cloudformation", "DescribeStackResources", central,
                    Value().set("PhysicalResourceId", "d-2")),
            "ValidationError");
  EXPECT_EQ(refused("cloudformation", "DescribeStackResources", central, Value::structure()),
            "ValidationError");
  EXPECT_EQ(must("cloudformation", "DescribeStackResource", central,
                 stack_named("chime").set("LogicalResourceId",
                                          "Api"))["StackResourceDetail"]["ResourceType"]
                .text(),
            "AWS::ApiGatewayV2::Api");
  EXPECT_EQ(refused("cloudformation", "DescribeStackResource", central,
                    stack_named("chime").set("LogicalResourceId", "None")),
            "ValidationError");
}

TEST_F(CloudFormationTest, ListsExportsOfItsRegion) {
  EXPECT_EQ(cloudformation::list_exports(cloud, central)->at("medzen-chime"),
            "https://d-1.example");
  EXPECT_TRUE(cloudformation::list_exports(cloud, west)->empty());
}

class ManyStacksTest : public LabTest {
 protected:
  ManyStacksTest() : LabTest(many()) {}
  static account::Account many() {
    account::Account account = two_region_account();
    for (int i = 0; i < 250; ++i) {
      account.stacks.push_back({.name = fmt::format("s{:03}", i), .region = west});
    }
    return account;
  }
};

TEST_F(ManyStacksTest, ComeInPages) {
  const Value page = must("cloudformation", "DescribeStacks", west, Value::structure());
  EXPECT_EQ(page["Stacks"].list().size(), 100U);
  EXPECT_FALSE(page["NextToken"].text().empty());
  EXPECT_EQ(cloudformation::describe_stacks(cloud, west)->size(), 250U);
  EXPECT_EQ(refused("cloudformation", "DescribeStacks", west, Value().set("NextToken", "x!")),
            "ValidationError");
}

}  // namespace
}  // namespace godwit::lab
