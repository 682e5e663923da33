// `godwit scan` as users meet it: what may be named, exit codes, what is printed where.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <sstream>

#include "cli/command.h"
#include "env/simulated_env.h"
#include "rehearse/testing/small.h"

namespace godwit::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct ScanCommandTest : testing::Test {
  SimulatedEnv env{*parse_time("2026-11-23"), 1};
  std::string out;
  std::string err;

  void SetUp() override {
    write("/r/deploy.sh", "aws s3 ls --region eu-west-1\n");
    write("/r/README.md", "It is in eu-west-1.\n");
  }
  void write(const std::string& path, const std::string& text) {
    ASSERT_TRUE(write_file(env.disk, path, text));
  }
  int run(std::vector<const char*> arguments) {
    std::ostringstream out_stream;
    std::ostringstream err_stream;
    Console console{env.env(), out_stream, err_stream, report::Terminal(false, "", "", 0)};
    arguments.insert(arguments.begin(), {"godwit", "scan", "--threads", "1"});
    const int code = cli::run(static_cast<int>(arguments.size()), arguments.data(), console);
    out = out_stream.str();
    err = err_stream.str();
    return code;
  }
  boost::json::value json(std::vector<const char*> arguments) {
    arguments.push_back("--json");
    run(arguments);
    return boost::json::parse(out);
  }
};

TEST_F(ScanCommandTest, SaysWhatIsThere) {
  EXPECT_EQ(run({"/r"}), ok);
  EXPECT_EQ(out,
            "README.md\n"
            "  1:10  region  documentation  eu-west-1\n"
            "\n"
            "deploy.sh\n"
            "  1:20  region  parameter  eu-west-1  --region\n"
            "\n"
            "passed: 2 literals in 2 files with 49 B\n");
  EXPECT_THAT(err, IsEmpty());
}

TEST_F(ScanCommandTest, WhatFailsIsChosen) {
  EXPECT_EQ(run({"/r", "--fail-on", "note"}), failed);
  EXPECT_EQ(run({"/r", "--fail-on", "warning"}), ok) << "nobody said that it is the source";
  write("/plan.yaml", rehearse::testing::plan_yaml);
  EXPECT_EQ(run({"/r", "--plan", "/plan.yaml", "--fail-on", "warning"}), failed);
  EXPECT_EQ(run({"/r", "--plan", "/plan.yaml"}), ok);
  write("/r/id_ed25519", "made up\n");
  EXPECT_EQ(run({"/r"}), failed);
  EXPECT_THAT(out, HasSubstr("not passed: 1 secret, "));
}

TEST_F(ScanCommandTest, WhatThePlanExceptsStays) {
  write("/plan.yaml", std::string(rehearse::testing::plan_yaml) +
                          "\nrewrite:\n"
                          "  repository: r\n"
                          "  rules:\n"
                          "    - {rule: moved, replace: {eu-west-1: eu-central-1}}\n"
                          "  exceptions:\n"
                          "    - {files: [deploy.sh], because: it is asked for what was}\n");
  EXPECT_EQ(run({"/r", "--plan", "/plan.yaml", "--fail-on", "warning"}), ok) << err;
  EXPECT_THAT(out, HasSubstr("stays: it is asked for what was"));
  write("/r/other.sh", "aws s3 ls --region eu-west-1\n");
  EXPECT_EQ(run({"/r", "--plan", "/plan.yaml", "--fail-on", "warning"}), failed);
}

TEST_F(ScanCommandTest, TheAccountIsBesideThePlan) {
  write("/p/plan.yaml", rehearse::testing::plan_yaml);
  write("/p/account.yaml", rehearse::testing::account_yaml);
  EXPECT_EQ(run({"/r", "--plan", "/p/plan.yaml"}), ok);
  EXPECT_THAT(err, IsEmpty());
  write("/p/account.yaml", "account: nonsense\n");
  EXPECT_EQ(run({"/r", "--plan", "/p/plan.yaml"}), bad_input);
  EXPECT_THAT(err, HasSubstr("/p/account.yaml:"));
}

TEST_F(ScanCommandTest, OwnTextsAreFoundToo) {
  EXPECT_EQ(json({"/r", "--literal", "s3 ls"}).at("totals").at("hits"), 3);
  const auto only = json({"/r", "--only-literals", "--literal", "s3", "--literal", "ls"});
  EXPECT_EQ(only.at("totals").at("what"), (boost::json::object{{"given", 2}}));
  EXPECT_EQ(run({"/r", "--only-literals"}), bad_input);
  EXPECT_THAT(err, HasSubstr("--literal"));
}

TEST_F(ScanCommandTest, WhatHasNotChangedIsRemembered) {
  const auto first = json({"/r", "--memory", "/memory"});
  EXPECT_EQ(first.at("totals").at("remembered"), 0);
  const auto second = json({"/r", "--memory", "/memory"});
  EXPECT_EQ(second.at("hits"), first.at("hits"));
  EXPECT_EQ(second.at("secrets"), first.at("secrets"));
}

TEST_F(ScanCommandTest, NothingElseIsTakenForAMemory) {
  write("/notes.md", "Notes that nobody else has.\n");
  EXPECT_EQ(run({"/r", "--memory", "/notes.md"}), bad_input);
  EXPECT_THAT(err, HasSubstr("/notes.md is no memory"));
  EXPECT_EQ(*read_file(env.disk, "/notes.md"), "Notes that nobody else has.\n");
  write("/empty", "");
  EXPECT_EQ(run({"/r", "--memory", "/empty"}), ok);
}

TEST_F(ScanCommandTest, BadInputIsExplained) {
  EXPECT_EQ(run({"/nowhere"}), bad_input);
  EXPECT_THAT(err, HasSubstr("/nowhere"));
  EXPECT_EQ(run({}), bad_input);
  EXPECT_EQ(run({"/r", "--json", "--sarif"}), bad_input);
  EXPECT_EQ(run({"/r", "--fail-on", "anything"}), bad_input);
  EXPECT_EQ(run({"/r", "--plan", "/no-plan.yaml"}), bad_input);
  EXPECT_EQ(run({"/r", "--account", "/no-account.yaml"}), bad_input);
  EXPECT_EQ(run({"/r", "--threads", "0"}), bad_input);
  EXPECT_THAT(out, IsEmpty());
}

TEST_F(ScanCommandTest, SecretsAreNeverPrinted) {
  write("/r/.env", "KEY=AKIAMEDZENMEDZENMED2\n");
  for (const char* form : {"--json", "--sarif", "--fail-on=error"}) {
    EXPECT_EQ(run({"/r", form}), failed);
    EXPECT_THAT(out, HasSubstr("AWS access key"));
    EXPECT_THAT(out, Not(HasSubstr("MEDZENMED")));
  }
}

}  // namespace
}  // namespace godwit::cli
