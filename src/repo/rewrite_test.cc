#include "repo/rewrite.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "env/simulated_disk.h"
#include "plan/plan_file.h"

namespace godwit::repo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view plan_head = R"(plan: move
account: "111122223333"
regions: {source: eu-west-1, target: eu-central-1, others: {af-south-1: secondary}}
policy: {duration: 1d, downtime: 0s}
values:
  - {name: api, stack: api-stack, output: Url}
  - {name: mail, text: help@example.com}
rewrite:
  repository: repo
)";

plan::Plan plan_of(const std::string& rules) {
  auto plan = plan::read_plan(std::string(plan_head) + rules, "plan.yaml");
  EXPECT_TRUE(plan) << to_string(plan.error().front());
  return plan ? *std::move(plan) : plan::Plan{};
}

struct Outcome {
  std::string after;
  std::vector<std::string> work;  // "2:5 reason"
  Proposal proposal;
};

class Rewriter {
 public:
  explicit Rewriter(const std::string& rules)
      : plan_(plan_of(rules)), vocabulary_(Vocabulary::of(&plan_, nullptr)) {}

  Checked<Proposal> propose(const Tree& tree) const {
    return repo::propose(tree, plan_, {{"api", "https://new.example/prod"}}, vocabulary_);
  }
  Outcome operator()(const std::string& path, const std::string& text) const {
    Tree tree;
    tree.files.push_back({path, text});
    auto proposal = propose(tree);
    EXPECT_TRUE(proposal) << to_string(proposal.error().front());
    Outcome outcome{text, {}, *std::move(proposal)};
    for (const FileChange& change : outcome.proposal.changes) {
      outcome.after = carried_out(text, change).value();
    }
    for (const Work& work : outcome.proposal.work) {
      outcome.work.push_back(
          fmt::format("{}:{} {}", work.hit.at.line, work.hit.at.column, work.reason));
    }
    return outcome;
  }

 private:
  plan::Plan plan_;
  Vocabulary vocabulary_;
};

// What one rule makes of one text; a second time it makes nothing of it.
void expect(const Rewriter& rewrite, const std::string& path, const std::string& before,
            const std::string& after) {
  const Outcome outcome = rewrite(path, before);
  EXPECT_EQ(outcome.after, after) << path;
  EXPECT_THAT(outcome.work, IsEmpty()) << path << "\n" << before;
  const Outcome again = rewrite(path, after);
  EXPECT_EQ(again.after, after) << path;
  EXPECT_THAT(again.work, IsEmpty()) << path << "\n" << after;
}

TEST(Replace, WhereItStandsForItself) {
  const Rewriter rewrite("  rules:\n    - {rule: r, replace: {eu-west-1: eu-central-1}}\n");
  const std::pair<const char*, const char*> places[] = {
      {"a.yaml", "Region: {}\n"},
      {"a.yaml", "Region: \"{}\" # {}\n"},
      {"a.json", "{{\"region\": \"{}\"}}"},
      {"a.sh", "R={}\naws s3 ls --region {} --x=1\n"},
      {"a.ts", "const r = '{}'; // in {}.\n"},
      {"a.py", "r = f\"{}\"\n"},
      {"a.dart", "const r = '{}';\n"},
      {"a.tf", "region = \"{}\"\n"},
      {"a.md", "It runs in {}, (`{}`) and in {}.\n"},
      {"a.txt", "{}"},
      {"a.ini", "region={}\r\n[x]\r\n"},
      {"a.sh", "MAIL=sns.{}.amazonaws.com\n"},  // a service's host
      {"Dockerfile", "ENV R={}\n"},
  };
  for (const auto& [path, text] : places) {
    expect(rewrite, path, fmt::format(fmt::runtime(text), "eu-west-1", "eu-west-1", "eu-west-1"),
           fmt::format(fmt::runtime(text), "eu-central-1", "eu-central-1", "eu-central-1"));
  }
}

TEST(Replace, NotWithinAWord) {
  const Rewriter rewrite("  rules:\n    - {rule: r, replace: {eu-west-1: eu-central-1}}\n");
  for (const char* text : {"R=eu-west-10\n", "R=xeu-west-1\n", "R=eu-west-1a\n"}) {
    const Outcome outcome = rewrite("a.sh", text);
    EXPECT_EQ(outcome.after, text);
  }
}

