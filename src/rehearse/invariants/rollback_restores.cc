// The way back restores what was: after a rollback all answers name the source again, and its
// record sets, health checks and buckets' settings are as they were. That nothing written meanwhile
// is lost is no_lost_write's business, which judges this pass too.
#include "rehearse/invariant.h"
#include "run/way_back.h"

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

// The same as `difference` after a way back of traffic alone (run/way_back.h): what was made for
// the target stays, so answers have to be as before while no user is ever sent there. Each earlier
// record set is there with its weight, and all others of its name have none.
std::string difference_of_traffic(const boost::json::value& before,
                                  const boost::json::value& after) {
  const auto text = [](const boost::json::object& record, std::string_view name) {
    const auto* value = record.if_contains(name);
    return value == nullptr ? boost::json::value() : *value;
  };
  const auto same = [&](const boost::json::object& a, const boost::json::object& b,
                        std::initializer_list<std::string_view> names) {
    return std::ranges::all_of(
        names, [&](std::string_view name) { return text(a, name) == text(b, name); });
  };
  const auto& earlier = before.at("records").as_array();
  const auto& later = after.at("records").as_array();
  for (const auto& was : earlier) {
    const bool there = std::ranges::any_of(later, [&](const auto& is) {
      return same(was.as_object(), is.as_object(),
                  {"name", "type", "set", "values", "ttl", "weight", "alias"});
    });
    if (!there) return "records: not there any more: " + boost::json::serialize(was);
  }
  for (const auto& is : later) {
    const bool known = std::ranges::any_of(earlier, [&](const auto& was) {
      return same(was.as_object(), is.as_object(), {"name", "type", "set"});
    });
    if (known || text(is.as_object(), "weight") == boost::json::value(0)) continue;
    return "records: may send users to the target: " + boost::json::serialize(is);
  }
  return {};
}

// A step that the last way back has undone although only traffic was to go; empty: none.
std::string undone_without_need(const plan::Graph& graph, const Evidence& evidence,
                                std::vector<run::Record>::const_reverse_iterator begun) {
  for (auto record = begun.base(); record != evidence.journal.end(); ++record) {
    if (record->kind != run::RecordKind::undo_begun) continue;
    const plan::StepSpec* step = graph.find(record->step);
    if (step == nullptr) continue;
    // Consumers are users of what they were told.
    constexpr std::string_view kinds[] = {"shift",    "soak",          "drill",  "supabase",
                                          "firebase", "settings_file", "command"};
    const bool of_traffic = std::ranges::find(kinds, step->kind) != std::end(kinds);
    if (!of_traffic) return record->step;
  }
  return {};
}

// A file of the machine that is not as before; empty: none. The key of sealed values stays, and is
// of use as long as the journal is there.
std::string changed_file(const Case& of) {
  const auto& before = of.evidence.files_before;
  const auto& after = of.evidence.files_after;
  for (const auto& [path, digest] : before) {
    const auto found = after.find(path);
    if (found == after.end()) return path + " is gone";
    if (found->second != digest) return path + " is not as before";
  }
  for (const auto& [path, digest] : after) {
    if (!before.contains(path) && path != of.plan.sealing_key) return path + " is new";
  }
  return {};
}

}  // namespace

std::optional<Verdict> judge_rollback_restores(const Case& of) {
  const Evidence& evidence = of.evidence;
  // The last one counts: a run that went back in part may go on, and back again.
  const auto begun = std::find_if(
      evidence.journal.rbegin(), evidence.journal.rend(),
      [](const run::Record& record) { return record.kind == run::RecordKind::rollback_begun; });
  if (begun == evidence.journal.rend()) return std::nullopt;
  if (evidence.outcome == run::Outcome::completed) return std::nullopt;
  const run::WayBackRequest request = run::way_back_from_json(begun->payload);

  Verdict verdict;
  const bool of_traffic = request.mode != run::WayBack::full;
  const std::string gone =
      of_traffic ? undone_without_need(of.graph, evidence, begun) : std::string();
  std::string changed =
      request.is_partial()
          ? difference_of_traffic(evidence.configuration_before, evidence.configuration_after)
          : difference(evidence.configuration_before, evidence.configuration_after, {});
  if (changed.empty() && !request.is_partial()) changed = changed_file(of);
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
  } else if (!gone.empty()) {
    verdict.held = false;
    verdict.detail = fmt::format("{} was undone, and the way back was one of mode {}", gone,
                                 run::to_string(request.mode));
    verdict.first = gone;
  } else if (!changed.empty()) {
    verdict.held = false;
    verdict.detail = "something differs: " + changed;
    verdict.first = changed.substr(0, changed.find(':'));
  } else {
    verdict.detail =
        (request.is_partial()
             ? std::string("records send everybody where they did before")
             : std::string("records, health checks and buckets' settings are as before")) +
        "; all answers name " + evidence.owner;
  }
  return verdict;
}

}  // namespace godwit::rehearse
