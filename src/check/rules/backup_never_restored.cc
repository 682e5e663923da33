// A backup that nobody has restored is a hope (the order that works, line 3).
// https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_backing_up_data_periodic_recovery_testing_data.html
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "check/deeds.h"
#include "check/passages.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

void look(const Subject& subject, Findings& findings) {
  if (!is_migration(subject)) return;
  const std::vector<Deed> deeds = deeds_of(subject);
  std::vector<const Deed*> backups;
  for (const Deed& deed : deeds) {
    if (deed.kind == Deed::Kind::restore) return;
    const bool counts = deed.kind == Deed::Kind::back_up && !deed.way_back && deed.of_document;
    if (counts) backups.push_back(&deed);
  }
  if (backups.empty()) return;
  constexpr std::array<std::string_view, 4> restores = {"restore", "restoring", "restoration",
                                                        "recovery test"};
  const bool told = std::ranges::any_of(passages_of(subject), [&](const Passage& passage) {
    return has_any_beginning(passage.plain, restores);
  });
  if (told) return;
  Finding& finding = findings.add(
      backups.front()->span,
      "this backup is never restored, neither to prove it nor on the way back: whether it can be, "
      "and how long that takes, comes out when it is too late",
      "restore it once into a scratch instance before the move, compare counts, and write down how "
      "long it took");
  for (std::size_t i = 1; i < backups.size(); ++i) {
    finding.related.push_back({backups[i]->span, "nor is this one"});
  }
}

}  // namespace

extern const Rule backup_never_restored;
const Rule backup_never_restored{.id = "backup-never-restored",
                                 .severity = Severity::warning,
                                 .title = "no step restores a backup",
                                 .look = look};

}  // namespace godwit::check::rule
