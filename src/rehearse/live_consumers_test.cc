// What readers make of what they find: a file of either kind, and a record with epochs.
#include "rehearse/live_consumers.h"

#include <gmock/gmock.h>

#include "consumer/setting.h"
#include "env/simulated_env.h"
#include "rehearse/testing/consumers.h"

namespace godwit::rehearse::testing {
namespace {

using ::testing::HasSubstr;

struct LiveConsumersTest : ::testing::Test {
  Small small =
      make_small_with_consumers({{"set: {Api: {value: api}, Support: support@example.org}",
                                  "set: {Api: new, Region: eu-central-1}\n    record: Record"}});
  SimulatedEnv env{small.account.starts, 1};
  lab::Lab lab{{env.clock, env.scheduler, env.random}, small.account};
  Schedule schedule{{}, env.clock, env.scheduler, env.random};
  Machine machine{env.clock, env.disk, schedule, small.plan, small.files};
  LiveConsumers consumers{lab, machine, small.plan};
  std::vector<ConsumerView> all;

  void app(const std::string& text) {
    ASSERT_TRUE(write_file(env.disk, "repo/app.json", text));
    consumers.look();
  }
  void record(std::uint64_t epoch, const std::string& region) {
    const std::string text =
        consumer::to_text({epoch, {{"Api", region + "/api"}, {"Region", region}}});
    app(boost::json::serialize(
        boost::json::object{{"Api", "other"}, {"Region", "other"}, {"Record", text}}));
  }
  // What that consumer has gone by since the last question.
  std::vector<ConsumerView> views(const std::string& consumer = "app") {
    for (ConsumerView& view : consumers.take_views()) all.push_back(std::move(view));
    std::vector<ConsumerView> its;
    for (const ConsumerView& view : all) {
      if (view.consumer == consumer) its.push_back(view);
    }
    return its;
  }
};

TEST_F(LiveConsumersTest, SeesWhatIsThereFromTheStart) {
  ASSERT_EQ(views().size(), 1U);
  EXPECT_EQ(views()[0].settings.at("Region"), "eu-west-1");
  ASSERT_EQ(views("functions").size(), 1U);
  EXPECT_EQ(views("functions")[0].settings.at("API_ENDPOINT"), "https://old.example.org");
  EXPECT_EQ(views("cloud")[0].settings.at("api-region"), "eu-west-1");
  EXPECT_TRUE(views("release").empty()) << "nobody knows what a program tells to whom";
}

TEST_F(LiveConsumersTest, KeepsWhatIsNewOnly) {
  consumers.look();
  EXPECT_EQ(views().size(), 1U);
  app("{\"Api\": \"old\", \"Region\": \"eu-central-1\", \"More\": 1}");
  app("{\"Api\": \"old\", \"Region\": \"eu-central-1\", \"More\": 2}");
  ASSERT_EQ(views().size(), 2U);
  EXPECT_EQ(views()[1].settings.at("Api"), "old");
}

TEST_F(LiveConsumersTest, SaysWhereNothingCanBeRead) {
  app("{\"Api\": ");
  ASSERT_EQ(views().size(), 2U);
  EXPECT_THAT(views()[1].trouble, HasSubstr("no JSON"));
  app("{\"Record\": \"no record\"}");
  EXPECT_THAT(views().back().trouble, HasSubstr("Record: "));
  ASSERT_TRUE(env.disk.remove("repo/app.json"));
  consumers.look();
  EXPECT_THAT(views().back().trouble, HasSubstr("repo/app.json"));
}

TEST_F(LiveConsumersTest, GoesByTheRecordAlone) {
  record(1, "eu-central-1");
  ASSERT_EQ(views().size(), 2U);
  EXPECT_EQ(views()[1].epoch, 1U);
  EXPECT_EQ(views()[1].settings.at("Api"), "eu-central-1/api");
}

TEST_F(LiveConsumersTest, NeverGoesByAnOlderEpoch) {
  record(2, "eu-central-1");
  record(1, "eu-west-1");
  EXPECT_EQ(views().size(), 2U);
  record(3, "eu-west-1");
  ASSERT_EQ(views().size(), 3U);
  EXPECT_EQ(views()[2].settings.at("Region"), "eu-west-1");
}

TEST_F(LiveConsumersTest, TwoSettingsUnderOneEpochAreTrouble) {
  record(1, "eu-central-1");
  record(1, "eu-west-1");
  ASSERT_EQ(views().size(), 3U);
  EXPECT_THAT(views()[2].trouble, HasSubstr("epoch 1 is there twice"));
}

TEST_F(LiveConsumersTest, KnowsWhatThereIsToDeploy) {
  const ConsumerPlace before = consumers.places().at("functions");
  EXPECT_EQ(before.settings.at("OTHER"), "stays");
  EXPECT_EQ(before.sources.at("token").size(), 64U);
  ASSERT_TRUE(write_file(env.disk, "repo/supabase/functions/token/index.ts", "// new"));
  EXPECT_NE(consumers.places().at("functions").sources, before.sources);
}

}  // namespace
}  // namespace godwit::rehearse::testing
