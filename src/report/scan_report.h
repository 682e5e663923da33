// ScanReport: what `godwit scan` says, in three forms (docs/scan.md).
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "check/finding.h"
#include "repo/scan.h"
#include "report/terminal.h"

namespace godwit::report {

class ScanReport {
 public:
  // `because`: of each hit the reason for which the plan leaves it as it is; or empty. It has no
  // entries where there is no plan.
  ScanReport(repo::Scan scan, std::vector<std::string> because, check::Severity fail_on);

  const repo::Scan& scan() const { return scan_; }
  check::Severity fail_on() const { return fail_on_; }
  const std::string& because(std::size_t hit) const;
  check::Severity severity(std::size_t hit) const;
  std::size_t count(check::Severity severity) const;  // without what is excepted
  std::size_t excepted() const;
  bool passed() const;

  // As it may be shown: a token in it is stars.
  const std::string& path(const std::string& path) const;

 private:
  repo::Scan scan_;
  std::vector<std::string> because_;
  check::Severity fail_on_;
  std::map<std::string, std::string> masked_;  // paths with tokens in them
};

std::string scan_text(const ScanReport& report, const Terminal& terminal);
std::string scan_json(const ScanReport& report);
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
std::string scan_sarif(const ScanReport& report);

std::string_view to_string(repo::Dependency::Kind kind);  // "overridden"

}  // namespace godwit::report
