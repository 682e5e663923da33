// The journal says what happened, and nothing else: every call that the account's front door saw
// has its intent, everything that is said to be applied was, nothing refused was, nobody acted
// after somebody else had the run, and nothing was made twice. See audit_check.h.
#include "base/text.h"
#include "rehearse/invariant.h"

namespace godwit::rehearse {

std::optional<Verdict> judge_journal_matches(const Case& of) {
  const Evidence& evidence = of.evidence;
  const AuditReport report =
      check_audit(evidence.journal, evidence.trail, evidence.tenures, evidence.local_changes);
  Verdict verdict;
  verdict.held = report.wrong.empty();
  if (verdict.held) {
    verdict.detail = fmt::format("{} intents, {} effects, each of which has one",
                                 group_digits(report.intents), group_digits(report.effects));
  } else {
    verdict.detail =
        fmt::format("{} call{} on which the journal and the account's trail disagree",
                    group_digits(report.wrong.size()), report.wrong.size() == 1 ? "" : "s");
    verdict.first = report.wrong.front();
  }
  return verdict;
}

}  // namespace godwit::rehearse
