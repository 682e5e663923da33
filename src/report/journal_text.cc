#include "report/journal_text.h"

#include "base/encoding.h"
#include "report/table.h"

namespace godwit::report {
namespace {

Style style_of(run::RecordKind kind) {
  switch (kind) {
    case run::RecordKind::step_done:
    case run::RecordKind::undo_done:
      return Style::good;
    case run::RecordKind::unknown:
    case run::RecordKind::run_resumed:
      return Style::warning;
    case run::RecordKind::step_failed:
      return Style::bad;
    default:
      return Style::plain;
  }
}

}  // namespace

std::string journal_text(const std::vector<run::Record>& records, const Terminal& terminal) {
  Table table({{"", Align::right}, {"time"}, {"record"}, {"step"}, {"", Align::left, Fit::cut}});
  for (const run::Record& record : records) {
    table.add({{std::to_string(record.sequence), Style::faint},
               {format_time(record.time)},
               {std::string(run::to_string(record.kind)), style_of(record.kind)},
               {record.step},
               {record.payload.empty() ? "" : run::canonical(record.payload), Style::faint}});
  }
  return table.text(terminal) + fmt::format("{} records, chain verified\n", records.size());
}

std::string journal_json(const std::vector<run::Record>& records) {
  std::string lines;
  for (const run::Record& record : records) {
    lines += boost::json::serialize(
                 boost::json::object{{"sequence", record.sequence},
                                     {"format", record.format},
                                     {"time", format_time_ms(record.time)},
                                     {"time_us", record.time.time_since_epoch().count()},
                                     {"kind", run::to_string(record.kind)},
                                     {"step", record.step},
                                     {"attempt", record.attempt},
                                     {"payload", record.payload},
                                     {"hash", to_hex(record.hash)}}) +
             "\n";
  }
  return lines;
}

std::string verification_text(const run::JournalView& view) {
  std::string text =
      fmt::format("format     {}{}\n", view.version,
                  view.version < 2 ? ", which is brought up to date when a run goes on" : "");
  if (view.records.empty()) {
    text += "records    none\n";
  } else {
    text +=
        fmt::format("records    1 to {}, none missing, from {} to {}\n", view.records.size(),
                    format_time(view.records.front().time), format_time(view.records.back().time));
    text += fmt::format(
        "chain      every hash follows from its record and the hash before; the last is {}\n",
        to_hex(view.records.back().hash));
  }
  text += "attempts   as the records before each say\npages      sound\n";
  if (view.end && view.end->sequence != 0) {
    text += fmt::format("end        record {} was on stable storage, and is there\n",
                        view.end->sequence);
  } else {
    text += "end        not known: records may have been cut off\n";
  }
  if (view.tenure) {
    text += fmt::format("lease      number {}{}, until {}\n", view.tenure->fence,
                        view.tenure->holder.empty() ? "" : ", of " + view.tenure->holder,
                        format_time(view.tenure->expires));
  }
  return text + "verified\n";
}

}  // namespace godwit::report
