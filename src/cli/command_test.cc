// Commands as users meet them: exit codes, what is printed where, and what happens to bad input.
#include "cli/command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/testing/in_memory.h"
#include "env/real_disk.h"
#include "env/tree.h"

namespace godwit::cli {
namespace {

using rehearse::testing::account_yaml;
using rehearse::testing::edited;
using rehearse::testing::Edits;
using rehearse::testing::plan_yaml;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct CommandTest : testing::InMemory {
  // Refused with these words, at this place, and nothing on stdout.
  void expect_refused(const std::vector<std::string>& arguments,
                      const ::testing::Matcher<std::string>& what) {
    EXPECT_EQ(run(arguments), bad_input);
    EXPECT_THAT(err, what);
    EXPECT_THAT(out, IsEmpty());
  }
};

TEST_F(CommandTest, PlanShowsStepsGatesAndWaysBack) {
  EXPECT_EQ(run({"plan", "/plan.yaml", "--account", "/account.yaml"}), ok);
  EXPECT_THAT(out, AllOf(HasSubstr("bucket/recordings/backfill"), HasSubstr("gate"),
                         HasSubstr("way back"), HasSubstr("after")));
  EXPECT_THAT(err, IsEmpty());
  EXPECT_EQ(run({"plan", "/plan.yaml", "--json"}), ok);
  EXPECT_TRUE(boost::json::parse(out).is_object());
}

TEST_F(CommandTest, RehearseReportsAndSaysYes) {
  EXPECT_EQ(run({"rehearse", "/plan.yaml"}), ok);
  EXPECT_THAT(out, AllOf(HasSubstr("0 of them failed"), HasSubstr("downtime 0s in every place"),
                         HasSubstr("passed: every invariant held")));
  EXPECT_THAT(out, Not(HasSubstr("\033"))) << "no colour where there is no terminal";
  EXPECT_THAT(out, Not(HasSubstr("made-up-small"))) << "no secret";
}

TEST_F(CommandTest, RehearseSaysNoWithTheReason) {
  write("/plan.yaml", edited(plan_yaml, {{"method: inverted", "method: disabled"}}));
  EXPECT_EQ(run({"rehearse", "/plan.yaml", "--no-way-back"}), failed);
  EXPECT_THAT(out, AllOf(HasSubstr("it moved no traffic"), HasSubstr("not passed")));
}

TEST_F(CommandTest, TheSameSeedGivesTheSameBytesTenTimes) {
  EXPECT_EQ(run({"rehearse", "/plan.yaml", "--json", "--seed", "7"}), ok);
  const std::string first = out;
  for (int i = 1; i < 10; ++i) {
    run({"rehearse", "/plan.yaml", "--json", "--seed", "7"});
    ASSERT_EQ(out, first) << "run " << i;
  }
  run({"rehearse", "/plan.yaml", "--json", "--seed", "8"});
  EXPECT_NE(out, first);
}

TEST_F(CommandTest, JsonHasTheDocumentedFields) {
  EXPECT_EQ(run({"rehearse", "/plan.yaml", "--json"}), ok);
  auto document = boost::json::parse(out).as_object();
  EXPECT_EQ(document.at("schema"), "godwit.rehearsal/1");
  EXPECT_EQ(document.at("passed"), true);
  const auto& pass = document.at("passes").as_array()[0].as_object();
  for (const char* field :
       {"pass", "outcome", "error", "started", "ended", "users", "acknowledged_writes", "requests",
        "behaviour", "regions", "places", "phases", "rungs", "steps", "owner", "switched_off",
        "invariants", "journal_records", "state"}) {
    EXPECT_TRUE(pass.contains(field)) << field;
  }
}

TEST_F(CommandTest, UsageIsExplained) {
  expect_refused({}, HasSubstr("subcommand"));
  expect_refused({"rehears", "/plan.yaml"}, HasSubstr("did you mean 'rehearse'"));
  expect_refused({"rehearse"}, HasSubstr("PLAN"));
  expect_refused({"rehearse", "/plan.yaml", "--seed", "x"}, HasSubstr("seed"));
  EXPECT_EQ(run({"--help"}), ok);
  EXPECT_THAT(out, HasSubstr("Exit codes"));
  EXPECT_EQ(run({"rehearse", "--help"}), ok);
}

TEST_F(CommandTest, FilesThatAreMissingAreNamed) {
  expect_refused({"rehearse", "/nowhere.yaml"}, HasSubstr("/nowhere.yaml"));
  expect_refused({"plan", "/nowhere.yaml"}, HasSubstr("/nowhere.yaml"));
  ASSERT_TRUE(env.disk.remove("/account.yaml"));
  expect_refused({"rehearse", "/plan.yaml"}, HasSubstr("/account.yaml"));
}

TEST_F(CommandTest, EveryErrorOfAPlanIsReportedAtItsPlace) {
  write("/plan.yaml", edited(plan_yaml, {{"read_through: true", "read_thru: true"},
                                         {"threshold: 3", "threshold: many"}}));
  expect_refused(
      {"plan", "/plan.yaml"},
      AllOf(HasSubstr("/plan.yaml:26:12"), HasSubstr("/plan.yaml:33:55"), HasSubstr("2 errors")));
}

TEST_F(CommandTest, BadPlansAreRefused) {
  struct {
    Edits edits;
    std::string says;
  } cases[] = {
      {{{"read_through: true", "read_thru: true"}}, "did you mean 'read_through'"},
      {{{"threshold: 3", "threshold: many"}}, "expected a whole number from 1 to 10"},
      {{{"name: transcripts\n", "name: recordings\n"}}, "recordings"},
      {{{"target: small-recordings-new\n",
         "target: small-recordings-new\n      after: [traffic/api/shift]\n"}},
       "traffic/api/shift"},
      {{{"source: small-recordings\n", "source: small-recordigns\n"}}, "small-recordings"},
      {{{"bake: 4h", "bake: 1m"}}, "bake"},
      {{{"target: eu-central-1}", "target: eu-centrl-1}"}}, "did you mean 'eu-central-1'"},
      {{{"record: api.example.org", "record: apis.example.org"}}, "apis.example.org"},
  };
  for (const auto& [edits, says] : cases) {
    write("/plan.yaml", edited(plan_yaml, edits));
    expect_refused({"rehearse", "/plan.yaml"}, AllOf(HasSubstr(says), HasSubstr("/plan.yaml:")));
  }
}

TEST_F(CommandTest, FaultsAtNothingAreRefused) {
  expect_refused({"rehearse", "/plan.yaml", "--fault", "failing eu-centrl-1"},
                 HasSubstr("did you mean 'eu-central-1'"));
  expect_refused({"rehearse", "/plan.yaml", "--fault", "faling eu-central-1"},
                 HasSubstr("did you mean 'failing'"));
  expect_refused({"rehearse", "/plan.yaml", "--fault", "gone eu-central-1 at traffic/api/shfit+1h"},
                 HasSubstr("did you mean 'traffic/api/shift'"));
  expect_refused({"rehearse", "/plan.yaml", "--fault", "gone"}, HasSubstr("region"));
  expect_refused({"rehearse", "/plan.yaml", "--fault", "gone eu-central-1 for ever"},
                 HasSubstr("no duration"));
}

TEST_F(CommandTest, JournalsAreShownAndVerified) {
  ASSERT_EQ(run({"rehearse", "/plan.yaml", "--no-way-back", "--journal", "/run.journal"}), ok);
  EXPECT_EQ(run({"journal", "/run.journal"}), ok);
  EXPECT_THAT(out, AllOf(HasSubstr("run_begun"), HasSubstr("chain verified")));
  EXPECT_EQ(run({"journal", "/run.journal", "--json"}), ok);
  EXPECT_THAT(out, HasSubstr("\"kind\":\"intent\""));
  expect_refused({"journal", "/nowhere.journal"}, HasSubstr("no such file"));
  write("/empty", "");
  expect_refused({"journal", "/empty"}, HasSubstr("the file is empty"));
  EXPECT_EQ(read_file(env.disk, "/empty").value(), "");
  // A second rehearsal does not write over the first.
  expect_refused({"rehearse", "/plan.yaml", "--journal", "/run.journal"}, HasSubstr("--resume"));
}

TEST_F(CommandTest, DamagedJournalsAreRefusedAndLeftAsTheyAre) {
  ASSERT_EQ(run({"rehearse", "/plan.yaml", "--no-way-back", "--journal", "/run.journal"}), ok);
  std::string bytes = read_file(env.disk, "/run.journal").value();
  for (const std::string& damaged : {bytes.substr(0, bytes.size() / 2), std::string("nonsense"),
                                     std::string(4096, '\0') + bytes.substr(4096)}) {
    write("/damaged.journal", damaged);
    EXPECT_EQ(run({"journal", "/damaged.journal"}), broken);
    EXPECT_THAT(err, HasSubstr("/damaged.journal"));
    EXPECT_EQ(run({"rehearse", "/plan.yaml", "--journal", "/damaged.journal", "--resume"}), broken);
    EXPECT_EQ(read_file(env.disk, "/damaged.journal").value(), damaged);
  }
}

TEST_F(CommandTest, AFullDiskStopsTheRunAndResumingFinishesIt) {
  ASSERT_EQ(run({"rehearse", "/plan.yaml", "--json", "--no-way-back"}), ok);
  auto state = [&] {
    return boost::json::parse(out).at("passes").as_array()[0].at("state").as_string();
  };
  auto whole = state();
  env.disk.set_capacity(env.disk.used() + 60000);
  EXPECT_EQ(run({"rehearse", "/plan.yaml", "--json", "--no-way-back", "--journal", "/run.journal"}),
            broken);
  EXPECT_THAT(err, AllOf(HasSubstr("no space left"), HasSubstr("/run.journal")));
  env.disk.set_capacity(1 << 30);
  EXPECT_EQ(run({"rehearse", "/plan.yaml", "--json", "--no-way-back", "--journal", "/run.journal",
                 "--resume"}),
            ok)
      << err;
  EXPECT_EQ(state(), whole);
}

TEST_F(CommandTest, ResumingWithOtherInputIsRefused) {
  expect_refused({"rehearse", "/plan.yaml", "--journal", "/run.journal", "--resume"},
                 HasSubstr("no such journal"));
  expect_refused({"rehearse", "/plan.yaml", "--resume"}, HasSubstr("journal"));
  ASSERT_EQ(run({"rehearse", "/plan.yaml", "--no-way-back", "--journal", "/run.journal"}), ok);
  expect_refused({"rehearse", "/plan.yaml", "--no-way-back", "--journal", "/run.journal",
                  "--resume", "--seed", "2"},
                 HasSubstr("not what this plan, account and seed give"));
}

// MedZen's own files: the right way passes, and what its runbook says fails for the right reasons.
struct MedZen : CommandTest {
  void SetUp() override {
    RealDisk disk;
    // The repository and the consumers' files, too.
    const auto tree = read_tree(disk, GODWIT_SOURCE_DIR "/examples/medzen");
    ASSERT_TRUE(tree) << to_string(tree.error());
    for (const TreeFile& file : tree->files) write("/medzen/" + file.path, file.content);
  }
};

TEST_F(MedZen, MovesWithoutALostWriteOrAFailedRequest) {
  EXPECT_EQ(run({"rehearse", "/medzen/migration.yaml", "--json"}), ok);
  auto passes = boost::json::parse(out).at("passes").as_array();
  ASSERT_EQ(passes.size(), 2u);
  for (const auto& pass : passes) EXPECT_EQ(pass.at("requests").at("failed"), 0);
  EXPECT_GE(passes[0].at("requests").at("served").as_int64(), 100000);
  for (const auto& place : passes[0].at("places").as_array()) EXPECT_EQ(place.at("downtime_ms"), 0);
}

// Fact C12: apps that call the old region's own address. Those that are updated in time are counted
// and moved; those that never are lose everything with their region, and that is not hidden.
TEST_F(MedZen, OldAppsAreCountedAndTheirLossIsSeen) {
  EXPECT_EQ(run({"rehearse", "/medzen/migration.yaml", "--json", "--no-way-back"}), ok);
  auto pass = boost::json::parse(out).at("passes").as_array()[0];
  auto old_apps = pass.at("behaviour").at("hard_wired").as_object();
  EXPECT_GT(old_apps.at("users").as_int64(), 0);
  EXPECT_GT(old_apps.at("requests").as_int64(), 0);
  EXPECT_EQ(old_apps.at("to_the_end"), 0);

  RealDisk disk;
  auto account = read_file(disk, GODWIT_SOURCE_DIR "/examples/medzen/account.yaml");
  ASSERT_TRUE(account) << to_string(account.error());
  write("/medzen/account.yaml", edited(*account, {{"updated: over 4d", "updated: never"}}));
  EXPECT_EQ(run({"rehearse", "/medzen/migration.yaml", "--json", "--no-way-back"}), failed);
  pass = boost::json::parse(out).at("passes").as_array()[0];
  EXPECT_EQ(pass.at("outcome"), "completed") << "the run itself notices nothing";
  old_apps = pass.at("behaviour").at("hard_wired").as_object();
  EXPECT_EQ(old_apps.at("to_the_end"), old_apps.at("users"));
  ASSERT_EQ(old_apps.at("last_day").as_array().size(), 1U);
  EXPECT_EQ(old_apps.at("last_day").as_array()[0].at("region"), "eu-west-1");
  const auto& lost = pass.at("invariants").as_array()[0];
  EXPECT_EQ(lost.at("held"), false);
  EXPECT_THAT(std::string(lost.at("detail").as_string()),
              HasSubstr("hard-wired users still ask eu-west-1 for"));
}

TEST_F(MedZen, AsItsRunbookSaysItLosesData) {
  EXPECT_EQ(run({"rehearse", "/medzen/as-written.yaml", "--json"}), failed);
  auto pass = boost::json::parse(out).at("passes").as_array()[0];
  EXPECT_EQ(pass.at("outcome"), "failed");
  EXPECT_THAT(std::string(pass.at("error").at("cause").as_string()),
              AllOf(HasSubstr("moved no traffic"), HasSubstr("disabled")));
  const auto& lost = pass.at("invariants").as_array()[0];
  EXPECT_EQ(lost.at("name"), "no_lost_write");
  EXPECT_EQ(lost.at("held"), false);
  EXPECT_THAT(std::string(lost.at("detail").as_string()),
              AllOf(HasSubstr("versions of recordings that were there before"),
                    HasSubstr("versions of transcripts that were there before"),
                    HasSubstr("versions of medical-data that were there before")));
}

}  // namespace
}  // namespace godwit::cli
