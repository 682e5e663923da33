// CheckReport: what `godwit check` says, in three forms (docs/checks.md).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/time.h"
#include "check/suppressions.h"
#include "check/texts.h"
#include "report/terminal.h"

namespace godwit::report {

struct CheckReport {
  std::vector<std::string> files;    // that were given
  std::size_t repository_files = 0;  // that were read beside them
  check::Outcome outcome;
  const check::Texts* texts = nullptr;  // borrowed
  check::Severity fail_on = check::Severity::error;
  Time today;

  bool passed() const;
  std::size_t count(check::Severity severity) const;
};

std::string check_text(const CheckReport& report, const Terminal& terminal);
std::string check_json(const CheckReport& report);
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
std::string check_sarif(const CheckReport& report);

// "as of 2025-12-11 (11 months old)"; how old only where it is older than a month.
std::string as_of(const check::Basis& basis, Time today);

}  // namespace godwit::report
