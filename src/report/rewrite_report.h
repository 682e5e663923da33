// What `godwit rewrite` says beside its diff: what is left to a person, what has no effect, what
// was written (docs/rewrite.md).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "repo/apply.h"
#include "repo/rewrite.h"
#include "report/terminal.h"

namespace godwit::report {

struct RewriteReport {
  const repo::Proposal* proposal = nullptr;  // or nullptr: of a revert
  // What was written; nullptr: nothing was to be.
  const repo::Applied* applied = nullptr;
  bool reverted = false;
  std::string journal;

  // Nothing is left to a person.
  bool passed() const {
    return proposal == nullptr || (proposal->work.empty() && proposal->complete);
  }
};

std::string rewrite_text(const RewriteReport& report, const Terminal& terminal);
std::string rewrite_json(const RewriteReport& report);

}  // namespace godwit::report
