#include "report/check_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

#include "check/rule.h"

namespace godwit::report {
namespace {

using boost::json::object;
using boost::json::value;
using check::Severity;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// One of everything, about a document of three lines.
struct CheckReportTest : testing::Test {
  check::Subject subject = check::read_subject(
      {{.path = "docs/a b.md", .content = "# Move\n\nPASSWORD=hunter2 ✅ stays\n"}}, nullptr,
      nullptr, {});
  check::Texts texts{subject};
  CheckReport report;

  CheckReportTest() {
    report.files = {"docs/a b.md"};
    report.texts = &texts;
    report.today = *parse_time("2026-11-23");
    report.outcome.findings = {{.rule = "json-invalid",
                                .severity = Severity::error,
                                .span = {{"docs/a b.md", 3, 18}, 1},
                                .message = "it \"stays\"",
                                .remedy = "go",
                                .related = {{{{"docs/a b.md", 1, 3}, 4}, "to here"}},
                                .basis = check::Basis{"regions of Polly", "2025-11", "botocore"}},
                               {.rule = "json-invalid",
                                .severity = Severity::note,
                                .span = {{"docs/a b.md", 3, 10}, 7},
                                .message = "a password",
                                .remedy = "",
                                .secret = true}};
    report.outcome.allowed = {{{.rule = "yaml-invalid",
                                .severity = Severity::warning,
                                .span = {{"other.yaml", 0, 0}, 0},
                                .message = "all of it",
                                .remedy = "none"},
                               "so it is",
                               {{"docs/a b.md", 1, 1}, 3}}};
  }
  std::string text() const { return check_text(report, Terminal(false, "", "", 0)); }
};

TEST_F(CheckReportTest, TextHasTheLineAndTheWords) {
  EXPECT_EQ(text(),
            "error: it \"stays\"\n"
            "  docs/a b.md:3:18  json-invalid\n"
            "    3 | PASSWORD=hunter2 ✅ stays\n"
            "      |                  ^\n"
            "  see       docs/a b.md:1:3: to here\n"
            "  remedy    go\n"
            "  rests on  regions of Polly, as of 2025-11 (13 months old): botocore\n"
            "\n"
            "note: a password\n"
            "  docs/a b.md:3:10  json-invalid\n"
            "    3 | PASSWORD=******** ✅ stays\n"
            "      |          ^^^^^^^^\n"
            "\n"
            "not passed: 1 error, 1 note, 1 allowed in 1 file\n");
}

TEST_F(CheckReportTest, ColourIsForTerminals) {
  EXPECT_THAT(text(), Not(HasSubstr("\x1b")));
  EXPECT_THAT(check_text(report, Terminal(true, "", "xterm", 100)), HasSubstr("\x1b[1;31merror:"));
}

TEST_F(CheckReportTest, TheAnswerDependsOnTheLeastSeverity) {
  EXPECT_FALSE(report.passed());
  report.outcome.findings.erase(report.outcome.findings.begin());
  EXPECT_TRUE(report.passed());
  report.fail_on = Severity::warning;
  EXPECT_TRUE(report.passed());
  report.fail_on = Severity::note;
  EXPECT_FALSE(report.passed());
}

TEST_F(CheckReportTest, NothingFoundIsSaid) {
  report.outcome = {};
  report.repository_files = 1234;
  EXPECT_EQ(text(), "passed: nothing found in 1 file and 1,234 of the repository\n");
}

TEST_F(CheckReportTest, JsonHasTheDocumentedFields) {
  const object json = boost::json::parse(check_json(report)).as_object();
  EXPECT_EQ(json.at("schema"), "godwit.check/1");
  EXPECT_EQ(json.at("passed"), false);
  EXPECT_EQ(json.at("fail_on"), "error");
  EXPECT_EQ(json.at("today"), "2026-11-23");
  EXPECT_EQ(json.at("files"), (boost::json::array{"docs/a b.md"}));
  EXPECT_EQ(json.at("totals"),
            (object{{"errors", 1}, {"warnings", 0}, {"notes", 1}, {"allowed", 1}}));
  const object& first = json.at("findings").as_array().at(0).as_object();
  EXPECT_EQ(first.at("rule"), "json-invalid");
  EXPECT_EQ(first.at("line"), 3);
  EXPECT_EQ(first.at("column"), 18);
  EXPECT_EQ(first.at("length"), 1);
  EXPECT_EQ(first.at("related").as_array().size(), 1U);
  EXPECT_EQ(first.at("basis").as_object().at("as_of"), "2025-11");
  const object& allowed = json.at("allowed").as_array().at(0).as_object();
  EXPECT_EQ(allowed.at("because"), "so it is");
  EXPECT_EQ(allowed.at("by").as_object().at("line"), 1);
}

// What SARIF 2.1.0 asks of what we write, by its own words; the schema itself is asked in
// tests/sarif_schema.py.
void expect_location(const object& location) {
  const object& physical = location.at("physicalLocation").as_object();
  const auto& uri = physical.at("artifactLocation").as_object().at("uri").as_string();
  EXPECT_EQ(std::string(uri).find_first_of(" \\\"<>{}|^`"), std::string::npos) << uri;
  const value* region = physical.if_contains("region");
  if (region == nullptr) return;
  EXPECT_GE(region->at("startLine").as_int64(), 1);
  if (const value* column = region->as_object().if_contains("startColumn")) {
    EXPECT_GE(column->as_int64(), 1);
    EXPECT_GT(region->at("endColumn").as_int64(), column->as_int64());
  }
}

TEST_F(CheckReportTest, SarifIsWhatItsStandardAsksFor) {
  const object log = boost::json::parse(check_sarif(report)).as_object();
  EXPECT_EQ(log.at("version"), "2.1.0");
  ASSERT_EQ(log.at("runs").as_array().size(), 1U);
  const object& run = log.at("runs").as_array()[0].as_object();
  EXPECT_EQ(run.at("columnKind"), "unicodeCodePoints");
  const object& driver = run.at("tool").as_object().at("driver").as_object();
  EXPECT_EQ(driver.at("name"), "Godwit");
  const auto& rules = driver.at("rules").as_array();
  ASSERT_EQ(rules.size(), check::rules().size());
  for (const value& rule : rules) {
    EXPECT_FALSE(rule.at("shortDescription").at("text").as_string().empty());
    EXPECT_TRUE(rule.as_object().contains("help")) << rule.at("id") << " has no page";
  }
  const auto& results = run.at("results").as_array();
  ASSERT_EQ(results.size(), 3U);
  std::set<std::string> fingerprints;
  for (const value& result : results) {
    const std::string level(result.at("level").as_string());
    EXPECT_TRUE(level == "error" || level == "warning" || level == "note") << level;
    const auto index = static_cast<std::size_t>(result.at("ruleIndex").as_int64());
    EXPECT_EQ(rules.at(index).at("id"), result.at("ruleId"));
    for (const value& location : result.at("locations").as_array()) {
      expect_location(location.as_object());
    }
    fingerprints.emplace(result.at("partialFingerprints").at("godwit/v1").as_string());
  }
  EXPECT_EQ(fingerprints.size(), 3U);
  EXPECT_EQ(results[0].at("message").at("text"), "it \"stays\". Remedy: go");
  expect_location(results[0].at("relatedLocations").at(0).as_object());
  EXPECT_FALSE(results[0].as_object().contains("suppressions"));
  const value& suppression = results[2].at("suppressions").at(0);
  EXPECT_EQ(suppression.at("kind"), "external") << "a comment of another file";
  EXPECT_EQ(suppression.at("justification"), "so it is");
}

TEST_F(CheckReportTest, FingerprintsStayWhileLinesAreAddedAbove) {
  const auto fingerprint = [&] {
    const value log = boost::json::parse(check_sarif(report));
    return std::string(log.at("runs")
                           .at(0)
                           .at("results")
                           .at(0)
                           .at("partialFingerprints")
                           .at("godwit/v1")
                           .as_string());
  };
  const std::string before = fingerprint();
  subject = check::read_subject(
      {{.path = "docs/a b.md", .content = "# Move\n\nMore.\n\nPASSWORD=hunter2 ✅ stays\n"}},
      nullptr, nullptr, {});
  texts = check::Texts(subject);
  report.outcome.findings[0].span.at.line = 5;
  EXPECT_EQ(fingerprint(), before);
  report.outcome.findings[0].span.at.line = 1;
  EXPECT_NE(fingerprint(), before);
}

TEST(AsOf, SaysHowOldFactsAre) {
  const Time today = *parse_time("2026-11-23");
  EXPECT_EQ(as_of({"", "2026-11-01", ""}, today), "as of 2026-11-01");
  EXPECT_EQ(as_of({"", "2026-10-10", ""}, today), "as of 2026-10-10 (a month old)");
  EXPECT_EQ(as_of({"", "2026-05", ""}, today), "as of 2026-05 (7 months old)");
  EXPECT_EQ(as_of({"", "2023-11-20", ""}, today), "as of 2023-11-20 (3 years old)");
  EXPECT_EQ(as_of({"", "some day", ""}, today), "as of some day");
}

}  // namespace
}  // namespace godwit::report
