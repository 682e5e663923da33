#include <algorithm>
#include <iterator>
#include <tuple>

#include "check/rule.h"

// The visible list: a rule is one line here, and one file rules/ID.cc (with '_' for '-') that
// defines `extern const Rule ID`.
#define GODWIT_RULES(X)  \
  /* capability */       \
  /* placement */        \
  /* capture */          \
  /* templates */        \
  /* records */          \
  /* data */             \
  /* residency */        \
  /* order */            \
  /* claims */           \
  /* commands */         \
  /* documents */        \
  /* exceptions */       \
  X(suppression_invalid) \
  X(suppression_unused)

namespace godwit::check {
namespace rule {
#define GODWIT_DECLARE(name) extern const Rule name;
GODWIT_RULES(GODWIT_DECLARE)
#undef GODWIT_DECLARE
}  // namespace rule

std::span<const Rule* const> rules() {
#define GODWIT_LIST(name) &rule::name,
  static const Rule* const list[] = {GODWIT_RULES(GODWIT_LIST) nullptr};
#undef GODWIT_LIST
  return {list, std::size(list) - 1};
}

const Rule* find_rule(std::string_view id) {
  const auto found = std::ranges::find(rules(), id, [](const Rule* rule) { return rule->id; });
  return found == rules().end() ? nullptr : *found;
}

std::vector<Finding> look(const Subject& subject) {
  std::vector<Finding> all;
  for (const Rule* rule : rules()) {
    Findings findings(rule->id, rule->severity, all);
    rule->look(subject, findings);
  }
  std::ranges::stable_sort(all, {}, [](const Finding& finding) {
    const Location& at = finding.span.at;
    return std::tie(at.file, at.line, at.column);
  });
  return all;
}

}  // namespace godwit::check
