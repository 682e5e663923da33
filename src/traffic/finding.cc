#include "traffic/finding.h"

#include <fmt/format.h>

namespace godwit::traffic {

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::refused:
      return "refused";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "note";
  }
  return "";
}

std::string title(const RecordSet& record) {
  const std::string identity = fmt::format("{} {}", record.name, record.type);
  return record.set_identifier.empty() ? identity
                                       : fmt::format("{} '{}'", identity, record.set_identifier);
}

std::string percent(double share) { return fmt::format("{:.3g} %", share * 100); }

}  // namespace godwit::traffic
