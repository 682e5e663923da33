// The tables of docs/checks.md: every fact is found where they say, in the original runbook (where
// it is there) and in our rendition; and nothing else is.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "check/rule.h"
#include "check/subject_fixture.h"

namespace godwit::check {
namespace {

const std::filesystem::path source_dir = GODWIT_SOURCE_DIR;

// "451" is a line of the runbook, "scripts/deploy.sh:20" one of the repository.
using Line = std::string;

struct Row {
  std::string fact;  // empty in the second table
  std::vector<std::string> rules;
  std::vector<Line> original;
  std::vector<Line> ours;
  std::string why;
};

std::vector<std::string> listed(std::string_view cell) {
  std::vector<std::string> items;
  for (std::string_view item : split(cell, ',')) {
    std::string text(trim(item));
    std::erase(text, '`');
    if (!text.empty()) items.push_back(text);
  }
  return items;
}

// The rows of the table below a heading; each has as many cells as the heading of the table.
std::vector<std::vector<std::string>> table_below(const std::string& document,
                                                  const std::string& heading) {
  std::vector<std::vector<std::string>> rows;
  const std::size_t begin = document.find("\n" + heading + "\n");
  EXPECT_NE(begin, std::string::npos) << heading;
  if (begin == std::string::npos) return rows;
  bool within = false;
  for (std::string_view line : split(std::string_view(document).substr(begin + 1), '\n')) {
    if (!line.starts_with('|')) {
      if (within) break;
      continue;
    }
    within = true;
    std::vector<std::string> cells;
    for (std::string_view cell : split(line, '|')) cells.emplace_back(trim(cell));
    rows.emplace_back(cells.begin() + 1, cells.end() - 1);
  }
  if (rows.size() > 2) rows.erase(rows.begin(), rows.begin() + 2);
  return rows;
}

std::vector<Row> rows_of(bool facts) {
  const std::string document = testing::content_of(source_dir / "docs/checks.md");
  std::vector<Row> rows;
  for (auto& cells : table_below(document, facts ? "## Facts" : "## What else is found")) {
    if (!facts) cells.insert(cells.begin(), "");
    cells.resize(5);
    rows.push_back({cells[0], listed(cells[1]), listed(cells[2]), listed(cells[3]), cells[4]});
  }
  return rows;
}

Line line_of(const Finding& finding) {
  const Location& at = finding.span.at;
  return at.file == "runbook.md" ? std::to_string(at.line) : fmt::format("{}:{}", at.file, at.line);
}

void expect_table(const std::filesystem::path& runbook, std::vector<Line> Row::* lines) {
  testing::Files files;
  files.texts.emplace_back("runbook.md", testing::content_of(runbook));
  testing::add_repository(files, source_dir / "examples/medzen/repo");
  const auto made = testing::make_subject(files);
  const Outcome outcome = check(made->subject);
  std::map<Line, std::map<std::string, const Finding*>> found;
  for (const Finding& finding : outcome.findings) found[line_of(finding)][finding.rule] = &finding;

  std::set<std::pair<Line, std::string>> known;
  for (const bool facts : {true, false}) {
    for (const Row& row : rows_of(facts)) {
      for (const std::string& rule : row.rules) {
        EXPECT_NE(find_rule(rule), nullptr) << row.fact << ": there is no rule " << rule;
        const bool somewhere =
            (row.*lines).empty() || std::ranges::any_of(row.*lines, [&](const Line& line) {
              return found[line].contains(rule);
            });
        EXPECT_TRUE(somewhere) << row.fact << ": " << rule << " finds none of its lines";
      }
      for (const Line& line : row.*lines) {
        const bool hit = std::ranges::any_of(
            row.rules, [&](const std::string& rule) { return found[line].contains(rule); });
        EXPECT_TRUE(hit) << row.fact << ": line " << line << " has no finding of "
                         << join(row.rules, ", ");
        for (const std::string& rule : row.rules) known.emplace(line, rule);
      }
    }
  }
  for (const auto& [line, by_rule] : found) {
    for (const auto& [rule, finding] : by_rule) {
      if (finding->severity == Severity::note) continue;
      EXPECT_TRUE(known.contains({line, rule}))
          << "line " << line << " is in no table of docs/checks.md for " << rule << ": "
          << finding->message;
    }
  }
}

TEST(Facts, EachIsFoundOrHasAReason) {
  std::vector<std::string> facts;
  for (const auto& [group, count] : std::vector<std::pair<char, int>>{
           {'A', 11}, {'B', 13}, {'C', 12}, {'D', 15}, {'E', 7}, {'F', 7}}) {
    for (int i = 1; i <= count; ++i) facts.push_back(fmt::format("{}{}", group, i));
  }
  std::vector<std::string> listed_facts;
  std::size_t found = 0;
  for (const Row& row : rows_of(true)) {
    listed_facts.push_back(row.fact);
    EXPECT_EQ(row.original.empty(), !row.why.empty()) << row.fact;
    EXPECT_EQ(row.original.empty(), row.ours.empty()) << row.fact;
    EXPECT_TRUE(row.original.empty() || !row.rules.empty()) << row.fact;
    found += row.original.empty() ? 0 : 1;
  }
  EXPECT_EQ(listed_facts, facts);
  EXPECT_GE(found, 45U);
}

TEST(Facts, AreFoundInTheOriginalRunbook) {
  const std::filesystem::path original = source_dir / "../shared/runbook.md";
  if (!std::filesystem::exists(original)) {
    GTEST_SKIP() << "the original runbook is not beside this checkout";
  }
  expect_table(original, &Row::original);
}

TEST(Facts, AreFoundInOurRendition) {
  expect_table(source_dir / "examples/medzen/runbook.md", &Row::ours);
}

}  // namespace
}  // namespace godwit::check
