// Fact C7: UPSERT of a set identifier that is not there adds a record beside those that are.
#include "check/effects.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

void look(const Subject& subject, Findings& findings) {
  for (const JudgedBatch& judged : judge(subject)) {
    for (const traffic::Finding& each : judged.effect.findings) {
      const RecordChange* change = change_of(judged, each);
      if (each.id != "set-identifier-added" || change == nullptr) continue;
      if (!change->knows("SetIdentifier")) continue;
      const auto kept = each.numbers.find("share_of_kept");
      constexpr double nobody = 0.005;
      if (kept == each.numbers.end() || kept->second < nobody) continue;
      const traffic::RecordSet& record =
          judged.batch.batch.changes[static_cast<std::size_t>(change - judged.batch.changes.data())]
              .record;
      if (!judged.batch.goes_back &&
          !wants_everybody(judged.batch, record.name + " " + record.type)) {
        continue;
      }
      tell(judged, each, "SetIdentifier",
           "write the set identifiers that are there, all of them in one batch: the new weight of "
           "one and 0 of the others",
           findings);
    }
  }
}

}  // namespace

extern const Rule set_identifier_added;
const Rule set_identifier_added{
    .id = "set-identifier-added",
    .severity = Severity::error,
    .title = "a new set identifier leaves the records that are there as they are",
    .look = look};

}  // namespace godwit::check::rule
