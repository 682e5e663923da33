#include "report/behaviour_json.h"

#include "rehearse/behaviour.h"

namespace godwit::report {

using boost::json::array;
using boost::json::object;

object behaviour_json(const plan::Plan& plan, const plan::Graph& graph,
                      const rehearse::Evidence& evidence) {
  const rehearse::Behaviour behaviour = rehearse::behaviour_of(plan, graph, evidence);
  array last_day;
  for (const auto& [region, requests] : behaviour.last_day) {
    last_day.push_back(object{{"region", region}, {"requests", requests}});
  }
  array late;
  for (const rehearse::Late& held : behaviour.late) {
    late.push_back(
        object{{"held_by", rehearse::to_string(held.hold)},
               {"requests", held.requests},
               {"last_ms", std::chrono::duration_cast<milliseconds>(held.last).count()}});
  }
  return {{"another_attempt", behaviour.repeated},
          {"saved_by_it", behaviour.saved},
          {"on_kept_connections", behaviour.on_kept},
          {"hard_wired", object{{"users", evidence.hard_wired},
                                {"to_the_end", evidence.still_hard_wired},
                                {"requests", behaviour.on_hard_wired},
                                {"last_day", std::move(last_day)}}},
          {"moved", behaviour.moved ? boost::json::value(format_time(*behaviour.moved)) : nullptr},
          {"late", std::move(late)}};
}

}  // namespace godwit::report
