#include "run/plan_change.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/digest.h"
#include "base/encoding.h"
#include "base/text.h"
#include "run/record.h"

namespace godwit::run {
namespace {

constexpr std::size_t longest_shown = 80;

// An address without its query, which may hold a token, and without a user's name before '@'.
std::string without_secrets(const std::string& value) {
  std::string kept;
  for (const std::string_view line : split(value, '\n')) {
    std::string part(line);
    const std::size_t scheme = part.find("://");
    if (scheme != std::string::npos) {
      part = part.substr(0, part.find('?'));
      const std::size_t at = part.find('@', scheme);
      if (at != std::string::npos && at < part.find('/', scheme + 3)) {
        part.erase(scheme + 3, at - scheme - 2);
      }
    }
    kept += (kept.empty() ? "" : "\n") + part;
  }
  return kept;
}

boost::json::object texts_of(const plan::Parameters& parameters) {
  boost::json::object texts;
  for (const auto& [name, value] : parameters.values()) {
    // What a consumer is told may be a secret: its digest says as much as a comparison needs.
    const bool is_setting = name.starts_with("value/") && !value.starts_with("${");
    texts[name] =
        is_setting ? "digest " + to_hex(sha256(value)).substr(0, 12) : without_secrets(value);
  }
  return texts;
}

boost::json::object describe(const plan::StepSpec& step) {
  boost::json::object object{{"id", step.id},
                             {"kind", step.kind},
                             {"digest", plan::digest(step)},
                             {"parameters", texts_of(step.parameters)}};
  boost::json::array after(step.after.begin(), step.after.end());
  if (!after.empty()) object["after"] = std::move(after);
  boost::json::array gates;
  for (const plan::GateSpec& gate : step.gates) {
    gates.push_back(boost::json::object{
        {"kind", gate.kind}, {"title", gate.title}, {"parameters", texts_of(gate.parameters)}});
  }
  if (!gates.empty()) object["gates"] = std::move(gates);
  if (step.deadline != Duration::zero()) object["deadline"] = format_duration(step.deadline);
  return object;
}

std::string shown(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  if (text.size() > longest_shown) text = text.substr(0, longest_shown) + "...";
  return text;
}

std::string shown(const boost::json::value& value) {
  if (value.is_string()) return shown(std::string(value.as_string()));
  if (const auto* list = value.if_array()) {
    std::string texts;
    for (const auto& element : *list) texts += (texts.empty() ? "" : " ") + shown(element);
    return shown(texts);
  }
  return shown(boost::json::serialize(value));
}

// What differs between two objects, name by name, in the names' order.
void compare(const boost::json::object& before, const boost::json::object& now,
             const std::string& prefix, std::vector<std::string>& differences) {
  std::set<std::string> names;
  for (const auto& [name, value] : before) names.emplace(name);
  for (const auto& [name, value] : now) names.emplace(name);
  for (const std::string& name : names) {
    if (name == "digest" || name == "id") continue;
    const auto* old_value = before.if_contains(name);
    const auto* new_value = now.if_contains(name);
    if (old_value != nullptr && new_value != nullptr) {
      if (*old_value == *new_value) continue;
      if (old_value->is_object() && new_value->is_object()) {
        compare(old_value->get_object(), new_value->get_object(), prefix, differences);
        continue;
      }
    }
    differences.push_back(fmt::format("{}{}: {} -> {}", prefix, name,
                                      old_value != nullptr ? shown(*old_value) : "(none)",
                                      new_value != nullptr ? shown(*new_value) : "(none)"));
  }
}

bool has_begun(const RunState& state, const std::string& step) {
  const auto known = state.steps.find(step);
  return known != state.steps.end() && known->second.status != StepStatus::pending;
}

}  // namespace

boost::json::array describe_steps(const plan::Graph& graph) {
  boost::json::array steps;
  steps.reserve(graph.steps.size());
  for (const plan::StepSpec& step : graph.steps) steps.push_back(describe(step));
  return steps;
}

boost::json::array description_in(const std::vector<Record>& records) {
  for (auto record = records.rbegin(); record != records.rend(); ++record) {
    if (record->kind != RecordKind::run_begun && record->kind != RecordKind::plan_changed) continue;
    const auto* steps = record->payload.if_contains("steps");
    return steps != nullptr && steps->is_array() ? steps->get_array() : boost::json::array();
  }
  return {};
}

std::vector<DescribedStep> described_steps(const std::vector<Record>& records) {
  const auto list_in = [](const boost::json::object& object, std::string_view name) {
    const auto* list = object.if_contains(name);
    return list != nullptr && list->is_array() ? list->get_array() : boost::json::array();
  };
  std::vector<DescribedStep> steps;
  for (const auto& entry : description_in(records)) {
    if (entry.is_string()) steps.push_back({.id = std::string(entry.get_string())});
    if (!entry.is_object()) continue;
    DescribedStep step{.id = text_in(entry.get_object(), "id")};
    for (const auto& id : list_in(entry.get_object(), "after")) {
      if (id.is_string()) step.after.emplace_back(id.get_string());
    }
    for (const auto& gate : list_in(entry.get_object(), "gates")) {
      if (!gate.is_object()) continue;
      DescribedGate described{.kind = text_in(gate.get_object(), "kind"),
                              .title = text_in(gate.get_object(), "title")};
      const auto* parameters = gate.get_object().if_contains("parameters");
      if (described.kind == "approval" && parameters != nullptr && parameters->is_object()) {
        described.approval = text_in(parameters->get_object(), "name");
      }
      step.gates.push_back(std::move(described));
    }
    steps.push_back(std::move(step));
  }
  return steps;
}

bool PlanChange::touches_begun() const {
  return std::ranges::any_of(differences, &Difference::begun);
}

Result<PlanChange> plan_change(const boost::json::array& description, const plan::Graph& graph,
                               const RunState& state) {
  std::map<std::string, const boost::json::object*> before;
  for (const auto& entry : description) {
    if (!entry.is_object()) {
      return fail(
          {ErrorKind::conflict, "resume run", state.run,
           "its journal was written for another plan, by a version that did not keep enough "
           "to say what is different",
           "use the plan that the run began with, or begin a new run with a new journal"});
    }
    before[text_in(entry.get_object(), "id")] = &entry.get_object();
  }
  PlanChange change;
  const auto add = [&](const std::string& step, std::string what) {
    change.differences.push_back({step, std::move(what), has_begun(state, step)});
  };
  for (const plan::StepSpec& step : graph.steps) {
    const auto found = before.find(step.id);
    if (found == before.end()) {
      add(step.id, "is new");
      continue;
    }
    const boost::json::object& old_step = *found->second;
    before.erase(found);
    if (text_in(old_step, "digest") == plan::digest(step)) continue;
    std::vector<std::string> differences;
    compare(old_step, describe(step), {}, differences);
    if (differences.empty()) differences.emplace_back("differs in what the journal does not keep");
    for (std::string& difference : differences) add(step.id, std::move(difference));
  }
  for (const auto& [id, old_step] : before) add(id, "is gone");
  return change;
}

std::string to_string(const PlanChange& change) {
  std::string text;
  for (const auto& [step, what, begun] : change.differences) {
    text += fmt::format("\n  {}{}: {}", step, begun ? " (has begun)" : "", what);
  }
  return text;
}

}  // namespace godwit::run