TEST(Replace, APartOfALongerNameIsForAPerson) {
  const Rewriter rewrite("  rules:\n    - {rule: r, replace: {eu-west-1: eu-central-1}}\n");
  const std::pair<const char*, const char*> places[] = {
      {"S=stack-eu-west-1\n", "it is a part of 'stack-eu-west-1'"},
      {"S=eu-west-1_Ab12Cd34E\n", "is a part of"},
      {"S=config/eu-west-1.json\n", "it is a part of 'config/eu-west-1.json'"},
      {"S=eu-west-1:01234567-89ab-cdef-0123-456789abcdef\n", "is a part of"},
      {"S=ehr.eu-west-1.example.com\n", "is a part of"},
      {"S=arn:aws:sns:eu-west-1:111122223333:alarms\n", "it is a part of an ARN"},
      {"S=https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/x\n",
       "it is a part of an API's host"},
      {"S=x-1234567890.eu-west-1.elb.amazonaws.com\n", "it is a part of a load balancer's host"},
      {"S=s3.eu-west-1.amazonaws.com/some-bucket/k\n", "it is a part of the URL of a bucket"},
      {"S=111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:7\n", "it is a part of an image's name"},
      {"S=nothing-known.eu-west-1.amazonaws.com\n", "the catalog does not know"},
  };
  for (const auto& [text, reason] : places) {
    const Outcome outcome = rewrite("a.sh", text);
    EXPECT_EQ(outcome.after, text);
    EXPECT_THAT(outcome.work, ElementsAre(HasSubstr(reason))) << text;
  }
}

TEST(Replace, AsAWholeItIsChanged) {
  const Rewriter rewrite(R"(  rules:
    - rule: r
      replace:
        eu-west-1: eu-central-1
        stack-eu-west-1: stack-eu-central-1
        arn:aws:sns:eu-west-1:111122223333:alarms: arn:aws:sns:eu-central-1:111122223333:alarms
        https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com: {value: api}
        logs: logs-of-eu-west-1
        Ireland: Frankfurt
)");
  expect(rewrite, "a.sh", "S=stack-eu-west-1\n", "S=stack-eu-central-1\n");
  expect(rewrite, "a.sh", "S=arn:aws:sns:eu-west-1:111122223333:alarms\n",
         "S=arn:aws:sns:eu-central-1:111122223333:alarms\n");
  expect(rewrite, "a.sh", "S=https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/x\n",
         "S=https://new.example/prod/x\n");
  // The new text has the old one in it, and binds to the source.
  expect(rewrite, "a.sh", "S=logs\n", "S=logs-of-eu-west-1\n");
  expect(rewrite, "a.md", "In Ireland (eu-west-1).\n", "In Frankfurt (eu-central-1).\n");
}

TEST(Replace, NoListGetsARegionTwice) {
  const Rewriter rewrite("  rules:\n    - {rule: r, replace: {eu-west-1: eu-central-1}}\n");
  const std::string text = "const regions = ['eu-central-1', 'eu-west-1'];\n";
  const Outcome outcome = rewrite("a.ts", text);
  EXPECT_EQ(outcome.after, text);
  EXPECT_THAT(outcome.work, ElementsAre(HasSubstr("the list has eu-central-1 already")));
}

TEST(Set, InEveryLanguage) {
  const Rewriter rewrite(
      "  rules:\n    - {rule: r, set: {Region: eu-central-1, Api.Url: {value: api}}}\n");
  expect(rewrite, "a.yaml", "A:\n  Region: us-east-1   # here\n  Api: {Url: 'x'}\n",
         "A:\n  Region: eu-central-1   # here\n  Api: {Url: 'https://new.example/prod'}\n");
  expect(
      rewrite, "a.json", "{\n\t\"Region\" : \"\",\r\n \"Api\": {\"Url\":\"x\"} }",
      "{\n\t\"Region\" : \"eu-central-1\",\r\n \"Api\": {\"Url\":\"https://new.example/prod\"} }");
  expect(rewrite, "a.sh", "Region=\"us-east-1\" # x\n", "Region=\"eu-central-1\" # x\n");
  expect(rewrite, "a.sh", "Region=\"${R:-us-east-1}\"\n", "Region=\"${R:-eu-central-1}\"\n");
  expect(rewrite, "a.env", "Region=us-east-1\r\n", "Region=eu-central-1\r\n");
  expect(rewrite, "a.ts", "const Region = process.env.R || 'us-east-1';\n",
         "const Region = process.env.R || 'eu-central-1';\n");
  expect(rewrite, "a.py", "Region = os.environ.get(\"R\", \"us-east-1\")\n",
         "Region = os.environ.get(\"R\", \"eu-central-1\")\n");
  expect(rewrite, "a.dart", "const String Region = 'us-east-1';\n",
         "const String Region = 'eu-central-1';\n");
  expect(rewrite, "a.toml", "Region = \"us-east-1\" # x\n", "Region = \"eu-central-1\" # x\n");
  expect(rewrite, "a.tf", "locals {\n  Region = \"us-east-1\"\n}\n",
         "locals {\n  Region = \"eu-central-1\"\n}\n");
  expect(rewrite, "Dockerfile", "FROM x\nARG Region=us-east-1\nENV Region us-east-1\n",
         "FROM x\nARG Region=eu-central-1\nENV Region eu-central-1\n");
  // A here-document that writes a .env, and code within a template.
  expect(rewrite, "a.sh", "cat > .env <<EOF\nRegion=us-east-1\nEOF\n",
         "cat > .env <<EOF\nRegion=eu-central-1\nEOF\n");
  expect(rewrite, "a.yaml", "Regional: x\nMyRegion: y\n", "Regional: x\nMyRegion: y\n");
}

