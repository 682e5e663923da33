// Nothing is left behind that nobody remembers. What the run made and did not remove again, by the
// account's trail, and what carries its marks, by the account's API, belongs to a step: one that is
// done and knows it by name, one that is still at work, or one that was undone and said that it
// kept it. And the other way round: what a finished step has made carries its mark, or nobody who
// cleans up would know whose it is; and no key is on its way out that a bucket needs.
#include <set>

#include "base/text.h"
#include "plan/graph.h"
#include "rehearse/invariant.h"

namespace godwit::rehearse {
namespace {

class Owners {
 public:
  explicit Owners(const Case& of) : state_(run::fold(of.evidence.journal)), graph_(of.graph) {
    for (const run::Record& record : of.evidence.journal) {
      if (record.kind != run::RecordKind::undo_done) continue;
      const std::string note = run::text_in(record.payload, "note");
      if (note.starts_with("kept")) keeps_[record.step] = note;
    }
  }

  // Why it is nobody's; empty: it is somebody's. `name` is without its kind.
  std::string objection(const std::string& step, const std::string& name) const {
    if (remembered_by_a_finished_step(name)) return {};
    const auto found = state_.steps.find(step);
    if (found == state_.steps.end()) return "no step made it";
    switch (found->second.status) {
      case run::StepStatus::running:
      case run::StepStatus::failed:
      case run::StepStatus::undoing:
        // A run that is over has no such steps; one that is not comes back to them.
        return is_over() ? step + " is not finished, and the run is over" : std::string();
      case run::StepStatus::undone:
        if (goes_on(step, name)) return {};
        return keeps_.contains(step) ? std::string() : step + " is undone, and kept nothing";
      case run::StepStatus::done:
        return step + " is done, and does not remember it";
      default:
        return step + " has not begun";
    }
  }

 private:
  // After a partial way back a run can go forward again, and comes back to what it has left.
  bool is_over() const {
    return state_.outcome == run::Outcome::completed ||
           (state_.outcome == run::Outcome::rolled_back && !state_.way_back.is_partial());
  }
  // Readers of a record never go by an older epoch, so it is not taken away (docs/consumers.md).
  bool goes_on(const std::string& step, const std::string& name) const {
    const plan::StepSpec* spec = graph_.find(step);
    return spec != nullptr && spec->parameters.has("record") &&
           spec->parameters.text("record") == name;
  }
  static bool sets(const plan::StepSpec& spec, const std::string& name) {
    if (!spec.parameters.has("names")) return false;
    const auto set = spec.parameters.list("names");
    return std::ranges::find(set, name) != set.end();
  }
  static bool names(const std::string& text, const std::string& name) {
    return text == name || text.ends_with("/" + name) || text.ends_with(":" + name);
  }
  bool remembered_by_a_finished_step(const std::string& name) const {
    for (const auto& [id, step] : state_.steps) {
      if (step.status != run::StepStatus::done) continue;
      for (const auto& [key, value] : step.memory) {
        if (names(value, name)) return true;
      }
      const plan::StepSpec* spec = graph_.find(id);
      if (spec == nullptr) continue;
      if (sets(*spec, name)) return true;
      for (const auto& [key, value] : spec->parameters.values()) {
        if (value == name) return true;
      }
    }
    return false;
  }

  run::RunState state_;
  std::map<std::string, std::string> keeps_;  // notes, by step
  const plan::Graph& graph_;
};

// A bucket or key that a finished step should have marked, and that does not carry its mark; or a
// key whose deletion is scheduled while a bucket that needs it is there. Empty: none.
std::string first_unmarked(const Case& of) {
  const Evidence& evidence = of.evidence;
  // What is out of reach at the end cannot be looked at.
  const bool all_over = std::ranges::all_of(evidence.faults, [&](const Fault& fault) {
    return form_of(fault.kind).momentary || fault.lasts > Duration::zero();
  });
  if (!all_over) return {};
  const run::RunState state = run::fold(evidence.journal);
  for (const plan::StepSpec& spec : of.graph.steps) {
    if (spec.kind != "key" && spec.kind != "bucket") continue;
    const auto step = state.steps.find(spec.id);
    if (step == state.steps.end()) continue;
    const auto marked = std::ranges::find(evidence.resources, spec.id, &MarkedResource::step);
    const bool found = marked != evidence.resources.end();
    if (step->second.status == run::StepStatus::done && !found) {
      return fmt::format("what {} made carries no mark of it", spec.id);
    }
    if (spec.kind != "key" || !found || !marked->going) continue;
    for (const std::string& bucket : spec.parameters.list("protects")) {
      if (!evidence.bucket_regions.contains(bucket)) continue;
      return fmt::format("{} will be deleted, and bucket {} needs it", marked->what, bucket);
    }
  }
  return {};
}

// "health check 1b2c": what it is comes first, and its name has no space unless it is an alarm's.
std::string name_of(const std::string& what) {
  constexpr std::string_view secret = "secret ";  // "secret NAME of PROJECT"
  if (what.starts_with(secret)) {
    return what.substr(secret.size(), what.rfind(" of ") - secret.size());
  }
  for (const std::string_view kind :
       {"key ", "alias ", "bucket ", "health check ", "alarm ", "batch job "}) {
    if (what.starts_with(kind)) return what.substr(kind.size());
  }
  return what;
}

}  // namespace

std::optional<Verdict> judge_no_orphans(const Case& of) {
  const Evidence& evidence = of.evidence;
  const Owners owners(of);
  const AuditReport report =
      check_audit(evidence.journal, evidence.trail, evidence.tenures, evidence.local_changes);
  // Jobs end by themselves, and leave no more than a record; those that are at work have marks.
  std::set<std::string> seen;
  std::set<std::string> going;
  for (const MarkedResource& resource : evidence.resources) {
    if (resource.going) going.insert(resource.what);
  }
  std::vector<std::string> orphans;
  std::size_t looked_at = 0;
  const auto look = [&](const std::string& what, const std::string& region,
                        const std::string& step) {
    if (going.contains(what) || !seen.insert(what + " in " + region).second) return;
    ++looked_at;
    const std::string objection = owners.objection(step, name_of(what));
    if (objection.empty()) return;
    orphans.push_back(
        fmt::format("{}{}: {}", what, region.empty() ? "" : " in " + region, objection));
  };
  for (const LiveResource& resource : report.live) {
    if (resource.what.starts_with("batch job ")) continue;
    look(resource.what, resource.region, resource.step);
  }
  for (const MarkedResource& resource : evidence.resources) {
    look(resource.what, resource.region, resource.step);
  }

  if (std::string unmarked = first_unmarked(of); !unmarked.empty()) {
    orphans.push_back(std::move(unmarked));
  }

  Verdict verdict;
  verdict.held = orphans.empty();
  if (verdict.held) {
    verdict.detail = fmt::format("{} resources of the run, each of which a step answers for",
                                 group_digits(looked_at));
  } else {
    verdict.detail = fmt::format("{} resource{} that no step answers for",
                                 group_digits(orphans.size()), orphans.size() == 1 ? "" : "s");
    verdict.first = orphans.front();
  }
  return verdict;
}

}  // namespace godwit::rehearse
