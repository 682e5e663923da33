#include "report/progress.h"

#include <ostream>

namespace godwit::report {
namespace {

std::string said_in(const boost::json::object& payload) {
  return fmt::format("by {}: {}", run::text_in(payload, "by"), run::text_in(payload, "because"));
}

std::string cause_in(const boost::json::object& payload) {
  const auto* error = payload.if_contains("error");
  return error != nullptr && error->is_object() ? run::text_in(error->get_object(), "cause")
                                                : std::string();
}

}  // namespace

Progress::Progress(const plan::Graph& graph, std::ostream& out, Terminal terminal)
    : graph_(graph), out_(out), terminal_(terminal) {
  for (const plan::StepSpec& step : graph.steps) width_ = std::max(width_, step.id.size());
}

void Progress::line(Time time, Style style, std::string_view what, const std::string& step,
                    const std::string& detail) {
  out_ << format_time(time) << "  " << terminal_.styled(style, fmt::format("{:<8}", what)) << "  "
       << fmt::format("{:<{}}", step, width_) << (detail.empty() ? "" : "  ") << detail
       << std::endl;
}

void Progress::on_record(const run::Record& record) {
  const auto& payload = record.payload;
  switch (record.kind) {
    case run::RecordKind::run_begun:
      line(record.time, Style::bold, "run", run::text_in(payload, "run"),
           fmt::format("begins: {} steps", graph_.steps.size()));
      break;
    case run::RecordKind::run_resumed:
      line(record.time, Style::warning, "run", {}, "goes on where its journal ends");
      break;
    case run::RecordKind::step_begun: {
      const plan::StepSpec* step = graph_.find(record.step);
      line(record.time, Style::plain, "begins", record.step, step != nullptr ? step->title : "");
      break;
    }
    case run::RecordKind::unknown:
      line(record.time, Style::warning, "unknown", record.step,
           run::text_in(payload, "cause") + "; looking before anything else");
      break;
    case run::RecordKind::observed:
      line(record.time, Style::warning, "observed", record.step,
           run::text_in(payload, "verdict") + ": " + run::text_in(payload, "detail"));
      break;
    case run::RecordKind::step_done:
      line(record.time, Style::good, "done", record.step,
           fmt::format("{} [{} of {}]", run::text_in(payload, "note"), ++done_,
                       graph_.steps.size()));
      break;
    case run::RecordKind::undo_begun:
      line(record.time, Style::plain, "undoes", record.step, {});
      break;
    case run::RecordKind::undo_done:
      line(record.time, Style::good, "undone", record.step, run::text_in(payload, "note"));
      break;
    case run::RecordKind::step_failed:
      line(record.time, Style::bad, "failed", record.step, cause_in(payload));
      break;
    case run::RecordKind::plan_changed:
      line(record.time, Style::warning, "run", {}, "goes on with a changed plan");
      break;
    case run::RecordKind::forward_begun:
      line(record.time, Style::warning, "run", {}, "goes forward again");
      break;
    case run::RecordKind::adopted:
      line(record.time, Style::warning, "adopts", record.step, run::text_in(payload, "id"));
      break;
    case run::RecordKind::approved:
      line(record.time, Style::good, "approved", {},
           run::text_in(payload, "gate") + " " + said_in(payload));
      break;
    case run::RecordKind::paused:
    case run::RecordKind::continued:
    case run::RecordKind::cancelled:
      line(record.time, Style::warning, run::to_string(record.kind), {}, said_in(payload));
      break;
    case run::RecordKind::rollback_begun:
      line(record.time, Style::warning, "run", {},
           "is rolled back: " + run::text_in(payload, "because"));
      break;
    case run::RecordKind::run_ended:
      line(record.time, Style::bold, "run", {}, run::text_in(payload, "outcome"));
      break;
    default:
      break;  // what was sent and answered is in the journal
  }
}

void Progress::on_wait(Time time, const std::string& step, const std::string& why) {
  line(time, Style::faint, "waits", step, why);
}

}  // namespace godwit::report
