// Fact C12: a record moves those alone who ask for it.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "check/called_hosts.h"
#include "check/effects.h"
#include "check/plan_tree.h"
#include "check/rule.h"
#include "traffic/rules.h"

namespace godwit::check::rule {
namespace {

// Do questions for any of the hosts come to the name?
bool is_called(const JudgedBatch& judged, const std::vector<std::string>& hosts,
               const std::string& name) {
  const traffic::Zones zones(judged.effect.zones, judged.situation.collections);
  return std::ranges::any_of(
      hosts, [&](const std::string& host) { return traffic::leads_to(zones, host, name); });
}

std::string some_of(const std::vector<std::string>& hosts) {
  constexpr std::size_t most = 2;
  const std::vector<std::string> first(
      hosts.begin(), hosts.begin() + static_cast<std::ptrdiff_t>(std::min(hosts.size(), most)));
  return hosts.size() > most ? fmt::format("{} and {} more", join(first, ", "), hosts.size() - most)
                             : join(first, " and ");
}

void look_at_batches(const Subject& subject, Findings& findings) {
  const std::vector<CalledHost> called = called_hosts(subject);
  // Without one that calls a region's own endpoint nobody knows who the clients are.
  const auto raw = std::ranges::find_if(called, &CalledHost::of_region);
  if (raw == called.end()) return;
  std::vector<std::string> known;
  std::vector<std::string> of_region;
  for (const CalledHost& host : called) {
    constexpr std::size_t most = 1000;
    if (host.known && known.size() < most && std::ranges::find(known, host.host) == known.end()) {
      known.push_back(host.host);
    }
    if (host.of_region && std::ranges::find(of_region, host.host) == of_region.end()) {
      of_region.push_back(host.host);
    }
  }
  if (subject.account != nullptr) known.push_back(subject.account->workload.hostname);
  std::vector<std::string> told;
  for (const JudgedBatch& judged : judge(subject)) {
    if (judged.batch.goes_back) continue;
    for (std::size_t i = 0; i < judged.batch.changes.size(); ++i) {
      const traffic::RecordSet& record = judged.batch.batch.changes[i].record;
      const bool answers = record.type == "A" || record.type == "AAAA" || record.type == "CNAME";
      // A name that validates a certificate, or is not known, is nobody's to call.
      if (!answers || record.name.starts_with('_') || !judged.batch.changes[i].knows("Name")) {
        continue;
      }
      if (std::ranges::find(told, record.name) != told.end()) continue;
      if (is_called(judged, known, record.name)) continue;
      told.push_back(record.name);
      Finding& finding = findings.add(
          judged.batch.changes[i].at("Name"),
          fmt::format("no client here calls {}: they call {}, which no record moves", record.name,
                      some_of(of_region)),
          "let clients call the name first, while it still answers from where they are now");
      finding.related.push_back({raw->span, "what clients call"});
    }
  }
}

// Of a plan: the account's users.
void look_at_plan(const Subject& subject, Findings& findings) {
  if (subject.plan == nullptr || subject.account == nullptr) return;
  const std::string& host = subject.account->workload.hostname;
  if (host.empty()) return;
  const traffic::Situation situation = situation_of(subject);
  const traffic::Zones zones(situation.zones, situation.collections);
  for (std::size_t i = 0; i < subject.plan->traffic.size(); ++i) {
    const plan::Traffic& traffic = subject.plan->traffic[i];
    if (traffic::leads_to(zones, host, traffic.record)) continue;
    findings.add(PlanTree(subject).in_traffic(i, {"record"}),
                 fmt::format("users call {}, which does not lead to {}: its records move nobody",
                             host, traffic.record),
                 "move the name that they call");
  }
}

void look(const Subject& subject, Findings& findings) {
  look_at_batches(subject, findings);
  look_at_plan(subject, findings);
}

}  // namespace

extern const Rule name_unused;
const Rule name_unused{.id = "name-unused",
                       .severity = Severity::warning,
                       .title = "records are changed of a name that no client calls",
                       .look = look};

}  // namespace godwit::check::rule
