// `godwit check` as users meet it: what may be named, exit codes, what is printed where.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <sstream>

#include "check/rule.h"
#include "cli/command.h"
#include "env/simulated_env.h"
#include "markdown/document.h"
#include "rehearse/testing/small.h"

namespace godwit::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr const char* clean = "# Move\n\nWords alone.\n";
constexpr const char* faulty = "# Move\n\n```json\n{\"a\": 1,}\n```\n";

struct CheckCommandTest : testing::Test {
  SimulatedEnv env{*parse_time("2026-11-23"), 1};
  std::string out;
  std::string err;

  void SetUp() override {
    write("/r/clean.md", clean);
    write("/r/faulty.md", faulty);
    write("/r/sub/also.md", clean);
    write("/r/sub/other.txt", faulty);
  }
  void write(const std::string& path, const std::string& text) {
    ASSERT_TRUE(write_file(env.disk, path, text));
  }
  int run(std::vector<const char*> arguments) {
    std::ostringstream out_stream;
    std::ostringstream err_stream;
    Console console{env.env(), out_stream, err_stream, report::Terminal(false, "", "", 0)};
    arguments.insert(arguments.begin(), {"godwit", "check"});
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

TEST_F(CheckCommandTest, SaysYesOrNo) {
  EXPECT_EQ(run({"/r/clean.md"}), ok);
  EXPECT_EQ(out, "passed: nothing found in 1 file\n");
  EXPECT_EQ(run({"/r/faulty.md"}), ok) << "a warning is no error";
  EXPECT_THAT(out, AllOf(HasSubstr("/r/faulty.md:4:9  json-invalid"), HasSubstr("1 warning")));
  EXPECT_EQ(run({"/r/faulty.md", "--fail-on", "warning"}), failed);
  EXPECT_THAT(out, HasSubstr("not passed: 1 warning in 1 file"));
  EXPECT_THAT(err, IsEmpty());
}

TEST_F(CheckCommandTest, TakesSeveralFilesAndFolders) {
  const auto one = json({"/r/clean.md", "/r/faulty.md", "/r/clean.md"});
  EXPECT_EQ(one.at("files").as_array().size(), 2U) << "the same file once";
  const auto all = json({"/r/"});
  EXPECT_EQ(all.at("files"), (boost::json::array{"/r/clean.md", "/r/faulty.md", "/r/sub/also.md"}));
  EXPECT_EQ(all.at("totals").at("warnings"), 1);
}

TEST_F(CheckCommandTest, BadInputIsExplained) {
  EXPECT_EQ(run({}), bad_input);
  EXPECT_THAT(err, HasSubstr("nothing to check"));
  EXPECT_EQ(run({"/r/nowhere.md"}), bad_input);
  EXPECT_THAT(err, HasSubstr("/r/nowhere.md"));
  EXPECT_EQ(run({"/r/clean.md", "--repo", "/nowhere"}), bad_input);
  EXPECT_THAT(err, HasSubstr("/nowhere"));
  EXPECT_EQ(run({"/r/clean.md", "--fail-on", "anything"}), bad_input);
  EXPECT_EQ(run({"/r/clean.md", "--json", "--sarif"}), bad_input);
  EXPECT_EQ(run({"/r/clean.md", "--today", "tomorrow"}), bad_input);
  EXPECT_THAT(err, HasSubstr("2026-11-23"));
  EXPECT_EQ(run({"/r/clean.md", "--account", "/account.yaml"}), bad_input);
  EXPECT_EQ(run({"/r/clean.md", "--plan", "/no-plan.yaml"}), bad_input);
  write("/empty/a.txt", "");
  EXPECT_EQ(run({"/empty"}), bad_input);
  EXPECT_THAT(err, HasSubstr("no Markdown document"));
  write("/large.md", std::string(markdown::most_bytes + 1, 'a'));
  EXPECT_EQ(run({"/large.md"}), bad_input);
  EXPECT_THAT(err, HasSubstr("larger than 4 MB"));
  EXPECT_THAT(out, IsEmpty());
}

TEST_F(CheckCommandTest, ReadsAPlanWithTheAccountBesideIt) {
  write("/plan/plan.yaml", rehearse::testing::plan_yaml);
  write("/plan/account.yaml", rehearse::testing::account_yaml);
  run({"/plan/plan.yaml"});
  EXPECT_THAT(err, IsEmpty());
  EXPECT_THAT(out, HasSubstr("in 1 file"));
  run({"/r/clean.md", "--plan", "/plan/plan.yaml"});
  EXPECT_THAT(err, IsEmpty());
  EXPECT_EQ(run({"/plan/plan.yaml", "--plan", "/plan/other.yaml"}), bad_input);
  EXPECT_THAT(err, HasSubstr("two plans"));
  write("/plan/account.yaml", "account: nonsense\n");
  EXPECT_EQ(run({"/plan/plan.yaml"}), bad_input);
  EXPECT_THAT(err, HasSubstr("/plan/account.yaml:"));
}

TEST_F(CheckCommandTest, ARepositoryIsReadButForWhatGitLeavesOut) {
  write("/r/.gitignore", "sub/\n");
  run({"/r/clean.md", "--repo", "/r/"});
  EXPECT_THAT(out, HasSubstr("1 file and 2 of the repository")) << out;
}

TEST_F(CheckCommandTest, ExceptionsAreCounted) {
  write("/r/faulty.md", "<!-- godwit: allow json-invalid because it is shown to be wrong -->\n\n" +
                            std::string("```json\n{\"a\": 1,}\n```\n"));
  EXPECT_EQ(run({"/r/faulty.md", "--fail-on", "note"}), ok);
  EXPECT_EQ(out, "passed: 1 allowed in 1 file\n");
}

TEST_F(CheckCommandTest, RulesAreListedAndExplained) {
  EXPECT_EQ(run({"--rules"}), ok);
  for (const check::Rule* rule : check::rules()) EXPECT_THAT(out, HasSubstr(rule->id));
  EXPECT_EQ(run({"--explain", "json-invalid"}), ok);
  EXPECT_THAT(out, AllOf(StartsWith("# json-invalid\n"), HasSubstr("## Source")));
  EXPECT_EQ(run({"--explain", "json-invald"}), bad_input);
  EXPECT_THAT(err, HasSubstr("did you mean 'json-invalid'"));
}

TEST_F(CheckCommandTest, SarifIsJson) {
  EXPECT_EQ(run({"/r/faulty.md", "--sarif"}), ok);
  EXPECT_EQ(boost::json::parse(out).at("version"), "2.1.0");
}

TEST_F(CheckCommandTest, TheSameInputGivesTheSameBytes) {
  run({"/r", "--repo", "/r", "--json"});
  const std::string first = out;
  run({"/r", "--repo", "/r", "--json"});
  EXPECT_EQ(out, first);
}

}  // namespace
}  // namespace godwit::cli
