// godwit rehearse --seeds as users meet it.
#include "cli/seeds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/text.h"
#include "cli/testing/in_memory.h"

namespace godwit::cli {
namespace {

using rehearse::testing::edited;
using rehearse::testing::plan_yaml;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct SeedsCommandTest : testing::InMemory {
  int run(const std::string& arguments) {
    std::vector<std::string> words = {"rehearse", "/plan.yaml", "--requests", "400"};
    for (std::string_view word : split(arguments, ' ')) words.emplace_back(word);
    return InMemory::run(words);
  }
};

TEST_F(SeedsCommandTest, SaysWhatManySeedsCameTo) {
  EXPECT_EQ(run("--seeds 6 --jobs 2 --fault roll-back"), ok) << out;
  EXPECT_THAT(out, AllOf(HasSubstr("6 rehearsals of small"), HasSubstr("seeds 1 to 6"),
                         HasSubstr("rolled back"), HasSubstr("downtime in the worst place"),
                         HasSubstr("no acknowledged write is lost"), HasSubstr("6 of 6"),
                         HasSubstr("passed: every invariant held in 6 seeds")));
  EXPECT_THAT(err, HasSubstr("6 of 6 seeds"));
  EXPECT_THAT(out + err, Not(HasSubstr("\033")));
}

TEST_F(SeedsCommandTest, TheSameSeedsGiveTheSameBytesWhateverTheJobs) {
  run("--seeds 8 --seed 40 --jobs 1 --json");
  const std::string alone = out;
  run("--seeds 8 --seed 40 --jobs 3 --json");
  EXPECT_EQ(out, alone);
  const auto document = boost::json::parse(out).as_object();
  EXPECT_EQ(document.at("schema"), "godwit.seeds/1");
  EXPECT_EQ(document.at("seeds").to_number<int>(), 8);
  EXPECT_EQ(document.at("runs").as_array().size(), 8u);
  EXPECT_EQ(document.at("runs").at(7).at("seed").to_number<int>(), 47);
}

// What is printed for a seed that fails can be copied, and says the same again.
TEST_F(SeedsCommandTest, AFailingSeedIsOneCommandThatFailsInTheSameWay) {
  write("/plan.yaml", edited(plan_yaml, {{"replicate: both", "replicate: forward"}}));
  EXPECT_EQ(InMemory::run({"rehearse", "/plan.yaml", "--requests", "400", "--seeds", "1", "--seed",
                           "3", "--json", "--fault", "roll-back full at traffic/api/soak+6h",
                           "--fault", "slow eu-west-1 by 500ms at 1h for 2h"}),
            failed);
  const auto document = boost::json::parse(out);
  const auto& failing = document.at("failing").as_array();
  ASSERT_EQ(failing.size(), 1u);
  EXPECT_EQ(failing[0].at("fails"), "no_lost_write");
  ASSERT_EQ(failing[0].at("faults").as_array().size(), 1u);
  EXPECT_TRUE(failing[0].at("minimal").as_bool());
  const std::string fault(failing[0].at("faults").at(0).as_string());
  EXPECT_EQ(failing[0].at("command").as_string(),
            "godwit rehearse /plan.yaml --once --seed 3 --requests 400 --fault '" + fault + "'");

  EXPECT_EQ(InMemory::run({"rehearse", "/plan.yaml", "--once", "--seed", "3", "--requests", "400",
                           "--fault", fault}),
            failed);
  EXPECT_THAT(out, AllOf(HasSubstr("BROKEN  no acknowledged write is lost"), HasSubstr("first: ")));
}

TEST_F(SeedsCommandTest, RefusesWhatMakesNoSense) {
  EXPECT_EQ(run("--seeds 0"), bad_input);
  EXPECT_EQ(run("--seeds 2 --once"), bad_input);
  EXPECT_EQ(run("--seeds 2 --soak 1m"), bad_input);
  EXPECT_EQ(run("--soak long"), bad_input);
  EXPECT_THAT(err, HasSubstr("write it as: 60m"));
  EXPECT_EQ(
      InMemory::run({"rehearse", "/plan.yaml", "--seeds", "2", "--fault", "gone mars-north-1"}),
      bad_input);
  EXPECT_THAT(err, HasSubstr("mars-north-1"));
  EXPECT_THAT(out, IsEmpty());
}

}  // namespace
}  // namespace godwit::cli
