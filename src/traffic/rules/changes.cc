// Fact C6: what cannot be carried out fails the whole batch.
#include <fmt/format.h>

#include "traffic/rules.h"

namespace godwit::traffic::rule {

void record_exists(const Case& given, std::vector<Finding>& findings) {
  for (const Outcome& outcome : given.outcomes) {
    if (outcome.change->action != Action::create || outcome.possible) continue;
    const std::string record = title(outcome.change->record);
    findings.push_back(
        {.id = "record-exists",
         .fact = "C6",
         .severity = Severity::refused,
         .records = {record},
         .numbers = {{"changes_lost", static_cast<double>(given.batch.changes.size())}},
         .sentence = fmt::format("CREATE of {}, which exists already, fails the whole batch of {}; "
                                 "use UPSERT",
                                 record, given.batch.changes.size())});
  }
}

void record_missing(const Case& given, std::vector<Finding>& findings) {
  for (const Outcome& outcome : given.outcomes) {
    if (outcome.change->action != Action::remove || outcome.possible) continue;
    const std::string record = title(outcome.change->record);
    findings.push_back(
        {.id = "record-missing",
         .fact = "C6",
         .severity = Severity::refused,
         .records = {record},
         .numbers = {{"changes_lost", static_cast<double>(given.batch.changes.size())}},
         .sentence = fmt::format("DELETE of {}, which {}, fails the whole batch of {}", record,
                                 outcome.existed
                                     ? "has other values than those that it is to be deleted with"
                                     : "does not exist",
                                 given.batch.changes.size())});
  }
}

}  // namespace godwit::traffic::rule
