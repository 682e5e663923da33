#include <fmt/format.h>
#include <gmock/gmock.h>

#include "consumer/scripted_cloud.h"
#include "env/simulated_env.h"
#include "step/steps.h"

namespace godwit::step {
namespace {

using testing::HasSubstr;

struct ValueTest : testing::Test {
  SimulatedEnv env{Time(hours(1)), 1};
  consumer::ScriptedCloud cloud;
  plan::StepSpec spec;
  Memory memory;

  ValueTest() {
    spec.id = "value/api";
    spec.kind = "value";
    spec.parameters.set("region", std::string("eu-central-1"));
    spec.parameters.set("stack", std::string("medzen-chime"));
    spec.parameters.set("output", std::string("ApiGatewayEndpoint"));
  }

  void stack(const std::string& status, const std::string& value) {
    cloud.answer(200, fmt::format(R"(<DescribeStacksResponse><DescribeStacksResult><Stacks><member>
        <StackId>arn:aws:cloudformation:eu-central-1:111122223333:stack/medzen-chime/1</StackId>
        <StackName>medzen-chime</StackName><StackStatus>{}</StackStatus>
        <CreationTime>2026-01-05T06:00:00Z</CreationTime>
        <Outputs><member><OutputKey>ApiGatewayEndpoint</OutputKey><OutputValue>{}</OutputValue>
        </member></Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>)",
                                  status, value));
  }

  Result<Progress> advance() {
    const Env world = env.env();
    const std::string run = "run-1";
    Context context{world,
                    cloud,
                    spec.parameters,
                    run,
                    spec.id,
                    memory,
                    [](const std::string&) -> const Memory* { return nullptr; }};
    return make_step(spec)->advance(context);
  }
};

TEST_F(ValueTest, ReadsAnOutputOfAStackThatIsComplete) {
  for (const char* status : {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"}) {
    memory.clear();
    stack(status, "https://new.example");
    const auto progress = advance();
    ASSERT_TRUE(progress) << to_string(progress.error());
    ASSERT_TRUE(std::holds_alternative<Done>(*progress));
    EXPECT_EQ(memory.at("text"), "https://new.example");
    EXPECT_THAT(std::get<Done>(*progress).note, testing::Not(HasSubstr("new.example")));
  }
}

TEST_F(ValueTest, WaitsForAStackThatIsAtWork) {
  stack("UPDATE_IN_PROGRESS", "https://old.example");
  const auto progress = advance();
  ASSERT_TRUE(std::holds_alternative<Wait>(*progress));
  EXPECT_EQ(std::get<Wait>(*progress).why, "the stack medzen-chime is UPDATE_IN_PROGRESS");
  EXPECT_FALSE(memory.contains("text"));
  env.clock.advance_to(env.clock.now() + hours(10));
  stack("UPDATE_IN_PROGRESS", "https://old.example");
  EXPECT_GT(std::get<Wait>(*advance()).until, env.clock.now() + minutes(10));
}

TEST_F(ValueTest, FailsWhereTheOutputsSayNothing) {
  for (const char* status : {"ROLLBACK_COMPLETE", "CREATE_FAILED", "DELETE_IN_PROGRESS"}) {
    stack(status, "https://new.example");
    EXPECT_EQ(advance().error().kind, ErrorKind::conflict) << status;
  }
  stack("CREATE_COMPLETE", "https://${Api}.example");
  EXPECT_EQ(advance().error().kind, ErrorKind::invalid);
  spec.parameters.set("output", std::string("ApiGatewayEndpiont"));
  stack("CREATE_COMPLETE", "https://new.example");
  EXPECT_THAT(to_string(advance().error()), HasSubstr("did you mean 'ApiGatewayEndpoint'?"));
}

}  // namespace
}  // namespace godwit::step
