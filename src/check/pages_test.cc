// Each rule's page is its test: what is under "Found" is found at these places, what is under "Left
// alone" is left alone, and the rule has a page with a source.
#include "check/pages.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "base/text.h"
#include "check/rule.h"
#include "check/subject_fixture.h"

namespace godwit::check {
namespace {

// A part of a page below a "## " heading.
struct Part {
  std::string heading;
  std::string prose;
  testing::Files files;
};

// Pages are plain: headings begin with '#', examples stand between lines of tildes.
std::vector<Part> parts_of(std::string_view page) {
  std::vector<Part> parts = {{}};
  std::string fence;
  for (std::string_view line : split(page, '\n')) {
    if (!fence.empty()) {
      if (line == fence) {
        fence.clear();
      } else {
        parts.back().files.texts.back().second += std::string(line) + '\n';
      }
    } else if (line.starts_with("~~~")) {
      const std::size_t tildes = std::min(line.find_first_not_of('~'), line.size());
      fence = line.substr(0, tildes);
      const std::string_view information = trim(line.substr(tildes));
      const std::size_t space = information.find(' ');
      const std::string_view name =
          space == std::string_view::npos ? std::string_view() : trim(information.substr(space));
      EXPECT_FALSE(name.empty()) << "an example without a file's name: " << line;
      parts.back().files.texts.emplace_back(name, "");
    } else if (line.starts_with("## ")) {
      parts.push_back({.heading = std::string(trim(line.substr(3)))});
    } else {
      parts.back().prose += std::string(line) + '\n';
    }
  }
  EXPECT_EQ(fence, "") << "an example that never ends";
  return parts;
}

// All `file:line:column` in a text, sorted.
std::vector<std::string> places_in(const std::string& prose) {
  static const std::regex place("`([^`\\s]+:[0-9]+:[0-9]+)`");
  std::vector<std::string> places;
  for (std::sregex_iterator at(prose.begin(), prose.end(), place), end; at != end; ++at) {
    places.push_back((*at)[1]);
  }
  std::ranges::sort(places);
  return places;
}

bool ends_in_a_full_stop(const std::string& text) {
  return text.ends_with('.') && !text.ends_with("...");
}

std::string told(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    text += fmt::format("  {} {}: {}: {}\n    {}\n", testing::place_of(finding), finding.rule,
                        to_string(finding.severity), finding.message, finding.remedy);
  }
  return text;
}

struct PageTest : ::testing::TestWithParam<const Rule*> {};

TEST_P(PageTest, SaysWhatTheRuleDoes) {
  const Rule& rule = *GetParam();
  const std::string_view page = page_of(rule.id);
  ASSERT_FALSE(page.empty()) << "there is no docs/checks/" << rule.id << ".md";
  const std::vector<Part> parts = parts_of(page);
  std::size_t found_parts = 0;
  std::size_t clean_parts = 0;
  bool happens = false;
  bool instead = false;
  bool source = false;
  for (const Part& part : parts) {
    happens = happens || part.heading == "What happens";
    instead = instead || part.heading == "Instead";
    source = source || (part.heading == "Source" && !trim(part.prose).empty());
    const bool found = part.heading.starts_with("Found");
    const bool clean = part.heading.starts_with("Left alone");
    if (!found && !clean) continue;
    found_parts += found;
    clean_parts += clean;
    SCOPED_TRACE(fmt::format("docs/checks/{}.md, \"{}\" {}", rule.id, part.heading,
                             found ? found_parts : clean_parts));
    ASSERT_FALSE(part.files.texts.empty()) << "no example";
    const auto made = testing::make_subject(part.files);
    const Outcome outcome = check(made->subject);
    std::vector<std::string> places;
    for (const Finding& finding : outcome.findings) {
      if (finding.rule != rule.id) continue;
      places.push_back(testing::place_of(finding));
      EXPECT_NE(finding.message, "");
      EXPECT_NE(finding.remedy, "");
      EXPECT_FALSE(ends_in_a_full_stop(finding.message)) << finding.message;
      EXPECT_FALSE(ends_in_a_full_stop(finding.remedy)) << finding.remedy;
    }
    std::ranges::sort(places);
    const std::vector<std::string> expected =
        found ? places_in(part.prose) : std::vector<std::string>();
    if (found) EXPECT_FALSE(expected.empty()) << "no `file:line:column` before the example";
    EXPECT_EQ(places, expected) << "all that is found:\n" << told(outcome.findings);
  }
  EXPECT_TRUE(happens && source && instead) << "\"What happens\", \"Source\" and \"Instead\"";
  EXPECT_GT(found_parts, 0U);
  EXPECT_GT(clean_parts, 0U);
  // The first lines: the id, the title, the severity.
  const std::vector<std::string_view> lines = split(page, '\n');
  EXPECT_EQ(lines.front(), fmt::format("# {}", rule.id));
  std::string title(rule.title);
  std::string said;
  for (const std::string_view line : std::span(lines).subspan(1)) {
    if (line.starts_with("Severity:")) break;
    if (!line.empty()) said += (said.empty() ? "" : " ") + std::string(line);
  }
  if (said.ends_with('.')) said.pop_back();
  EXPECT_EQ(to_lower(said), to_lower(title));
  EXPECT_TRUE(page.contains(fmt::format("\nSeverity: {}", to_string(rule.severity))));
}

std::string name_of(const ::testing::TestParamInfo<const Rule*>& rule) {
  std::string name(rule.param->id);
  std::ranges::replace(name, '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Rules, PageTest, ::testing::ValuesIn(rules().begin(), rules().end()),
                         name_of);

TEST(Pages, AreOfRulesThatThereAre) {
  for (const Page& page : pages()) EXPECT_NE(find_rule(page.rule), nullptr) << page.rule;
}

TEST(Rules, HaveIdsOfLettersAndTitlesOfOneLine) {
  std::vector<std::string_view> ids;
  for (const Rule* rule : rules()) {
    EXPECT_EQ(rule->id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"),
              std::string_view::npos)
        << rule->id;
    EXPECT_FALSE(rule->title.contains('\n') || rule->title.ends_with('.')) << rule->title;
    EXPECT_TRUE(std::ranges::find(ids, rule->id) == ids.end()) << "twice: " << rule->id;
    ids.push_back(rule->id);
  }
}

}  // namespace
}  // namespace godwit::check