TEST(Set, WhatIsPutTogetherElsewhereIsForAPerson) {
  const Rewriter rewrite("  rules:\n    - {rule: r, set: {Region: eu-central-1}}\n");
  for (const auto& [path, text] : std::initializer_list<std::pair<const char*, const char*>>{
           {"a.yaml", "Region: !Ref Where\n"},
           {"a.sh", "Region=\"$OTHER\"\n"},
           {"a.sh", "Region=$(get)\n"},
           {"a.ts", "const Region = `${a}-1`;\n"},
           {"a.yaml", "Region: |\n  eu-west-1\n  more\n"},
       }) {
    const Outcome outcome = rewrite(path, text);
    EXPECT_EQ(outcome.after, text);
    EXPECT_THAT(outcome.work, SizeIs(1)) << text;
  }
}

TEST(Set, WritesWhatTheLanguageReads) {
  const Rewriter rewrite(R"(  rules:
    - {rule: r, set: {Quote: "it's \"$5\" \\ and # more", Empty: "", Flag: "true", Path: "a: b"}}
)");
  expect(rewrite, "a.yaml", "Quote: x\n", "Quote: \"it's \\\"$5\\\" \\\\ and # more\"\n");
  expect(rewrite, "a.yaml", "Quote: 'x'\n", "Quote: 'it''s \"$5\" \\ and # more'\n");
  expect(rewrite, "a.json", "{\"Quote\": \"x\"}",
         "{\"Quote\": \"it's \\\"$5\\\" \\\\ and # more\"}");
  expect(rewrite, "a.sh", "Quote=\"x\"\n", "Quote=\"it's \\\"\\$5\\\" \\\\ and # more\"\n");
  expect(rewrite, "a.ts", "const Quote = 'x';\n",
         "const Quote = 'it\\'s \"$5\" \\\\ and # more';\n");
  expect(rewrite, "a.yaml", "Empty: x\nFlag: yes\nPath: x\n",
         "Empty: \"\"\nFlag: true\nPath: \"a: b\"\n");
  expect(rewrite, "a.yaml", "Flag: text\n", "Flag: \"true\"\n");
  // In single quotes a shell has no way to write one; nor has a file that many read, each its way.
  EXPECT_THAT(rewrite("a.sh", "Quote='x'\n").work, ElementsAre(HasSubstr("cannot be written")));
  EXPECT_THAT(rewrite("a.env", "Quote=x\n").work, ElementsAre(HasSubstr("cannot be written")));
}

TEST(Order, ListsAndVariables) {
  const Rewriter rewrite(R"(  rules:
    - {rule: l, order: [eu-central-1, eu-west-1, af-south-1], names: [regions]}
    - {rule: v, order: [eu-central-1, eu-west-1], names: [first, second]}
)");
  const std::string wanted = "'eu-central-1', 'eu-west-1', 'af-south-1'";
  expect(rewrite, "a.ts", "const regions = ['eu-west-1', 'us-east-1', 'eu-west-2'];\n",
         "const regions = [" + wanted + "];\n");
  expect(rewrite, "a.ts", "const regions = ['eu-west-1', 'us-east-1'];\n",
         "const regions = [" + wanted + "];\n");
  expect(rewrite, "a.ts", "const regions = ['eu-west-1', 'us-east-1', 'eu-west-2', 'eu-west-3'];\n",
         "const regions = [" + wanted + "];\n");
  expect(rewrite, "a.yaml", "regions:\n  - eu-west-1\n  - us-east-1\nx: 1\n",
         "regions:\n  - eu-central-1\n  - eu-west-1\n  - af-south-1\nx: 1\n");
  expect(rewrite, "a.sh", "first=eu-west-1\nsecond=us-east-1\n",
         "first=eu-central-1\nsecond=eu-west-1\n");
  const Outcome outcome = rewrite("a.ts", "const regions = ['eu-west-1', here];\n");
  EXPECT_THAT(outcome.proposal.changes, IsEmpty());
  EXPECT_THAT(rewrite("a.ts", "const regions = ['eu-west-1', 'nowhere'];\n").work,
              ElementsAre(HasSubstr("no list of regions alone")));
}

