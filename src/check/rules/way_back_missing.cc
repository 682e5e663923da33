// Every step has a way back, or the document says that there is none.
#include <algorithm>

#include "check/batches.h"
#include "check/cutovers.h"
#include "check/passages.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

void look(const Subject& subject, Findings& findings) {
  if (!is_migration(subject)) return;
  const std::vector<Cutover> cutovers = cutovers_of(subject);
  if (cutovers.empty()) return;
  for (const Document& document : subject.documents) {
    if (way_back_title(document.content)) return;
  }
  const bool goes_back = std::ranges::any_of(
      record_batches(subject), [](const RecordBatch& batch) { return batch.goes_back; });
  if (goes_back) return;
  const bool told = std::ranges::any_of(passages_of(subject), [](const Passage& passage) {
    return has_beginning(passage.plain, "rollback") || has_beginning(passage.plain, "roll back") ||
           has_beginning(passage.plain, "way back") || has_beginning(passage.plain, "revert") ||
           has_beginning(passage.plain, "rolled back");
  });
  if (told) return;
  findings.add(cutovers.front().span,
               "users are sent to the target, and the document has no way back",
               "write down, before the cutover, the change that gives the source its weight again, "
               "what is replicated back, and which settings go back with it");
}

}  // namespace

extern const Rule way_back_missing;
const Rule way_back_missing{.id = "way-back-missing",
                            .severity = Severity::warning,
                            .title = "a cutover has no way back",
                            .look = look};

}  // namespace godwit::check::rule
