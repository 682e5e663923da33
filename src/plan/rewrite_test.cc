#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/drafts.h"
#include "plan/plan_fixture.h"
#include "plan/rewrite_text.h"

namespace godwit::plan {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view rewriting = R"(values:
  - {name: chime_api, stack: medzen-chime, output: ApiGatewayEndpoint}
  - {name: support, text: support@medzenhealth.app}
rewrite:
  repository: ../repo
  rules:
    - rule: roles
      files: [/aws/**, "*.sh"]
      uses: [default, deployed-url]
      set:
        PrimaryRegion.Default: eu-central-1
        'say "hi" \': ""
        Url: {value: chime_api, append: /sms}
    - rule: order
      order: [eu-central-1, eu-west-1]
      names: [first, second]
    - rule: moved
      replace: {eu-west-1: eu-central-1, old: {value: support}}
  exceptions:
    - files: [docs/**]
      literal: eu-west-1
      uses: [documentation]
      because: it tells what was
  after: [key/chime]
)";

Plan plan_of(const std::string& yaml, const std::string& file = "plans/p.yaml") {
  auto plan = read_plan(yaml, file);
  if (plan) return *std::move(plan);
  ADD_FAILURE() << to_string(plan.error().front());
  return {};
}

Plan whole() { return plan_of(std::string(base_plan) + std::string(rewriting)); }

// With line 1 as the first line of the section.
std::vector<std::string> errors_of(const std::string& rules) {
  const std::string text = std::string(base_plan) + "rewrite:\n  repository: repo\n" + rules;
  const auto plan = read_plan(text, "p.yaml");
  return plan ? std::vector<std::string>() : causes(plan.error(), "read plan");
}

TEST(ReadRewrite, ReadsEverything) {
  const Plan plan = whole();
  ASSERT_TRUE(plan.rewrite);
  const Rewrite& rewrite = *plan.rewrite;
  EXPECT_EQ(rewrite.repository, "repo");
  ASSERT_THAT(rewrite.rules, SizeIs(3));
  const RewriteRule& roles = rewrite.rules[0];
  EXPECT_EQ(roles.name, "roles");
  EXPECT_THAT(roles.files, ElementsAre("/aws/**", "*.sh"));
  EXPECT_THAT(roles.uses, ElementsAre("default", "deployed-url"));
  ASSERT_THAT(roles.set, SizeIs(3));
  EXPECT_EQ(roles.set[0].name, "PrimaryRegion.Default");
  EXPECT_EQ(roles.set[0].value.text, "eu-central-1");
  EXPECT_EQ(roles.set[2].value.value.name, "chime_api");
  EXPECT_EQ(roles.set[2].value.append, "/sms");
  EXPECT_THAT(rewrite.rules[1].order, ElementsAre("eu-central-1", "eu-west-1"));
  EXPECT_THAT(rewrite.rules[1].names, ElementsAre("first", "second"));
  EXPECT_EQ(rewrite.rules[2].replace[0].name, "eu-west-1");
  ASSERT_THAT(rewrite.exceptions, SizeIs(1));
  EXPECT_EQ(rewrite.exceptions[0].literal, "eu-west-1");
  EXPECT_EQ(rewrite.exceptions[0].because, "it tells what was");
  EXPECT_EQ(rewrite.after[0].name, "key/chime");
  EXPECT_EQ(rewrite_journal(plan), "plans/to-frankfurt.rewrite");
}

TEST(ReadRewrite, TellsWhatIsWrong) {
  EXPECT_THAT(errors_of("  rules: []\n"), IsEmpty());
  EXPECT_THAT(errors_of(""), ElementsAre(HasSubstr("'rules'")));
  const auto errors_of_rule = [](const std::string& rule) {
    return errors_of("  rules:\n    - {rule: r, " + rule + "}\n");
  };
  EXPECT_THAT(errors_of_rule("replace: {a: b}"), IsEmpty());
  EXPECT_THAT(errors_of_rule("files: [a]"), ElementsAre(HasSubstr("the rule does nothing")));
  EXPECT_THAT(errors_of_rule("set: {a: b}, replace: {a: b}"),
              ElementsAre(HasSubstr("the rule has set and replace")));
  EXPECT_THAT(errors_of_rule("set: {}"), ElementsAre(HasSubstr("'set' is empty")));
  EXPECT_THAT(errors_of_rule("replace: {a: a}"), ElementsAre(HasSubstr("'a' by itself")));
  EXPECT_THAT(errors_of_rule("replace: {\"\": a}"), ElementsAre(HasSubstr("names nothing")));
  EXPECT_THAT(errors_of_rule("replace: {\"a\\nb\": a}"), ElementsAre(HasSubstr("names nothing")));
  EXPECT_THAT(errors_of_rule("set: {a: {value: nothing}}"),
              ElementsAre(HasSubstr("there is no value 'nothing'")));
  EXPECT_THAT(errors_of_rule("set: {a: b}, uses: [defaults]"),
              ElementsAre(HasSubstr("(did you mean 'default'?)")));
  EXPECT_THAT(errors_of_rule("set: {a: b}, files: ['!a']"), ElementsAre(HasSubstr("no files")));
  EXPECT_THAT(errors_of_rule("order: [eu-west-1]"), ElementsAre(HasSubstr("fewer than two")));
  EXPECT_THAT(errors_of_rule("order: [eu-west-1, eu-west-1]"),
              ElementsAre(HasSubstr("in the order twice")));
  EXPECT_THAT(errors_of_rule("order: [eu-west-1, eu-west-2, eu-west-3], names: [a, b]"),
              ElementsAre(HasSubstr("there are 2 names for 3 regions")));
  EXPECT_THAT(errors_of_rule("order: [eu-west-1, eu-west-9]"),
              testing::Contains(HasSubstr("eu-west-9")));
  EXPECT_THAT(errors_of("  rules:\n    - {rule: a, set: {a: b}}\n    - {rule: a, set: {a: b}}\n"),
              ElementsAre(HasSubstr("'a'")));
  EXPECT_THAT(errors_of("  rules: []\n  exceptions: [{files: [a]}]\n"),
              ElementsAre(HasSubstr("'because'")));
  EXPECT_THAT(errors_of("  rules: []\n  exceptions: [{because: ' '}]\n"),
              ElementsAre(HasSubstr("'because' is empty")));
}

TEST(RewriteText, ReadsAsItWasWritten) {
  const Plan plan = whole();
  const std::string text = rewrite_text(plan);
  const auto read = read_rewrite_text(text);
  ASSERT_TRUE(read) << to_string(read.error()) << text;
  EXPECT_EQ(rewrite_text(*read), text);
  EXPECT_EQ(read->account, plan.account);
  EXPECT_EQ(read->source, plan.source);
  EXPECT_EQ(read->target, plan.target);
  EXPECT_EQ(read->buckets.front().source.name, "recordings-1");
  EXPECT_EQ(read->rewrite->rules[0].set[1].name, "say \"hi\" \\");
  EXPECT_EQ(read->rewrite->exceptions[0].because, "it tells what was");
  EXPECT_THAT(values_of_rewrite(*read), ElementsAre("chime_api", "support"));

  Plan empty = plan;
  empty.rewrite->rules.clear();
  empty.rewrite->exceptions.clear();
  empty.others = {{"af-south-1", "secondary"}};
  const auto none = read_rewrite_text(rewrite_text(empty));
  ASSERT_TRUE(none) << to_string(none.error());
  EXPECT_THAT(none->rewrite->rules, IsEmpty());
  EXPECT_EQ(none->others, empty.others);
  EXPECT_FALSE(read_rewrite_text("rewrite: 1"));
  EXPECT_FALSE(read_rewrite_text(""));
}

TEST(DraftRewrite, WaitsForWhatItUses) {
  const Plan plan = whole();
  const auto graph = compile(plan);
  ASSERT_TRUE(graph) << to_string(graph.error().front());
  const StepSpec* step = graph->find("rewrite");
  ASSERT_NE(step, nullptr);
  EXPECT_EQ(step->kind, "rewrite");
  EXPECT_THAT(step->after, ElementsAre("account/verify", "value/chime_api", "key/chime"));
  EXPECT_EQ(step->parameters.text("value/chime_api"), "${value/chime_api.text}");
  EXPECT_EQ(step->parameters.text("value/support"), "support@medzenhealth.app");
  EXPECT_EQ(step->parameters.text("repository"), "repo");
  EXPECT_EQ(step->parameters.text("journal"), "plans/to-frankfurt.rewrite");
  EXPECT_TRUE(read_rewrite_text(step->parameters.text("rules")));

  // Where a file moves within the plan is no other rule.
  const Plan moved = plan_of("# a comment\n" + std::string(base_plan) + std::string(rewriting));
  EXPECT_EQ(compile(moved)->digest(), graph->digest());
}

}  // namespace
}  // namespace godwit::plan
