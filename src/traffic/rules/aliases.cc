// Facts C3 and C8: which zone an alias names, and that it has no TTL.
#include <fmt/format.h>

#include "catalog/catalog.h"
#include "traffic/rules.h"
#include "traffic/zone_index.h"

namespace godwit::traffic::rule {

void ttl_of_alias(const Case& given, std::vector<Finding>& findings) {
  for (const RecordSet* record : given.written()) {
    if (!record->alias || record->ttl == Duration(0)) continue;
    const double ttl_s = std::chrono::duration<double>(record->ttl).count();
    findings.push_back(
        {.id = "ttl-of-alias",
         .fact = "C8",
         .severity = Severity::refused,
         .records = {title(*record)},
         .numbers = {{"ttl_s", ttl_s}},
         .sentence = fmt::format("{} is an alias with a TTL of {:g} s of its own; an "
                                 "alias has its target's",
                                 title(*record), ttl_s)});
  }
}

void zone_of_alias(const Case& given, std::vector<Finding>& findings) {
  for (const RecordSet* record : given.written()) {
    if (!record->alias) continue;
    const std::string target = canonical_name(record->alias->name);
    const bool within = lies_within(target, given.zone.name);
    const std::string_view needed =
        within ? std::string_view(given.zone.id) : catalog::hosted_zone_of_endpoint(target);
    if (needed.empty() || needed == record->alias->zone) continue;
    findings.push_back(
        {.id = "zone-of-alias",
         .fact = "C3",
         .severity = Severity::refused,
         .records = {title(*record)},
         .sentence = fmt::format(
             "{} names the hosted zone {}, but {} is {} {}", title(*record), record->alias->zone,
             target, within ? "a name of this zone," : "of its service and region's zone",
             needed)});
  }
}

}  // namespace godwit::traffic::rule
