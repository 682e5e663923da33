// Fact C6: a batch is carried out in whole or not at all.
#include <fmt/format.h>

#include <algorithm>

#include "check/effects.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

bool has_action(const JudgedBatch& judged, traffic::Action action) {
  return std::ranges::find(judged.batch.batch.changes, action, &traffic::Change::action) !=
         judged.batch.batch.changes.end();
}

void look(const Subject& subject, Findings& findings) {
  for (const JudgedBatch& judged : judge(subject)) {
    bool found = false;
    for (const traffic::Finding& each : judged.effect.findings) {
      if (each.id != "record-exists") continue;
      found = true;
      tell(judged, each, "Action", "write UPSERT, which makes the record or updates it", findings);
    }
    // Nobody knows what is there. But whoever writes both words thinks that some of it may be.
    if (found || !has_action(judged, traffic::Action::upsert)) continue;
    for (std::size_t i = 0; i < judged.batch.changes.size(); ++i) {
      const traffic::Change& change = judged.batch.batch.changes[i];
      if (change.action != traffic::Action::create || judged.from_account) continue;
      findings
          .add(judged.batch.changes[i].at("Action"),
               fmt::format("CREATE fails the whole batch of {} where {} is there already, so the "
                           "step cannot be carried out a second time",
                           judged.batch.changes.size(), traffic::title(change.record)),
               "write UPSERT, as for the other record")
          .severity = Severity::note;
    }
  }
}

}  // namespace

extern const Rule record_exists;
const Rule record_exists{
    .id = "record-exists",
    .severity = Severity::error,
    .title = "a record is created that is there already, which fails the whole batch",
    .look = look};

}  // namespace godwit::check::rule
