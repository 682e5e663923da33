#include "traffic/batch.h"

#include <algorithm>

namespace godwit::traffic {

std::string_view to_string(Action action) {
  switch (action) {
    case Action::create:
      return "CREATE";
    case Action::upsert:
      return "UPSERT";
    case Action::remove:
      return "DELETE";
  }
  return "";
}

bool same_identity(const RecordSet& a, const RecordSet& b) {
  return a.name == b.name && a.type == b.type && a.set_identifier == b.set_identifier;
}

Intended intend(const Zone& zone, const Batch& batch) {
  Intended result{zone, {}};
  std::vector<RecordSet>& records = result.zone.records;
  for (const Change& change : batch.changes) {
    const auto found = std::ranges::find_if(
        records, [&](const RecordSet& record) { return same_identity(record, change.record); });
    Outcome outcome{&change, found != records.end(), true};
    switch (change.action) {
      case Action::create:
        outcome.possible = !outcome.existed;
        if (outcome.possible) records.push_back(change.record);
        break;
      case Action::upsert:
        if (outcome.existed) {
          *found = change.record;
        } else {
          records.push_back(change.record);
        }
        break;
      case Action::remove:
        outcome.possible = outcome.existed && *found == change.record;
        if (outcome.possible) records.erase(found);
        break;
    }
    result.outcomes.push_back(outcome);
  }
  return result;
}

}  // namespace godwit::traffic
