// Fact F4: users are sent to the target before anybody has tested it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "check/cutovers.h"
#include "check/day_ranges.h"
#include "check/passages.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

constexpr std::array<std::string_view, 8> of_tests = {
    "test", "tests", "testing", "validation", "rehearsal", "dry run", "dry-run", "smoke"};

struct Test {
  Span span;
  std::string title;
  int section = 0;
};

// Titles, and bold labels that stand for titles, that are about tests.
std::vector<Test> tests_of(const markdown::Document& document) {
  std::vector<Test> tests;
  for (std::size_t i = 0; i < document.sections.size(); ++i) {
    const SourceText& title = document.sections[i].title;
    if (!has_any_word(title.content(), of_tests) || is_way_back(document, static_cast<int>(i))) {
      continue;
    }
    tests.push_back({span_of(title, 0, title.content().size()), markdown::plain(title.content()),
                     static_cast<int>(i)});
  }
  return tests;
}

void look_at(const Subject& subject, const Cutover& cutover, Findings& findings) {
  const Script& script = subject.scripts[subject.commands[cutover.command].script];
  if (script.document < 0 || script.code < 0) return;
  const markdown::Document& document =
      subject.documents[static_cast<std::size_t>(script.document)].content;
  const int section = document.code[static_cast<std::size_t>(script.code)].section;
  const std::vector<SectionDays> days = days_of_sections(document);
  const auto& on = days[static_cast<std::size_t>(section)].days;
  // The nearest section around it that has days.
  std::optional<DayRange> moved = on;
  for (int up = section; !moved && up >= 0;
       up = document.sections[static_cast<std::size_t>(up)].parent) {
    moved = days[static_cast<std::size_t>(up)].days;
  }
  std::vector<Test> after;
  std::optional<DayRange> first;
  for (const Test& test : tests_of(document)) {
    const auto& range = days[static_cast<std::size_t>(test.section)].days;
    const bool later = moved && range ? range->first > moved->last : test.section > section;
    // Tests before it: what comes after is the last look, as it should be.
    if (!later) return;
    if (range && (!first || range->first < first->first)) first = range;
    after.push_back(test);
  }
  if (after.empty()) return;
  std::string message = "this sends users to the target";
  if (moved && first) {
    message +=
        fmt::format(" by day {}, and the first test of it is on day {}", moved->last, first->first);
  } else {
    message += fmt::format(", and the first test of it comes after: '{}'", after.front().title);
  }
  Finding& finding = findings.add(
      cutover.span, std::move(message),
      "test the target by its own address first, without users; what comes after the cutover "
      "confirms only");
  constexpr std::size_t most = 5;
  for (std::size_t i = 0; i < after.size() && i < most; ++i) {
    finding.related.push_back({after[i].span, "a test, after the cutover"});
  }
}

void look(const Subject& subject, Findings& findings) {
  std::vector<int> seen;  // documents
  for (const Cutover& cutover : cutovers_of(subject)) {
    const Script& script = subject.scripts[subject.commands[cutover.command].script];
    if (std::ranges::find(seen, script.document) != seen.end()) continue;
    seen.push_back(script.document);
    look_at(subject, cutover, findings);
  }
}

}  // namespace

extern const Rule cutover_before_tests;
const Rule cutover_before_tests{.id = "cutover-before-tests",
                                .severity = Severity::error,
                                .title = "users are sent to the target before any test of it",
                                .look = look};

}  // namespace godwit::check::rule
