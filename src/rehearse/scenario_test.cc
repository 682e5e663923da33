#include "rehearse/scenario.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "env/real_disk.h"
#include "rehearse/testing/small.h"

namespace godwit::rehearse::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

constexpr std::string_view usual = R"(scenario: outage
about: The target goes dark.
plan: small/migration.yaml
seeds: [3, 4]
faults:
  - down eu-central-1 at traffic/api/shift+6h for 2h
rollback: traffic at traffic/api/soak+6h
expect:
  outcome: [completed, rolled_back]
  owner: eu-west-1
  downtime: 15m
  broken: [downtime]
)";

TEST(Scenario, Reads) {
  const auto scenario = read_scenario(usual, "scenarios/outage.yaml");
  ASSERT_TRUE(scenario) << to_string(scenario.error().front());
  EXPECT_EQ(scenario->name, "outage");
  EXPECT_EQ(scenario->plan, "scenarios/small/migration.yaml");
  EXPECT_EQ(scenario->account, "scenarios/small/account.yaml") << "beside the plan";
  EXPECT_THAT(scenario->seeds, ElementsAre(3, 4));
  ASSERT_EQ(scenario->faults.size(), 2U);
  EXPECT_EQ(scenario->faults[0].fault.kind, FaultKind::region_down);
  EXPECT_EQ(scenario->faults[0].where, (Location{"scenarios/outage.yaml", 6, 5}));
  EXPECT_EQ(to_string(scenario->faults[1].fault), "roll-back traffic at traffic/api/soak+6h");
  EXPECT_THAT(scenario->expect.outcomes,
              ElementsAre(run::Outcome::completed, run::Outcome::rolled_back));
  EXPECT_EQ(scenario->expect.downtime, minutes(15));
  EXPECT_THAT(scenario->expect.broken, ElementsAre("downtime"));
  EXPECT_TRUE(scenario->resumed);
}

TEST(Scenario, TellsAllThatIsWrongAtOnce) {
  const auto scenario = read_scenario(R"(scenario: outage
plan: small/migration.yaml
seed: 3
faults:
  - downn eu-central-1
  - crash for 3h
rollback: trafic
expect:
  outcome: complete
  broken: [downtme]
)",
                                      "s.yaml");
  ASSERT_FALSE(scenario);
  std::vector<std::string> causes;
  for (const Error& error : scenario.error()) {
    EXPECT_EQ(error.operation, "read scenario");
    EXPECT_FALSE(error.remedy.empty()) << error.cause;
    causes.push_back(fmt::format("{}:{} {}", error.where->line, error.where->column, error.cause));
  }
  EXPECT_THAT(
      causes,
      ElementsAre(HasSubstr("3:1 unknown key 'seed'"),
                  HasSubstr("5:5 no fault is called 'downn' (did you mean 'down'?)"),
                  HasSubstr("6:5 'crash' is a moment"),
                  HasSubstr("7:11 no way back is called 'trafic' (did you mean 'traffic'?)"),
                  ::testing::AllOf(HasSubstr("9:12 "), HasSubstr("did you mean 'completed'?")),
                  ::testing::AllOf(HasSubstr("10:12 "), HasSubstr("did you mean 'downtime'?"))));
}

TEST(Scenario, KnowsWhereAFaultIsAboutNothing) {
  auto scenario = read_scenario(usual, "s.yaml");
  ASSERT_TRUE(scenario);
  const Small small = make_small();
  EXPECT_THAT(check_scenario(*scenario, small.account, small.graph), IsEmpty());
  scenario->faults[0].fault.step = "traffic/api/shifty";
  const Errors errors = check_scenario(*scenario, small.account, small.graph);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].where->line, 6);
  EXPECT_THAT(errors[0].cause, HasSubstr("did you mean 'traffic/api/shift'?"));
}

// What is expected, and is not so, is told.
TEST(Scenario, IsSurprised) {
  auto scenario = read_scenario(R"(scenario: quiet
plan: p
faults: [gone eu-west-1 at 1h for 5m, second-executor at 90d]
resumed: false
expect: {outcome: failed, failure: no such thing, owner: eu-west-1, takeovers: 1, refusals: 1}
)",
                                "s.yaml");
  ASSERT_TRUE(scenario) << to_string(scenario.error().front());
  const Small small = make_small();
  std::vector<ScenarioRun> runs;
  runs.push_back(run_scenario(*scenario, 1, small.plan, small.graph, small.account).value());
  EXPECT_THAT(runs[0].surprises,
              ElementsAre(HasSubstr("the outcome is completed, not failed"),
                          HasSubstr("nobody said 'no such thing'"),
                          HasSubstr("at the end answers name eu-central-1, not eu-west-1"),
                          HasSubstr("took the run over 0 times, not 1"),
                          HasSubstr("was refused 0 times, not 1")));
  EXPECT_THAT(idle_faults(*scenario, runs),
              ElementsAre("'second-executor at 90d' never did anything"));
}

// Everything in scenarios/.
class EveryScenario : public ::testing::TestWithParam<std::string> {};

TEST_P(EveryScenario, EndsAsExpected) {
  const std::string folder = GODWIT_SOURCE_DIR "/scenarios/";
  const auto scenario = read_scenario(slurp(folder + GetParam()), folder + GetParam());
  ASSERT_TRUE(scenario) << to_string(scenario.error().front());
  const auto plan = plan::read_plan(slurp(scenario->plan), scenario->plan);
  ASSERT_TRUE(plan) << to_string(plan.error().front());
  const auto account = account::read_account(slurp(scenario->account), scenario->account);
  ASSERT_TRUE(account) << to_string(account.error().front());
  const auto graph = plan::compile(*plan);
  ASSERT_TRUE(graph) << to_string(graph.error().front());
  for (const Error& error : check_scenario(*scenario, *account, *graph)) {
    ADD_FAILURE() << to_string(error);
  }
  RealDisk disk;
  const auto files = read_files(disk, *plan);
  ASSERT_TRUE(files) << to_string(files.error().front());
  std::vector<ScenarioRun> runs;
  for (std::uint64_t seed : scenario->seeds) {
    auto run = run_scenario(*scenario, seed, *plan, *graph, *account, &*files);
    ASSERT_TRUE(run) << to_string(run.error());
    for (const std::string& surprise : run->surprises) {
      ADD_FAILURE() << "seed " << seed << ": " << surprise;
    }
    runs.push_back(*std::move(run));
  }
  EXPECT_THAT(idle_faults(*scenario, runs), IsEmpty());
}

std::vector<std::string> all_scenarios() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(GODWIT_SOURCE_DIR "/scenarios")) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Scenarios, EveryScenario, ::testing::ValuesIn(all_scenarios()),
                         [](const auto& info) {
                           std::string name = info.param.substr(0, info.param.find('.'));
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace godwit::rehearse::testing