TEST(Order, AnyListThatIsTriedInOrder) {
  const Rewriter rewrite("  rules:\n    - {rule: l, order: [eu-central-1, eu-west-1]}\n");
  expect(rewrite, "a.py", "FALLBACK_REGIONS = [\"eu-west-1\", \"us-east-1\"]\n",
         "FALLBACK_REGIONS = [\"eu-central-1\", \"eu-west-1\"]\n");
  // Not one that has nothing to do with the source.
  expect(rewrite, "a.py", "FALLBACK_REGIONS = [\"us-west-2\", \"us-east-1\"]\n",
         "FALLBACK_REGIONS = [\"us-west-2\", \"us-east-1\"]\n");
}

TEST(Rules, TheFirstOneCountsAndScopesDo) {
  const Rewriter rewrite(R"(  rules:
    - {rule: one, files: [/in/**], replace: {eu-west-1: eu-west-3}}
    - {rule: two, uses: [comment], replace: {eu-west-1: eu-north-1}}
    - {rule: three, replace: {eu-west-1: eu-central-1}}
)");
  expect(rewrite, "in/a.sh", "R=eu-west-1 # eu-west-1\n", "R=eu-west-3 # eu-west-3\n");
  expect(rewrite, "a.sh", "R=eu-west-1 # eu-west-1\n", "R=eu-central-1 # eu-north-1\n");
  // A backup is nobody's unless a rule says so; then it is left to a person.
  const Outcome backup = rewrite("a.sh.bak", "R=eu-west-1\n");
  EXPECT_THAT(backup.proposal.changes, IsEmpty());
  EXPECT_THAT(backup.work, ElementsAre("1:3 no rule and no exception is about it"));
}

TEST(Exceptions, ComeBeforeRulesUnlessARuleNamesMore) {
  const Rewriter rewrite(R"(  rules:
    - {rule: r, replace: {eu-west-1: eu-central-1, we are in eu-west-1 now: we are in eu-central-1 now}}
    - {rule: s, set: {Kept: eu-central-1}}
  exceptions:
    - {files: ["*.md"], literal: eu-west-1, because: it tells what was}
    - {files: [kept/], because: it stays}
)");
  const Outcome outcome = rewrite("a.md", "It was eu-west-1; we are in eu-west-1 now.\n");
  EXPECT_EQ(outcome.after, "It was eu-west-1; we are in eu-central-1 now.\n");
  ASSERT_THAT(outcome.proposal.excepted, SizeIs(1));
  EXPECT_EQ(outcome.proposal.excepted[0].at.column, 8);
  expect(rewrite, "kept/deep/a.sh", "Kept=eu-west-1\nR=eu-west-1\n",
         "Kept=eu-west-1\nR=eu-west-1\n");
}

TEST(Rewrite, TellsWhatNoRuleIsAbout) {
  const Rewriter rewrite("  rules:\n    - {rule: r, set: {Nowhere: x}}\n");
  const Outcome outcome =
      rewrite("a.sh", "R=eu-west-1\nT=eu-central-1\nZ=eu-west-1a # Ireland\nU=us-east-1\n");
  EXPECT_THAT(outcome.work, ElementsAre(HasSubstr("1:3 no rule"), HasSubstr("3:3 no rule"),
                                        HasSubstr("3:16 no rule")));
  ASSERT_THAT(outcome.proposal.unused, SizeIs(1));
  EXPECT_EQ(outcome.proposal.unused[0].file, "plan.yaml");
  EXPECT_EQ(outcome.proposal.unused[0].line, 11);
}

// Fact B12.
TEST(Rewrite, SaysThatADefaultHasNoEffect) {
  const Rewriter rewrite("  rules:\n    - {rule: r, replace: {eu-west-1: eu-central-1}}\n");
  const Outcome outcome = rewrite("t.yaml", R"(AWSTemplateFormatVersion: '2010-09-09'
Resources:
  F:
    Type: AWS::Lambda::Function
    Properties:
      Code:
        ZipFile: |
          const region = process.env.REGION || 'eu-west-1';
      Environment:
        Variables:
          REGION: us-east-1
)");
  EXPECT_THAT(outcome.after, HasSubstr("|| 'eu-central-1'"));
  EXPECT_THAT(outcome.proposal.notes,
              ElementsAre(HasSubstr("the default at t.yaml:8:49 is changed, and this alone has no "
                                    "effect: REGION is given at t.yaml:11")));
}

TEST(Rewrite, AValueThatNobodyKnowsIsAnError) {
  const plan::Plan plan = plan_of(
      "  rules:\n    - {rule: r, set: {a: {value: api}, b: {value: mail}, c: {value: api}}}\n");
  const auto proposal = propose(Tree{}, plan, {}, Vocabulary::of(&plan, nullptr));
  ASSERT_FALSE(proposal);
  ASSERT_THAT(proposal.error(), SizeIs(2));
  EXPECT_THAT(proposal.error()[0].cause, HasSubstr("the output Url of api-stack in eu-central-1"));
  EXPECT_EQ(proposal.error()[0].where->line, 11);
}

// A change is written down: a secret never is, nor shown beside one.
TEST(Rewrite, ASecretIsNeverEdited) {
  const std::string key = std::string("AKIA") + "IOSFODNN7QRSTUVW";
  const Rewriter rewrite("  rules:\n    - {rule: r, set: {KEY: other, R: eu-central-1}}\n");
  const Outcome outcome = rewrite("a.sh", "R=eu-west-1\nKEY=" + key + "\n");
  EXPECT_EQ(outcome.after, "R=eu-central-1\nKEY=" + key + "\n");
  EXPECT_THAT(outcome.work, ElementsAre(HasSubstr("2:5 it is a secret")));
  const std::string diff =
      unified_diff(shown("R=eu-west-1\nKEY=" + key + "\n", outcome.proposal.hidden.at("a.sh")),
                   outcome.proposal.changes[0]);
  EXPECT_THAT(diff, HasSubstr(" KEY=*****"));
  EXPECT_THAT(diff, testing::Not(HasSubstr("AKIA")));
}

TEST(Rewrite, BytesOfAnyEncodingStay) {
  const Rewriter rewrite("  rules:\n    - {rule: r, replace: {eu-west-1: eu-central-1}}\n");
  expect(rewrite, "latin1.txt", "caf\xe9 eu-west-1 \xff\xfe\r\n\x01 eu-west-1",
         "caf\xe9 eu-central-1 \xff\xfe\r\n\x01 eu-central-1");
  expect(rewrite, "bom.ini", "\xef\xbb\xbfregion=eu-west-1\r\n",
         "\xef\xbb\xbfregion=eu-central-1\r\n");
}

TEST(Rewrite, Utf16IsToldAndNotTouched) {
  const Rewriter rewrite(
      "  rules:\n    - {rule: r, replace: {eu-west-1: eu-central-1, e: f, '-': '+'}}\n");
  std::string wide = "\xff\xfe";
  for (const char letter : std::string_view("R=eu-west-1\n")) wide += {letter, '\0'};
  const Outcome outcome = rewrite("a.ini", wide);
  EXPECT_THAT(outcome.proposal.changes, IsEmpty());
  EXPECT_THAT(outcome.work, ElementsAre("1:3 the file is in UTF-16, which rules do not change"));
}

TEST(Rewrite, AFolderOnAnyNumberOfThreadsIsAsATree) {
  const plan::Plan plan =
      plan_of("  rules:\n    - {rule: r, replace: {eu-west-1: eu-central-1}}\n");
  const Vocabulary vocabulary = Vocabulary::of(&plan, nullptr);
  SimulatedDisk disk;
  Tree tree;
  for (int i = 100; i < 160; ++i) {
    const std::string path = fmt::format("d{}/f{}.sh", i % 7, i);
    tree.files.push_back({path, fmt::format("# {}\nR=eu-west-1\nS=x-eu-west-1\n", i)});
    ASSERT_TRUE(write_file(disk, "repo/" + path, tree.files.back().content));
  }
  const auto whole = propose(tree, plan, {}, vocabulary);
  ASSERT_TRUE(whole);
  ASSERT_THAT(whole->changes, SizeIs(60));
  const auto below = propose(disk, "repo", plan, {}, vocabulary);
  ASSERT_TRUE(below);
  EXPECT_EQ(below->changes, whole->changes);
  EXPECT_EQ(below->work.size(), whole->work.size());
  EXPECT_FALSE(propose(disk, "nowhere", plan, {}, vocabulary));
}

}  // namespace
}  // namespace godwit::repo
