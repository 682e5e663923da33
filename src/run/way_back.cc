#include "run/way_back.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "run/run_state.h"

namespace godwit::run {
namespace {

constexpr std::array<std::pair<WayBack, std::string_view>, 3> modes{{
    {WayBack::traffic, "traffic"},
    {WayBack::standby, "standby"},
    {WayBack::full, "full"},
}};

// How old a version may be that has not arrived: what Replication Time Control promises.
constexpr Duration replication_limit = minutes(15);

struct Kind {
  std::string_view name;
  std::string_view keeps;   // by its undo
  std::string_view upkeep;  // what it costs where it stays
};

constexpr Kind kinds[] = {
    {"account", "", ""},
    {"key", "the key, for as long as a bucket, an object or a grant depends on it",
     "the monthly price of a key"},
    {"bucket", "the bucket, where it holds any version",
     "storage of a second copy of every version"},
    {"versioning", "versioning stays on: suspending it would leave new objects unprotected",
     "storage of versions that are no longer current"},
    {"replicate", "what has been replicated already",
     "requests, transfer between regions and time control for each new version"},
    {"restore", "restored copies, which expire by themselves", ""},
    {"backfill", "replicas, until their bucket goes", ""},
    {"verify", "", ""},
    {"health_check", "", "the monthly price of a health check outside AWS, and its probes"},
    {"switch", "", "the monthly price of an alarm and of two health checks"},
    {"records", "", "queries, as before"},
    {"drill", "", ""},
    {"shift", "", ""},
    {"soak", "", ""},
    {"value", "", ""},
    {"rewrite", "", ""},
    {"supabase",
     "a record, which goes on with a new epoch, and what somebody else has changed since", ""},
    {"firebase",
     "a record, which goes on with a new epoch, what somebody else has changed since, and the "
     "versions of secrets, with the target's values",
     ""},
    {"settings_file", "what somebody else has changed since", ""},
    {"command", "", ""},
};

const Kind& kind_of(const plan::StepSpec& spec) {
  static constexpr Kind unknown{};
  const auto* found = std::ranges::find(kinds, spec.kind, &Kind::name);
  return found == std::end(kinds) ? unknown : *found;
}

bool replicates_back(const plan::StepSpec& spec) {
  return spec.kind == "replicate" && spec.parameters.text("direction") == "back";
}

bool is_irreversible(const plan::StepSpec& spec) {
  return spec.kind == "key" || spec.kind == "bucket" || replicates_back(spec);
}

// Who is told where things are, and goes there whatever a name server says.
bool is_consumer(const plan::StepSpec& spec) {
  constexpr std::string_view consumers[] = {"supabase", "firebase", "settings_file", "command"};
  return std::ranges::find(consumers, spec.kind) != std::end(consumers);
}

// In which order users are brought home; no_traffic: nobody is. The drill comes after shifts: where
// it made the target look ill, users are better off if that is mended once they are gone. Consumers
// come last: to tell them takes somebody else's API, for which nobody's way home may wait.
constexpr int of_consumers = 3;
constexpr int no_traffic = 4;
int rank_of(const plan::StepSpec& spec) {
  if (is_consumer(spec)) return of_consumers;
  constexpr std::string_view order[] = {"soak", "shift", "drill"};
  const auto* found = std::ranges::find(order, spec.kind);
  return found == std::end(order) ? no_traffic : static_cast<int>(found - std::begin(order));
}

const StepState& state_of(const RunState& state, const std::string& id) {
  static const StepState pending;
  const auto found = state.steps.find(id);
  return found == state.steps.end() ? pending : found->second;
}

bool has_begun(const StepState& step) {
  return step.status != StepStatus::pending && step.status != StepStatus::undone;
}

// Steps that have to be undone so that users are at the source: all that shift them, consumers, who
// are users of what they were told, and drills that are under way or would no longer show what they
// showed.
bool moves_users(const plan::Graph& graph, const plan::StepSpec& spec, const StepState& step) {
  if (spec.kind == "shift" || spec.kind == "soak" || is_consumer(spec)) return true;
  if (spec.kind != "drill") return false;
  if (step.status != StepStatus::done) return true;
  return std::ranges::any_of(spec.after, [&](const std::string& id) {
    const plan::StepSpec* before = graph.find(id);
    return before != nullptr && before->kind == "shift";
  });
}

WayBackStep describe(const plan::StepSpec& spec, const StepState& step, bool undo) {
  const Kind& kind = kind_of(spec);
  WayBackStep described{.id = spec.id,
                        .kind = spec.kind,
                        .status = std::string(to_string(step.status)),
                        .what = undo ? spec.way_back : std::string(kind.upkeep),
                        .keeps = undo ? std::string(kind.keeps) : std::string(),
                        .irreversible = undo && is_irreversible(spec)};
  if (undo && described.what.empty()) described.what = "nothing to undo";
  return described;
}

plan::GateSpec flows(const plan::StepSpec& spec) {
  plan::GateSpec gate{.kind = "flows", .title = "replication works: " + spec.id, .parameters = {}};
  for (const char* name : {"from_region", "from_bucket", "to_region", "to_bucket", "rule_id"}) {
    gate.parameters.set(name, spec.parameters.text(name));
  }
  gate.parameters.set("older_than", replication_limit);
  return gate;
}

// What a warm standby needs: every bucket of the target replicated, both ways, with all that was
// there before. Until that is done there is nothing to confirm.
void confirm_standby(const plan::Graph& graph, const RunState& state, WayBackPlan& plan) {
  constexpr std::string_view copying[] = {"replicate", "restore", "backfill", "verify"};
  std::vector<std::string> from;  // buckets that something is replicated from
  for (const plan::StepSpec& spec : graph.steps) {
    if (std::ranges::find(copying, spec.kind) == std::end(copying)) continue;
    if (state_of(state, spec.id).status != StepStatus::done) {
      plan.lacks.push_back(spec.id + " is not done");
    }
    if (spec.kind != "replicate") continue;
    from.push_back(spec.parameters.text("from_bucket"));
    plan.confirm.push_back(flows(spec));
  }
  if (!plan.lacks.empty()) plan.confirm.clear();
  for (const plan::StepSpec& spec : graph.steps) {
    if (spec.kind != "bucket") continue;
    const std::string& name = spec.parameters.text("name");
    if (std::ranges::find(from, name) != from.end()) continue;
    plan.lacks.push_back("the plan does not replicate " + name + " back to the source");
  }
}

Result<void> check(const plan::Graph& graph, const WayBackRequest& request) {
  if (request.to.empty()) return {};
  if (request.mode != WayBack::full) {
    return fail({ErrorKind::invalid, "plan way back", request.to,
                 fmt::format("'--to STEP' does not go with '--mode {}'", to_string(request.mode)),
                 "give one of them"});
  }
  if (graph.find(request.to) != nullptr) return {};
  std::vector<std::string> ids;
  for (const plan::StepSpec& spec : graph.steps) ids.push_back(spec.id);
  return fail({ErrorKind::not_found, "plan way back", request.to,
               "the plan has no such step" + did_you_mean(request.to, ids),
               "`godwit plan` shows the steps"});
}

}  // namespace

std::string_view to_string(WayBack mode) {
  for (const auto& [known, name] : modes) {
    if (known == mode) return name;
  }
  return "";
}

std::optional<WayBack> parse_way_back(std::string_view text) {
  for (const auto& [mode, name] : modes) {
    if (name == text) return mode;
  }
  return std::nullopt;
}

boost::json::object to_json(const WayBackRequest& request) {
  boost::json::object payload{{"mode", to_string(request.mode)}, {"because", request.because}};
  if (!request.to.empty()) payload["to"] = request.to;
  return payload;
}

WayBackRequest way_back_from_json(const boost::json::object& payload) {
  return {.mode = parse_way_back(text_in(payload, "mode")).value_or(WayBack::full),
          .to = text_in(payload, "to"),
          .because = text_in(payload, "because")};
}

Result<WayBackPlan> plan_way_back(const plan::Graph& graph, const RunState& state,
                                  const WayBackRequest& request) {
  TRY_VOID(check(graph, request));
  WayBackPlan plan{.request = request};
  std::vector<std::pair<int, const plan::StepSpec*>> undo;  // by rank
  bool after = request.to.empty();                          // the step that stays?
  for (const plan::StepSpec& spec : graph.steps) {
    const StepState& step = state_of(state, spec.id);
    const bool wanted = request.mode == WayBack::full ? after : moves_users(graph, spec, step);
    after = after || spec.id == request.to;
    if (!has_begun(step)) continue;
    // Half undone is neither here nor there.
    if (wanted || step.status == StepStatus::undoing) {
      undo.emplace_back(rank_of(spec), &spec);
    } else {
      plan.stay.push_back(describe(spec, step, false));
    }
  }
  // What came last goes first; but users before everything else, for what follows may wait until
  // they have been gone for a while. Consumers are told in the order in which they were told
  // before: a release is made of a file, and of the file as it was once that is back.
  std::ranges::reverse(undo);
  std::ranges::stable_sort(undo, {}, [](const auto& entry) { return entry.first; });
  std::ranges::reverse(std::ranges::equal_range(undo, of_consumers, {},
                                                [](const auto& entry) { return entry.first; }));
  for (const auto& [rank, spec] : undo) {
    plan.undo.push_back(describe(*spec, state_of(state, spec->id), true));
    if (rank != no_traffic) ++plan.of_traffic;
    if (plan.undo.back().irreversible && !plan.point_of_no_return) {
      plan.point_of_no_return = plan.undo.size() - 1;
    }
  }
  if (request.mode == WayBack::standby) confirm_standby(graph, state, plan);
  return plan;
}

}  // namespace godwit::run
