// Fact C6: a record is deleted that is not there just so.
#include "check/effects.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

void look(const Subject& subject, Findings& findings) {
  for (const JudgedBatch& judged : judge(subject)) {
    // What is in the zone is known from the account alone.
    if (!judged.from_account || judged.batch.goes_back) continue;
    for (const traffic::Finding& each : judged.effect.findings) {
      if (each.id != "record-missing") continue;
      const RecordChange* change = change_of(judged, each);
      if (change == nullptr || change->abbreviated) continue;
      bool all_known = true;
      for (const auto& [path, field] : change->fields) all_known = all_known && field.known;
      if (!all_known) continue;
      tell(judged, each, "Action",
           "delete it with the values that it has: `aws route53 list-resource-record-sets` shows "
           "them",
           findings);
    }
  }
}

}  // namespace

extern const Rule record_missing;
const Rule record_missing{
    .id = "record-missing",
    .severity = Severity::error,
    .title = "a record is deleted that is not there just so, which fails the whole batch",
    .look = look};

}  // namespace godwit::check::rule
