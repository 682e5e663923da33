#include "step/context.h"

#include <gtest/gtest.h>

#include "env/simulated_env.h"
#include "step/ours.h"
#include "step/steps.h"

namespace godwit::step {
namespace {

struct ContextTest : testing::Test {
  SimulatedEnv world;
  Env env = world.env();
  plan::Parameters parameters;
  Memory memory;
  Memory of_key = {{"arn", "arn:aws:kms:eu-central-1:1:key/k"}, {"id", "k"}};
  std::string run = "medzen-1";
  std::string step = "bucket/recordings/create";
  Context context() {
    return {env, no_cloud(), parameters, run, step, memory, [this](const std::string& id) {
              return id == "key/chime" ? &of_key : nullptr;
            }};
  }
  static aws::Cloud& no_cloud() {
    struct None : aws::Cloud {
      Result<aws::Response> send(const aws::Request&) override { return fail({}); }
    };
    static None none;
    return none;
  }
};

TEST_F(ContextTest, PutsOtherStepsMemoryIntoParameters) {
  parameters.set("key_arn", std::string("${key/chime.arn}"));
  parameters.set("both", std::string("<${key/chime.id} ${key/chime.id}>"));
  parameters.set("plain", std::string("as it is"));
  EXPECT_EQ(context().text("key_arn"), of_key["arn"]);
  EXPECT_EQ(context().text("both"), "<k k>");
  EXPECT_EQ(context().text("plain"), "as it is");
}

TEST_F(ContextTest, RemembersTimesExactly) {
  Time time = Time(Duration(1'767'611'427'792'036));
  context().remember("since", time);
  EXPECT_EQ(context().recall_time("since"), time);
  EXPECT_EQ(context().recall_time("never"), std::nullopt);
}

// After a crash, what a step created has to be known as its own, and nobody else's.
TEST_F(ContextTest, KnowsItsOwn) {
  Context mine = context();
  EXPECT_TRUE(is_ours(mine, tags_of_ours(mine)));
  EXPECT_FALSE(is_ours(mine, {}));
  std::string token = client_token(mine);
  EXPECT_LE(token.size(), 64u);
  EXPECT_EQ(client_token(mine), token);
  step = "bucket/transcripts/create";
  Context other = context();
  EXPECT_FALSE(is_ours(other, {{"godwit:run", run}, {"godwit:step", "bucket/recordings/create"}}));
  EXPECT_NE(client_token(other), token);
  std::string before = client_token(context());
  run = "medzen-2";
  EXPECT_NE(client_token(context()), before);
}

TEST(Steps, EveryKindOfTheListIsMade) {
  for (const char* kind :
       {"account", "key", "bucket", "versioning", "replicate", "restore", "backfill", "verify",
        "health_check", "records", "drill", "shift", "soak"}) {
    plan::StepSpec spec;
    spec.kind = kind;
    EXPECT_NE(make_step(spec), nullptr) << kind;
  }
}

}  // namespace
}  // namespace godwit::step
