#include "check/suppressions.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "check/subject_fixture.h"

namespace godwit::check {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Finding finding_at(int line, std::string rule = "json-invalid") {
  return {.rule = std::move(rule),
          .span = {{"runbook.md", line, 1}, 3},
          .message = "the bucket recordings is not moved",
          .remedy = "move it"};
}

// What is left of one finding of json-invalid in each line, as "RULE@LINE"; and the lines of what
// is allowed.
struct Result {
  std::vector<std::string> left;
  std::vector<int> allowed;
};

Result judge(const std::string& markdown) {
  const auto made = testing::make_subject({.texts = {{"runbook.md", markdown}}});
  std::vector<Finding> findings;
  const auto lines = static_cast<int>(made->subject.documents[0].content.source.lines());
  for (int line = 1; line < lines; ++line) findings.push_back(finding_at(line));
  const Outcome outcome = without_allowed(made->subject, findings);
  Result result;
  for (const Finding& finding : outcome.findings) {
    if (finding.rule == "json-invalid") continue;
    result.left.push_back(fmt::format("{}@{}", finding.rule, finding.span.at.line));
  }
  for (const Allowed& allowed : outcome.allowed) {
    result.allowed.push_back(allowed.finding.span.at.line);
  }
  return result;
}

TEST(Suppressions, AreForTheNextBlock) {
  const Result result = judge(
      "# Move\n"
      "\n"
      "<!-- godwit: allow json-invalid because\n"
      "     it is a sketch -->\n"
      "\n"
      "```json\n"
      "{\n"
      "```\n"
      "\n"
      "Words.\n");
  EXPECT_THAT(result.left, IsEmpty());
  EXPECT_THAT(result.allowed, ElementsAre(3, 4, 5, 6, 7, 8));
}

TEST(Suppressions, ATableIsABlockAndSoIsAnItem) {
  EXPECT_THAT(judge("<!-- godwit: allow json-invalid because so -->\n"
                    "\n"
                    "| a |\n"
                    "|---|\n"
                    "| b |\n"
                    "| c |\n"
                    "\n"
                    "Words.\n")
                  .allowed,
              ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(judge("<!-- godwit: allow json-invalid because so -->\n"
                    "- one\n"
                    "- two\n")
                  .allowed,
              ElementsAre(1, 2));
}

TEST(Suppressions, OfASectionAreForAllBelowIt) {
  const std::string document =
      "# Move\n"
      "## One\n"
      "<!-- godwit: allow-in-section json-invalid because so -->\n"
      "Words.\n"
      "### Deeper\n"
      "Words.\n"
      "## Two\n"
      "Words.\n";
  EXPECT_THAT(judge(document).allowed, ElementsAre(2, 3, 4, 5, 6));
  EXPECT_THAT(
      judge("<!-- godwit: allow-in-section json-invalid because so -->\n\n" + document).allowed,
      ::testing::SizeIs(10))
      << "before the first heading: for the whole document";
}

TEST(Suppressions, SeveralRulesAreSeparatedByCommas) {
  const Result result = judge(
      "<!-- godwit: allow json-invalid, unclosed-fence because so -->\n"
      "Words.\n");
  EXPECT_THAT(result.allowed, ElementsAre(1, 2));
  EXPECT_THAT(result.left, ElementsAre("suppression-unused@1")) << "of the second";
}

TEST(Suppressions, WithoutAReasonAllowNothing) {
  for (const char* comment :
       {"<!-- godwit: allow json-invalid -->", "<!-- godwit: allow json-invalid because -->",
        "<!-- godwit: allow -->", "<!-- godwit: allow because it is so -->",
        "<!-- godwit: alow json-invalid because so -->", "<!-- godwit: -->",
        "<!-- godwit: allow json-invald because so -->"}) {
    const Result result = judge(std::string(comment) + "\nWords.\n");
    EXPECT_THAT(result.left, ElementsAre("suppression-invalid@1")) << comment;
    EXPECT_THAT(result.allowed, IsEmpty()) << comment;
  }
}

TEST(Suppressions, SayWhatWasMeant) {
  const auto made = testing::make_subject(
      {.texts = {{"runbook.md", "<!-- godwit: allow json-invald because so -->\nWords.\n"}}});
  const Outcome outcome = without_allowed(made->subject, {});
  ASSERT_EQ(outcome.findings.size(), 1U);
  EXPECT_THAT(outcome.findings[0].message, HasSubstr("did you mean 'json-invalid'"));
}

TEST(Suppressions, OtherCommentsAreNobodysBusiness) {
  const Result result = judge("<!-- allow json-invalid because so -->\n<!-- godwits -->\nWords.\n");
  EXPECT_THAT(result.left, IsEmpty());
  EXPECT_THAT(result.allowed, IsEmpty());
}

TEST(Suppressions, AreBounded) {
  std::string document;
  for (int i = 0; i < 20'000; ++i)
    document += "<!-- godwit: allow nothing because so -->\n\nA.\n\n";
  const auto made = testing::make_subject({.texts = {{"runbook.md", document}}});
  EXPECT_LE(without_allowed(made->subject, {}).findings.size(), 1001U);
}

constexpr const char* plan = R"(plan: move
account: "111122223333"
regions: {source: eu-west-1, target: eu-central-1}
policy: {duration: 21d}
exceptions:
  - rule: json-invalid
    subject: Recordings
    because: they end next week
  - rule: unclosed-fence
    subject: anything
    because: nobody knows
)";

TEST(Suppressions, OfAPlanAreAboutWords) {
  const auto made =
      testing::make_subject({.texts = {{"plan.yaml", plan}, {"runbook.md", "Words.\n"}}});
  Finding other = finding_at(1);
  other.message = "the bucket transcripts is not moved";
  const Outcome outcome = without_allowed(made->subject, {finding_at(1), other});
  ASSERT_EQ(outcome.allowed.size(), 1U);
  EXPECT_EQ(outcome.allowed[0].because, "they end next week");
  EXPECT_EQ(to_string(outcome.allowed[0].by.at), "plan.yaml:6:11");
  ASSERT_EQ(outcome.findings.size(), 2U);
  EXPECT_EQ(outcome.findings[0].rule, "suppression-unused");
  EXPECT_EQ(to_string(outcome.findings[0].span.at), "plan.yaml:9:11");
  EXPECT_EQ(outcome.findings[1].message, other.message);
}

TEST(Suppressions, OfAPlanMayBeAboutTheLine) {
  const auto made =
      testing::make_subject({.texts = {{"plan.yaml", plan}, {"runbook.md", "All recordings.\n"}}});
  Finding finding = finding_at(1);
  finding.message = "something is not moved";
  EXPECT_EQ(without_allowed(made->subject, {finding}).allowed.size(), 1U);
}

}  // namespace
}  // namespace godwit::check
