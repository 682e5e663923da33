#include "step/steps.h"

#include <cassert>
#include <utility>

#include "step/kinds.h"

namespace godwit::step {
namespace {

using Maker = std::unique_ptr<Step> (*)();

// One line per kind; each is one file in steps/.
constexpr std::pair<std::string_view, Maker> kinds[] = {
    {"account", make_account},
    {"key", make_key},
    {"bucket", make_bucket},
    {"versioning", make_versioning},
    {"replicate", make_replicate},
    {"restore", make_restore},
    {"backfill", make_backfill},
    {"verify", make_verify},
    {"health_check", make_health_check},
    {"switch", make_switch},
    {"records", make_records},
    {"drill", make_drill},
    {"shift", make_shift},
    {"soak", make_soak},
    {"value", make_value},
    {"rewrite", make_rewrite},
    {"supabase", make_supabase},
    {"firebase", make_firebase},
    {"settings_file", make_settings_file},
    {"command", make_command},
};

}  // namespace

std::unique_ptr<Step> make_step(const plan::StepSpec& spec) {
  for (const auto& [name, make] : kinds) {
    if (name == spec.kind) return make();
  }
  assert(false && "a step kind that the list does not have");
  return nullptr;
}

std::vector<std::string_view> step_kinds() {
  std::vector<std::string_view> names;
  for (const auto& [name, make] : kinds) names.push_back(name);
  return names;
}

std::string_view to_string(State state) {
  switch (state) {
    case State::absent:
      return "absent";
    case State::in_progress:
      return "in_progress";
    case State::in_place:
      return "in_place";
    case State::different:
      return "different";
  }
  return "";
}

}  // namespace godwit::step
