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
    lines += boost::json::serialize(boost::json::object{{"sequence", record.sequence},
                                                        {"time", format_time_ms(record.time)},
                                                        {"kind", run::to_string(record.kind)},
                                                        {"step", record.step},
                                                        {"payload", record.payload},
                                                        {"hash", to_hex(record.hash)}}) +
             "\n";
  }
  return lines;
}

}  // namespace godwit::report
