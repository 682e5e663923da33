#include "report/rehearsal_text.h"

#include "base/text.h"
#include "rehearse/downtime.h"
#include "rehearse/statistics.h"
#include "report/behaviour_text.h"
#include "report/table.h"
#include "report/terminal_text.h"

namespace godwit::report {
namespace {

using rehearse::Evidence;

std::string heading(const Terminal& terminal, const std::string& text) {
  return "\n" + terminal.styled(Style::heading, text) + "\n";
}

std::string share(std::size_t part, std::size_t whole) {
  if (whole == 0) return "-";
  return fmt::format("{:.1f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

// "day 5 11:27": how people speak of a long run.
std::string day(Time started, Time time) {
  const auto days =
      std::chrono::floor<std::chrono::days>(time) - std::chrono::floor<std::chrono::days>(started);
  std::string clock = format_time(time).substr(11, 5);
  return fmt::format("day {} {}", days.count() + 1, clock);
}

std::string outcome(const Evidence& evidence) {
  switch (evidence.outcome) {
    case run::Outcome::completed:
      return "completed";
    case run::Outcome::rolled_back:
      return "rolled back";
    case run::Outcome::failed:
      return "failed";
    case run::Outcome::cancelled:
      return "cancelled";
    case run::Outcome::none:
      return "did not end in time";
  }
  return "";
}

std::string header(const plan::Plan& plan, const rehearse::Rehearsal& rehearsal,
                   const Terminal& terminal) {
  return fmt::format("{}  {} to {}, account {}, seed {}\n",
                     terminal.styled(Style::heading, "rehearsal of " + plan.name), plan.source,
                     plan.target, plan.account, rehearsal.seed);
}

// What the pass did, in a few lines.
std::string summary(const Evidence& evidence, const Terminal& terminal) {
  bool good =
      evidence.outcome == run::Outcome::completed || evidence.outcome == run::Outcome::rolled_back;
  std::size_t failed = 0;
  for (const lab::Sighting& sighting : evidence.history) failed += !sighting.ok;
  Table table({{""}, {"", Align::left, Fit::wrap}});
  table.add({{"outcome", Style::faint}, {outcome(evidence), good ? Style::good : Style::bad}});
  if (evidence.failure) {
    table.add({{"because", Style::faint}, {evidence.failure->cause}});
    if (!evidence.failure->remedy.empty()) {
      table.add({{"remedy", Style::faint}, {evidence.failure->remedy}});
    }
  }
  table.add(
      {{"time", Style::faint},
       {fmt::format("{} to {}", format_time(evidence.started), format_time(evidence.ended))}});
  table.add({{"users", Style::faint},
             {fmt::format("{} users made {} requests, {} of them failed; {} writes acknowledged",
                          group_digits(evidence.users), group_digits(evidence.history.size()),
                          group_digits(failed), group_digits(evidence.acknowledged_writes))}});
  return table.text(terminal, 2);
}

std::string phases(const plan::Graph& graph, const Evidence& evidence, const Terminal& terminal) {
  Table table(
      {{"phase"}, {"begins"}, {"ends"}, {"took", Align::right}, {"steps", Align::right}, {""}});
  for (const rehearse::Phase& phase : rehearse::phases_of(graph, evidence)) {
    table.add({{phase.name},
               {day(evidence.started, phase.begins)},
               {day(evidence.started, phase.ends)},
               {format_duration(phase.ends - phase.begins)},
               {std::to_string(phase.steps)},
               {phase.complete ? "" : "not complete", Style::bad}});
  }
  return table.text(terminal, 2);
}

// What steps have to say of themselves: how much moved, what was kept.
std::string notes(const plan::Graph& graph, const Evidence& evidence, const Terminal& terminal) {
  Table table({{"step"}, {"result", Align::left, Fit::wrap}});
  bool back = evidence.outcome == run::Outcome::rolled_back;
  for (const run::Record& record : evidence.journal) {
    const plan::StepSpec* step = graph.find(record.step);
    if (step == nullptr) continue;
    bool of_interest = back ? record.kind == run::RecordKind::undo_done
                            : record.kind == run::RecordKind::step_done && step->phase != "prepare";
    const auto* note = record.payload.if_contains("note");
    if (!of_interest || !note || note->as_string().empty()) continue;
    table.add({{record.step}, {std::string(note->as_string())}});
  }
  return table.empty() ? "" : "\n" + table.text(terminal, 2);
}

std::string regions(const Evidence& evidence, const Terminal& terminal) {
  Table table({{"region"},
               {"served", Align::right},
               {"failed", Align::right},
               {"median", Align::right},
               {"99th", Align::right}});
  for (const rehearse::RegionTraffic& region : rehearse::traffic_by_region(evidence)) {
    table.add({{region.region},
               {group_digits(region.served)},
               {group_digits(region.failed), region.failed ? Style::bad : Style::plain},
               {format_duration(region.median)},
               {format_duration(region.p99)}});
  }
  return "\n" + table.text(terminal, 2);
}

std::string rungs(const plan::Plan& plan, const plan::Graph& graph, const account::Account& account,
                  const Evidence& evidence, const Terminal& terminal) {
  Table table({{"rung"},
               {"begins"},
               {"weight", Align::right},
               {"predicted", Align::right},
               {"measured", Align::right},
               {"requests", Align::right}});
  for (const rehearse::Rung& rung : rehearse::rungs_of(graph, plan.target, evidence)) {
    table.add({{rung.step},
               {day(evidence.started, rung.begins)},
               {fmt::format("{} %", rung.weight)},
               {fmt::format("{:.1f} %", 100 * rehearse::predicted_share(plan, account, rung))},
               {share(rung.on_target, rung.requests)},
               {group_digits(rung.requests)}});
  }
  if (table.empty()) return "";
  return fmt::format("\n  {}\n{}",
                     terminal.styled(Style::faint, "requests that " + plan.target +
                                                       " served on each rung: predicted from the "
                                                       "records, and measured"),
                     table.text(terminal, 2));
}

// Only places that had any: most rehearsals have none.
std::string downtimes(const account::Account& account, const Evidence& evidence,
                      const Terminal& terminal) {
  auto places =
      rehearse::downtime_by_place(evidence.history, account.users.places.size(), evidence.ended);
  Table table({{"place"}, {"downtime", Align::right}, {"failed requests", Align::right}});
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (places[i].failed == 0) continue;
    table.add({{account.users.places[i].name},
               {format_duration(places[i].total), Style::bad},
               {group_digits(places[i].failed)}});
  }
  if (table.empty()) return "\n  downtime 0s in every place\n";
  return "\n" + table.text(terminal, 2);
}

std::string invariants(const rehearse::Rehearsal& rehearsal, const Evidence& evidence,
                       const Terminal& terminal) {
  Table table({{""}, {"invariant"}, {"", Align::left, Fit::wrap}});
  for (const rehearse::Judgement& judgement : rehearsal.judgements) {
    if (judgement.pass != evidence.pass) continue;
    bool held = judgement.verdict.held;
    table.add({{held ? "held" : "BROKEN", held ? Style::good : Style::bad},
               {std::string(judgement.invariant->title)},
               {judgement.verdict.detail}});
    if (!held && !judgement.verdict.first.empty()) {
      table.add({{""}, {""}, {"first: " + judgement.verdict.first, Style::faint}});
    }
  }
  return "\n" + table.text(terminal, 2);
}

std::string conclusion(const rehearse::Rehearsal& rehearsal, const Terminal& terminal) {
  if (rehearsal.passed) {
    return "\n" + terminal.styled(Style::good, "passed") +
           (rehearsal.passes.size() > 1 ? ": every invariant held, forward and on the way back\n"
                                        : ": every invariant held\n");
  }
  std::size_t broken = 0;
  for (const rehearse::Judgement& judgement : rehearsal.judgements)
    broken += !judgement.verdict.held;
  std::vector<std::string> reasons;
  if (broken > 0) {
    reasons.push_back(fmt::format("{} invariant{} broken", broken, broken == 1 ? "" : "s"));
  }
  for (const Evidence& evidence : rehearsal.passes) {
    run::Outcome wanted = &evidence == &rehearsal.passes.front() ? run::Outcome::completed
                                                                 : run::Outcome::rolled_back;
    const bool back_instead = rehearsal.once && evidence.outcome == run::Outcome::rolled_back;
    if (evidence.outcome != wanted && !back_instead) {
      reasons.push_back(fmt::format("the {} {}", evidence.pass, outcome(evidence)));
    }
  }
  return "\n" + terminal.styled(Style::bad, "not passed") + ": " + join(reasons, ", ") + "\n";
}

}  // namespace

std::string rehearsal_text(const plan::Plan& plan, const plan::Graph& graph,
                           const account::Account& account, const rehearse::Rehearsal& rehearsal,
                           const Terminal& terminal) {
  std::string text = header(plan, rehearsal, terminal);
  for (const Evidence& evidence : rehearsal.passes) {
    text += heading(terminal, evidence.pass);
    text += summary(evidence, terminal) + "\n" + phases(graph, evidence, terminal);
    text += notes(graph, evidence, terminal);
    text += regions(evidence, terminal) + rungs(plan, graph, account, evidence, terminal);
    text += behaviour_text(plan, graph, evidence, terminal);
    text += downtimes(account, evidence, terminal);
    text += invariants(rehearsal, evidence, terminal);
  }
  return text + conclusion(rehearsal, terminal);
}

}  // namespace godwit::report
