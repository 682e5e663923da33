// Fact C2: one name and type has one routing policy.
#include "check/effects.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

void look(const Subject& subject, Findings& findings) {
  for (const JudgedBatch& judged : judge(subject)) {
    for (const traffic::Finding& each : judged.effect.findings) {
      if (each.id != "policies-mixed") continue;
      const RecordChange* change = change_of(judged, each);
      // What is left out may be the very thing that makes it the other policy.
      if (change == nullptr || change->abbreviated) continue;
      tell(judged, each, "Name",
           "let an alias of one policy lead to names that have the other: a tree of aliases",
           findings);
    }
  }
}

}  // namespace

extern const Rule policies_mixed;
const Rule policies_mixed{
    .id = "policies-mixed",
    .severity = Severity::error,
    .title = "records of one name and type would follow more than one routing policy",
    .look = look};

}  // namespace godwit::check::rule
