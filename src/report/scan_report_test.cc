#include "report/scan_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

namespace godwit::report {
namespace {

using boost::json::value;
using check::Severity;
using repo::Dependency;
using repo::Hit;
using repo::Use;
using repo::What;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view token = "ghp_notreallyatoken";

Hit hit_of(const std::string& file, int line, Use use, const std::string& role) {
  Hit hit;
  hit.at = {file, line, 5};
  hit.length = 9;
  hit.text = "eu-west-1";
  hit.literal.region = "eu-west-1";
  hit.use = use;
  hit.role = role;
  return hit;
}

// One of everything.
repo::Scan small() {
  repo::Scan scan;
  scan.files = 3;
  scan.bytes = 1200;
  scan.complete = false;
  scan.large = {"dump.sql"};
  Hit overridden = hit_of("a b/t.yaml", 7, Use::default_value, "source");
  overridden.name = "home";
  overridden.within = "Chat";
  overridden.overridden_by = "HOME";
  overridden.language = repo::Language::yaml;
  overridden.depends = {
      {Dependency::Kind::overridden, {"a b/t.yaml", 9, 3}, "Chat sets HOME"},
      {Dependency::Kind::used, {"d.sh", 2, 1}, "--region"},
      {Dependency::Kind::deployed, {}, "output Api of the stack calls in eu-west-1"}};
  scan.hits = {overridden, hit_of("a b/t.yaml", 8, Use::comment, "source"),
               hit_of("keys/" + std::string(token) + "/x.env", 1, Use::setting, "target"),
               hit_of("z.md", 1, Use::setting, "source")};
  scan.secrets = {
      {.at = {"keys/" + std::string(token) + "/x.env", 0, 6},
       .length = static_cast<int>(token.size()),
       .kind = "GitHub token",
       .in_name = true},
      {.at = {"keys/id_rsa", 0, 6}, .length = 6, .kind = "private key", .in_name = true},
      {.at = {"keys/id_rsa", 1, 1}, .length = 27, .kind = "private key"}};
  return scan;
}

ScanReport report_of(repo::Scan scan, Severity fail_on = Severity::error) {
  std::vector<std::string> because(scan.hits.size());
  if (because.size() == 4) because[3] = "it is history";
  return ScanReport(std::move(scan), std::move(because), fail_on);
}

const Terminal plain(false, "", "", 0);

TEST(ScanReport, ASecretIsAnErrorAndTheSourceInUseAWarning) {
  const ScanReport report = report_of(small());
  EXPECT_EQ(report.count(Severity::error), 3U);
  EXPECT_EQ(report.count(Severity::warning), 1U);
  EXPECT_EQ(report.count(Severity::note), 2U) << "a comment, and the target";
  EXPECT_EQ(report.excepted(), 1U);
  EXPECT_FALSE(report.passed());
}

TEST(ScanReport, FailsOnWhatItIsToldToFailOn) {
  repo::Scan scan = small();
  scan.secrets.clear();
  EXPECT_TRUE(report_of(scan, Severity::error).passed());
  EXPECT_FALSE(report_of(scan, Severity::warning).passed());
  scan.hits = {scan.hits[1], scan.hits[2]};
  EXPECT_TRUE(report_of(scan, Severity::warning).passed());
  EXPECT_FALSE(report_of(scan, Severity::note).passed());
  EXPECT_TRUE(report_of(repo::Scan(), Severity::note).passed());
}

TEST(ScanReport, JsonHasEverythingOnce) {
  const value json = boost::json::parse(scan_json(report_of(small())));
  EXPECT_EQ(json.at("schema"), "godwit.scan/1");
  EXPECT_EQ(json.at("passed"), false);
  EXPECT_EQ(json.at("complete"), false);
  EXPECT_EQ(json.at("left_out"), boost::json::parse(R"({"large":["dump.sql"],"unreadable":[]})"));
  EXPECT_EQ(json.at("totals"), boost::json::parse(R"({
      "files": 3, "bytes": 1200, "binary": 0, "remembered": 0, "hits": 4, "secrets": 3,
      "excepted": 1, "errors": 3, "warnings": 1, "notes": 2, "what": {"region": 4},
      "use": {"comment": 1, "default": 1, "setting": 2}, "role": {"source": 3, "target": 1}})"));
  EXPECT_EQ(json.at("hits").at(0), boost::json::parse(R"({
      "file": "a b/t.yaml", "line": 7, "column": 5, "length": 9, "text": "eu-west-1",
      "severity": "warning", "what": "region", "use": "default", "role": "source",
      "region": "eu-west-1", "language": "yaml", "name": "home", "within": "Chat",
      "overridden_by": "HOME",
      "depends": [
        {"kind": "overridden", "file": "a b/t.yaml", "line": 9, "column": 3,
         "words": "Chat sets HOME"},
        {"kind": "used", "file": "d.sh", "line": 2, "column": 1, "words": "--region"},
        {"kind": "deployed", "words": "output Api of the stack calls in eu-west-1"}]})"));
  EXPECT_EQ(json.at("hits").at(3).at("because"), "it is history");
  EXPECT_EQ(json.at("secrets").at(2), boost::json::parse(R"({
      "file": "keys/id_rsa", "line": 1, "column": 1, "length": 27, "kind": "private key"})"));
}

TEST(ScanReport, ATokenInANameIsShownNowhere) {
  const ScanReport report = report_of(small());
  for (const std::string& text :
       {scan_json(report), scan_sarif(report), scan_text(report, plain)}) {
    EXPECT_THAT(text, Not(HasSubstr(std::string(token))));
    EXPECT_THAT(text, HasSubstr("id_rsa")) << "what a key is called says nothing of it";
  }
  EXPECT_THAT(scan_text(report, plain),
              HasSubstr("keys/" + std::string(token.size(), '*') + "/x.env"));
}

TEST(ScanReport, TextSaysWhatHasNoEffect) {
  EXPECT_EQ(scan_text(report_of(small()), Terminal(false, "", "", 100)),
            "a b/t.yaml\n"
            "  7:5  region  default  source  eu-west-1  home\n"
            "       a change has no effect where Chat sets HOME: line 9\n"
            "       that is output Api of the stack calls in eu-west-1\n"
            "       used by --region (d.sh:2:1)\n"
            "  8:5  region  comment  source  eu-west-1\n"
            "\n"
            "keys/*******************/x.env\n"
            "  1:5  region  setting  target  eu-west-1\n"
            "\n"
            "z.md\n"
            "  1:5  region  setting  source  eu-west-1\n"
            "       stays: it is history\n"
            "\n"
            "secrets\n"
            "  GitHub token  keys/*******************/x.env (its name)\n"
            "  private key   keys/id_rsa (its name)\n"
            "  private key   keys/id_rsa:1:1\n"
            "\n"
            "left out, too large: dump.sql\n"
            "not passed: 3 secrets, 1 literal of the source in use, 2 other literals, 1 that stay "
            "in 3 files with 1.2 kB, not all\n");
}

TEST(ScanReport, SarifHasARuleForEachKindAndPrintsThatLast) {
  const value log = boost::json::parse(scan_sarif(report_of(small())));
  const value& run = log.at("runs").at(0);
  const auto& rules = run.at("tool").at("driver").at("rules").as_array();
  for (const value& result : run.at("results").as_array()) {
    EXPECT_EQ(rules.at(result.at("ruleIndex").as_int64()).at("id"), result.at("ruleId"));
  }
  const value& first = run.at("results").at(0);
  EXPECT_EQ(first.at("level"), "warning");
  EXPECT_THAT(first.at("message").at("text").as_string(),
              HasSubstr("A change here has no effect where Chat sets HOME"));
  EXPECT_EQ(first.at("locations").at(0).at("physicalLocation").at("artifactLocation").at("uri"),
            "a%20b/t.yaml");
  EXPECT_EQ(first.at("relatedLocations").as_array().size(), 2U);
  EXPECT_EQ(run.at("results").at(3).at("suppressions").at(0).at("justification"), "it is history");
}

TEST(ScanReport, FingerprintsAreThoseOfTheLiteralNotOfItsLine) {
  const auto fingerprints = [](const repo::Scan& scan) {
    std::vector<std::string> all;
    const value log = boost::json::parse(scan_sarif(report_of(scan)));
    for (const value& result : log.at("runs").at(0).at("results").as_array()) {
      all.emplace_back(result.at("partialFingerprints").at("godwit/v1").as_string());
    }
    return all;
  };
  const repo::Scan scan = small();
  repo::Scan moved = scan;
  for (Hit& hit : moved.hits) hit.at.line += 10;
  EXPECT_EQ(fingerprints(scan), fingerprints(moved));
  const auto all = fingerprints(scan);
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size());
}

TEST(ScanReport, OddBytesMakeNoOddOutput) {
  repo::Scan scan;
  scan.hits = {hit_of("a\xFF\x1b[31m", 1, Use::setting, "")};
  scan.hits[0].text = "s3://\xFF\x1b[31m";
  const ScanReport report(scan, {}, Severity::error);
  EXPECT_NO_THROW(boost::json::parse(scan_json(report)));
  EXPECT_NO_THROW(boost::json::parse(scan_sarif(report)));
  EXPECT_THAT(scan_text(report, plain), AllOf(HasSubstr("s3://"), Not(HasSubstr("\x1b"))));
}

}  // namespace
}  // namespace godwit::report
