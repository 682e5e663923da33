// `godwit rewrite` as users meet it: what is printed where, exit codes, and what it refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "cli/testing/in_memory.h"

namespace godwit::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::string_view section = R"(
values:
  - {name: api, stack: api-stack, output: Url}
rewrite:
  repository: repo
  rules:
    - rule: address
      set: {ApiUrl: {value: api}}
    - rule: moved
      replace: {eu-west-1: eu-central-1}
)";

struct RewriteCommand : testing::InMemory {
  const std::string value = "api=https://new.example";

  void SetUp() override {
    testing::InMemory::SetUp();
    write("/plan.yaml", std::string(rehearse::testing::plan_yaml) + std::string(section));
    write("/repo/run.sh", "R=eu-west-1\n");
    write("/repo/app.json", "{\"ApiUrl\": \"https://old.example\"}\n");
  }
  std::string content(const std::string& path) {
    return read_file(env.disk, path).value_or("missing");
  }
};

TEST_F(RewriteCommand, ShowsADiffAndWritesNothing) {
  EXPECT_EQ(run({"rewrite", "/plan.yaml", "--value", value}), ok);
  EXPECT_EQ(out,
            "--- a/app.json\n+++ b/app.json\n@@ -1 +1 @@\n"
            "-{\"ApiUrl\": \"https://old.example\"}\n+{\"ApiUrl\": \"https://new.example\"}\n"
            "--- a/run.sh\n+++ b/run.sh\n@@ -1 +1 @@\n-R=eu-west-1\n+R=eu-central-1\n");
  EXPECT_THAT(err, HasSubstr("2 places in 2 files would change: --apply writes them"));
  EXPECT_EQ(content("/repo/run.sh"), "R=eu-west-1\n");
  EXPECT_EQ(env.disk.exists("/small.rewrite"), false);
}

TEST_F(RewriteCommand, WritesAndTakesBack) {
  EXPECT_EQ(run({"rewrite", "/plan.yaml", "--value", value, "--apply", "--journal", "/j"}), ok);
  EXPECT_THAT(out, HasSubstr("+R=eu-central-1"));
  EXPECT_THAT(err, AllOf(HasSubstr("changed 2 files"), HasSubstr("/j takes it back: --revert")));
  EXPECT_EQ(content("/repo/run.sh"), "R=eu-central-1\n");
  EXPECT_EQ(content("/repo/app.json"), "{\"ApiUrl\": \"https://new.example\"}\n");
  // Again there is nothing to do.
  EXPECT_EQ(run({"rewrite", "/plan.yaml", "--value", value, "--apply", "--journal", "/j"}), ok);
  EXPECT_THAT(out, IsEmpty());
  EXPECT_THAT(err, HasSubstr("changed 0 files; 2 files already"));
  // Neither value nor account are needed for the way back.
  EXPECT_EQ(run({"rewrite", "/plan.yaml", "--revert", "--journal", "/j"}), ok);
  EXPECT_THAT(err, HasSubstr("put back 2 files as they were"));
  EXPECT_EQ(content("/repo/run.sh"), "R=eu-west-1\n");
  EXPECT_EQ(run({"rewrite", "/plan.yaml", "--revert", "--journal", "/j"}), bad_input);
}

// The source's region where a rule puts it is no work, and no warning: a fallback, say.
TEST_F(RewriteCommand, AfterApplyingAScanWarnsOfNothing) {
  std::string first(section);  // of two rules that are about the same bytes the first one counts
  first.insert(first.find("    - rule: moved"),
               "    - rule: fallback\n      order: [eu-central-1, eu-west-1]\n"
               "      names: [regions]\n");
  write("/plan.yaml", std::string(rehearse::testing::plan_yaml) + first);
  write("/repo/ask.js", "const regions = ['eu-west-1', 'us-east-1'];\n");
  const std::vector<std::string> scan = {"scan",       "/repo",     "--plan",
                                         "/plan.yaml", "--fail-on", "warning"};
  EXPECT_EQ(run(scan), failed);
  EXPECT_EQ(run({"rewrite", "/plan.yaml", "--value", value, "--apply", "--journal", "/j"}), ok)
      << err;
  EXPECT_EQ(content("/repo/ask.js"), "const regions = ['eu-central-1', 'eu-west-1'];\n");
  EXPECT_EQ(run(scan), ok) << out;
  EXPECT_THAT(out, HasSubstr("stays: rule 'fallback' gives it"));
  // Somewhere else it is one.
  write("/repo/other.js", "const region = 'eu-west-1';\n");
  EXPECT_EQ(run(scan), failed);
}

