#include "check/cutovers.h"

#include <algorithm>
#include <string>

#include "check/batches.h"

namespace godwit::check {
namespace {

// Does a change name the target region, and send anybody there?
bool leads_to(const RecordChange& change, const std::string& region) {
  const Field* action = change.field("Action");
  if (action != nullptr && action->text == "DELETE") return false;
  const Field* type = change.field("Type");
  if (type != nullptr && type->text != "A" && type->text != "AAAA" && type->text != "CNAME") {
    return false;
  }
  bool named = false;
  bool nobody = false;
  for (const auto& [path, field] : change.fields) {
    named = named || field.text.find(region) != std::string::npos;
    nobody = nobody || (path == "Weight" && field.text == "0") ||
             (path == "Failover" && field.text == "SECONDARY");
  }
  return named && !nobody;
}

}  // namespace

std::vector<Cutover> cutovers_of(const Subject& subject) {
  std::vector<Cutover> cutovers;
  const std::string& region = subject.migration.target.region;
  if (region.empty()) return cutovers;
  for (const RecordBatch& batch : record_batches(subject)) {
    if (batch.goes_back) continue;
    const bool leads = std::ranges::any_of(
        batch.changes, [&](const RecordChange& change) { return leads_to(change, region); });
    if (leads) cutovers.push_back({batch.command, batch.span});
  }
  return cutovers;
}

}  // namespace godwit::check
