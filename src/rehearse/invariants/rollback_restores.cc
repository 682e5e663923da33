// The way back restores what was: after a rollback all answers name the source again, and its
// record sets, health checks and buckets' settings are as they were. That nothing written meanwhile
// is lost is no_lost_write's business, which judges this pass too.
#include "rehearse/invariant.h"

namespace godwit::rehearse {
namespace {

// The first place where two documents differ; empty if they do not.
std::string difference(const boost::json::value& before, const boost::json::value& after,
                       const std::string& path) {
  if (before == after) return {};
  if (before.is_object() && after.is_object()) {
    for (const auto& [name, value] : before.as_object()) {
      const auto* other = after.as_object().if_contains(name);
      std::string below = path.empty() ? std::string(name) : path + "/" + std::string(name);
      if (other == nullptr) return below + " is gone";
      if (auto found = difference(value, *other, below); !found.empty()) return found;
    }
    for (const auto& [name, value] : after.as_object()) {
      if (!before.as_object().contains(name)) return path + "/" + std::string(name) + " is new";
    }
  }
  return fmt::format("{}: was {}, is {}", path, boost::json::serialize(before),
                     boost::json::serialize(after));
}

}  // namespace

std::optional<Verdict> judge_rollback_restores(const Case& of) {
  const Evidence& evidence = of.evidence;
  bool rolled_back = std::any_of(
      evidence.journal.begin(), evidence.journal.end(),
      [](const run::Record& record) { return record.kind == run::RecordKind::rollback_begun; });
  if (!rolled_back) return std::nullopt;

  Verdict verdict;
  std::string changed = difference(evidence.configuration_before, evidence.configuration_after, {});
  if (evidence.outcome != run::Outcome::rolled_back) {
    verdict.held = false;
    verdict.detail = "the rollback did not finish" +
                     (evidence.failure ? ": " + evidence.failure->cause : std::string());
    verdict.first = "the journal's end";
  } else if (evidence.owner != of.plan.source) {
    verdict.held = false;
    verdict.detail = fmt::format("answers name {} after the rollback",
                                 evidence.owner.empty() ? "both regions" : evidence.owner);
    verdict.first = of.account.workload.hostname;
  } else if (!changed.empty()) {
    verdict.held = false;
    verdict.detail = "configuration differs: " + changed;
    verdict.first = changed.substr(0, changed.find(':'));
  } else {
    verdict.detail =
        "records, health checks and buckets' settings are as before; all answers name " +
        evidence.owner;
  }
  return verdict;
}

}  // namespace godwit::rehearse
