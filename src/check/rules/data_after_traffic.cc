// Fact E4: users are sent to the target while data is not there yet.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "check/cutovers.h"
#include "check/deeds.h"
#include "check/passages.h"
#include "check/rule.h"
#include "check/stores.h"

namespace godwit::check::rule {
namespace {

void look(const Subject& subject, Findings& findings) {
  if (!is_migration(subject)) return;
  const std::vector<Cutover> cutovers = cutovers_of(subject);
  if (cutovers.empty() || moves_unseen(subject)) return;
  const Cutover& first = cutovers.front();
  const std::vector<Deed> deeds = deeds_of(subject);
  std::vector<std::string> missing;
  std::vector<Related> related;
  for (const Store& store : stores_of(subject, passages_of(subject), deeds)) {
    if (store.region != subject.migration.source.region || store.stays || store.told) continue;
    const Moved move = moved(store, subject, deeds);
    if (move.yes && move.deed < 0) continue;
    if (move.yes) {
      const Deed& deed = deeds[static_cast<std::size_t>(move.deed)];
      if (deed.command < first.command || !deed.of_document) continue;
      related.push_back({deed.span, fmt::format("{} is moved only here", store.label())});
    } else {
      related.push_back({store.span, fmt::format("{} is not moved at all", store.label())});
    }
    missing.push_back(store.label());
  }
  if (missing.empty()) return;
  findings
      .add(first.span,
           fmt::format("users are sent to {} before their data is there: {}",
                       subject.migration.target.region, join(missing, ", ")),
           "move every store first, wait until nothing is pending, compare both sides, and only "
           "then change records")
      .related = std::move(related);
}

}  // namespace

extern const Rule data_after_traffic;
const Rule data_after_traffic{.id = "data-after-traffic",
                              .severity = Severity::error,
                              .title = "users are sent to the target before their data",
                              .look = look};

}  // namespace godwit::check::rule
