#include "report/behaviour_text.h"

#include "base/text.h"
#include "rehearse/behaviour.h"
#include "report/table.h"

namespace godwit::report {
namespace {

std::string_view held_by(lab::Hold hold) {
  switch (hold) {
    case lab::Hold::none:
      return "answers within their TTL";
    case lab::Hold::stretched_ttl:
      return "stretched TTLs";
    case lab::Hold::ignored_ttl:
      return "ignored TTLs";
    case lab::Hold::kept_connection:
      return "kept connections";
    case lab::Hold::hard_wired:
      return "hard-wired addresses";
  }
  return "";
}

std::string hard_wired(const rehearse::Behaviour& behaviour, const rehearse::Evidence& evidence) {
  std::string text = fmt::format(
      "{} users at the start, {} at the end; {} requests", group_digits(evidence.hard_wired),
      group_digits(evidence.still_hard_wired), group_digits(behaviour.on_hard_wired));
  for (const auto& [region, requests] : behaviour.last_day) {
    text += fmt::format("; on the last day {} to {}, and no record moves them",
                        group_digits(requests), region);
  }
  return text;
}

std::string another_attempt(const rehearse::Behaviour& behaviour) {
  if (behaviour.repeated == 0) return "no request needed one";
  return fmt::format("{} requests needed one, {} of them succeeded",
                     group_digits(behaviour.repeated), group_digits(behaviour.saved));
}

}  // namespace

std::string behaviour_text(const plan::Plan& plan, const plan::Graph& graph,
                           const rehearse::Evidence& evidence, const Terminal& terminal) {
  const rehearse::Behaviour behaviour = rehearse::behaviour_of(plan, graph, evidence);
  Table table({{""}, {"", Align::left, Fit::wrap}});
  table.add({{"another attempt", Style::faint},
             {another_attempt(behaviour), behaviour.repeated > 0 ? Style::bad : Style::plain}});
  table.add({{"kept connections", Style::faint},
             {fmt::format("{} requests", group_digits(behaviour.on_kept))}});
  if (evidence.hard_wired > 0) {
    table.add({{"hard-wired", Style::faint},
               {hard_wired(behaviour, evidence),
                evidence.still_hard_wired > 0 ? Style::bad : Style::plain}});
  }
  std::string text = "\n" + table.text(terminal, 2);

  Table late({{"held by"}, {"requests", Align::right}, {"last after", Align::right}});
  for (const rehearse::Late& held : behaviour.late) {
    late.add({{std::string(held_by(held.hold))},
              {group_digits(held.requests)},
              {format_duration(held.last)}});
  }
  if (late.empty()) return text;
  return text + fmt::format("\n  {}\n{}",
                            terminal.styled(Style::faint, "requests that " + behaviour.old_region +
                                                              " still served after the move"),
                            late.text(terminal, 2));
}

}  // namespace godwit::report
