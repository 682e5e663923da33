// Fact C12: a record moves those alone who ask for it.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "traffic/rules.h"

namespace godwit::traffic::rule {

void name_unused(const Case& given, std::vector<Finding>& findings) {
  const auto& hosts = given.situation.called_hosts;
  if (hosts.empty()) return;
  std::set<std::string> judged;
  for (const TouchedGroup& group : given.groups) {
    const bool is_address = group.type == "A" || group.type == "AAAA" || group.type == "CNAME";
    if (!is_address || !judged.insert(group.name).second) continue;
    const bool used = std::ranges::any_of(hosts, [&](const std::string& host) {
      return leads_to(given.before, host, group.name) || leads_to(given.after, host, group.name);
    });
    if (used) continue;
    Finding finding{.id = "name-unused", .fact = "C12", .severity = Severity::warning};
    for (const RecordSet* record : group.after) finding.records.push_back(title(*record));
    finding.numbers["hosts_called"] = static_cast<double>(hosts.size());
    finding.sentence = fmt::format(
        "no client calls {}, or a name that leads to it: its records move nobody", group.name);
    findings.push_back(std::move(finding));
  }
}

// What clients call by a name of somebody else's, such as a raw execute-api URL, stays where it is.
void host_out_of_reach(const Case& given, std::vector<Finding>& findings) {
  const auto& hosts = given.situation.called_hosts;
  std::vector<std::string> strange;
  for (const std::string& host : hosts) {
    if (given.after.zone_of(host) == nullptr) strange.push_back(canonical_name(host));
  }
  if (strange.empty()) return;
  findings.push_back(
      {.id = "host-out-of-reach",
       .fact = "C12",
       .severity = Severity::warning,
       .numbers = {{"hosts_called", static_cast<double>(hosts.size())},
                   {"hosts_out_of_reach", static_cast<double>(strange.size())}},
       .sentence = fmt::format("clients call {}, which no record of these zones can move",
                               join(strange, ", "))});
}

}  // namespace godwit::traffic::rule
