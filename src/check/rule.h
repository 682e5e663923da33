// Rule: looks at what is checked for one thing. One file in rules/ and one line in rules.cc each;
// what happens on AWS, with a source, an example and the remedy, is its page: docs/checks/ID.md.
#pragma once

#include <span>
#include <string_view>

#include "check/finding.h"
#include "check/subject.h"

namespace godwit::check {

struct Rule {
  std::string_view id;  // "capture-output-missing": letters and '-'
  Severity severity = Severity::error;
  std::string_view title;  // one line, for lists: "an output is asked for that no template has"
  // Pure: the same subject, the same findings, in the same order. Never fails: what it cannot
  // know it says nothing of, or says as a note why.
  void (*look)(const Subject& subject, Findings& findings) = nullptr;
};

// The visible list, in the order in which people read about them.
std::span<const Rule* const> rules();
const Rule* find_rule(std::string_view id);  // nullptr: there is none

// What all rules find, ordered by file and place; of one place, in the order of the rules.
std::vector<Finding> look(const Subject& subject);

}  // namespace godwit::check
