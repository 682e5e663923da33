// Suppressions: findings that are meant to be so, with the reason (docs/checks.md, "What is meant
// to be so"): HTML comments of documents, and exceptions of plans.
#pragma once

#include <string>
#include <vector>

#include "check/finding.h"
#include "check/subject.h"

namespace godwit::check {

struct Suppression {
  std::string rule;  // id
  std::string because;
  Span span;            // where it is written
  int first_line = 0;   // of the comment's file; 0 in a plan: its subject says what is meant
  int last_line = 0;    // the last one too
  std::string subject;  // of a plan's
};

struct Allowed {
  Finding finding;
  std::string because;
  Span by;
};

struct Outcome {
  std::vector<Finding> findings;  // what is left, and what is wrong with suppressions
  std::vector<Allowed> allowed;
};

// What stands in the documents and in the plan. What is no use is told to `invalid`, as findings of
// the rule suppression-invalid.
std::vector<Suppression> read_suppressions(const Subject& subject, std::vector<Finding>& invalid);

// What all rules find, without what is allowed; both ordered by file and place.
Outcome check(const Subject& subject);
// The same, of findings that are there already.
Outcome without_allowed(const Subject& subject, std::vector<Finding> findings);

}  // namespace godwit::check