TEST_F(RewriteCommand, GoesOnWithWhatWasBegun) {
  EXPECT_EQ(run({"rewrite", "/plan.yaml", "--value", value, "--apply", "--journal", "/j"}), ok);
  write("/repo/run.sh", "R=eu-west-1\n");  // as if its life had ended before it
  EXPECT_EQ(run({"rewrite", "/plan.yaml", "--value", value, "--apply", "--journal", "/j"}), ok);
  EXPECT_THAT(err, HasSubstr("changed 1 file; 1 file already"));
  EXPECT_EQ(content("/repo/run.sh"), "R=eu-central-1\n");
  // What is new since then is none of that journal's.
  write("/repo/new.sh", "R=eu-west-1\n");
  EXPECT_EQ(run({"rewrite", "/plan.yaml", "--value", value, "--apply", "--journal", "/j"}),
            bad_input);
  EXPECT_THAT(err, HasSubstr("is about other changes"));
  EXPECT_EQ(content("/repo/new.sh"), "R=eu-west-1\n");
}

TEST_F(RewriteCommand, SaysNoWhereAPersonHasToActAndWritesTheRest) {
  write("/repo/topic.txt", "arn:aws:sns:eu-west-1:111122223333:alarms\n");
  EXPECT_EQ(run({"rewrite", "/plan.yaml", "--value", value, "--apply", "--journal", "/j"}), failed);
  EXPECT_THAT(err, AllOf(HasSubstr("left to a person: 1 place"), HasSubstr("topic.txt:1:13"),
                         HasSubstr("it is a part of an ARN"), HasSubstr("(rule moved)")));
  EXPECT_EQ(content("/repo/run.sh"), "R=eu-central-1\n");
}

TEST_F(RewriteCommand, RefusesWhatItCannotUse) {
  EXPECT_EQ(run({"rewrite", "/plan.yaml"}), bad_input);
  EXPECT_THAT(err, AllOf(HasSubstr("the value 'api' is not known"), HasSubstr("--value api=TEXT")));
  EXPECT_EQ(run({"rewrite", "/plan.yaml", "--value", "apo=x"}), bad_input);
  EXPECT_THAT(err, HasSubstr("the plan has no value 'apo' (did you mean 'api'?)"));
  EXPECT_EQ(run({"rewrite", "/plan.yaml", "--value", "api"}), bad_input);
  EXPECT_EQ(run({"rewrite", "/plan.yaml", "--value", value, "--repo", "/nowhere"}), bad_input);
  EXPECT_EQ(run({"rewrite", "/plan.yaml", "--apply", "--revert"}), bad_input);
  write("/plan.yaml", std::string(rehearse::testing::plan_yaml));
  EXPECT_EQ(run({"rewrite", "/plan.yaml"}), bad_input);
  EXPECT_THAT(err, HasSubstr("no rules for a source tree"));
}

TEST_F(RewriteCommand, RefusesAFileThatHasChangedMeanwhile) {
  EXPECT_EQ(run({"rewrite", "/plan.yaml", "--value", value, "--apply", "--journal", "/j"}), ok);
  write("/repo/run.sh", "R=eu-central-1 # mine\n");
  EXPECT_EQ(run({"rewrite", "/plan.yaml", "--revert", "--journal", "/j"}), bad_input);
  EXPECT_THAT(err, HasSubstr("run.sh has changed"));
  EXPECT_EQ(content("/repo/app.json"), "{\"ApiUrl\": \"https://new.example\"}\n");
}

TEST_F(RewriteCommand, JsonSaysTheSame) {
  write("/repo/topic.txt", "arn:aws:sns:eu-west-1:111122223333:alarms\n");
  EXPECT_EQ(run({"rewrite", "/plan.yaml", "--value", value, "--json"}), failed);
  const auto json = boost::json::parse(out).as_object();
  EXPECT_EQ(json.at("schema").as_string(), "godwit.rewrite/1");
  EXPECT_FALSE(json.at("passed").as_bool());
  EXPECT_EQ(json.at("changes").as_array().size(), 2u);
  const auto& edit = json.at("changes").at(1).at("edits").at(0);
  EXPECT_EQ(edit.at("at").as_int64(), 2);
  EXPECT_EQ(edit.at("before").as_string(), "eu-west-1");
  EXPECT_EQ(edit.at("rule").as_string(), "moved");
  EXPECT_EQ(json.at("work").at(0).at("line").as_int64(), 1);
}

// A token beside a change is not shown, however near it stands.
TEST_F(RewriteCommand, ShowsNoSecrets) {
  const std::string key = std::string("AKIA") + "IOSFODNN7QRSTUVW";
  write("/repo/run.sh", "KEY=" + key + "\nR=eu-west-1\n");
  EXPECT_EQ(run({"rewrite", "/plan.yaml", "--value", value, "--apply", "--journal", "/j"}), ok);
  EXPECT_THAT(out, AllOf(HasSubstr(" KEY=****"), Not(HasSubstr(key))));
  EXPECT_THAT(err, Not(HasSubstr(key)));
  EXPECT_THAT(content("/j"), Not(HasSubstr(key)));
  EXPECT_EQ(content("/repo/run.sh"), "KEY=" + key + "\nR=eu-central-1\n");
}

}  // namespace
}  // namespace godwit::cli
