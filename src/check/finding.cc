#include "check/finding.h"

#include <algorithm>
#include <utility>

namespace godwit::check {

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "note";
  }
  return "";
}

Span span_of(const SourceText& text, std::size_t begin, std::size_t end) {
  const std::string_view content = text.content();
  begin = std::min(begin, content.size());
  end = std::clamp(end, begin, content.size());
  const std::size_t line_end = std::min(content.substr(0, end).find('\n', begin), end);
  const Location at = text.at(begin);
  return {at, std::max(1, text.at(line_end).column - at.column)};
}

Finding& Findings::add(const Span& span, std::string message, std::string remedy) {
  Finding finding{.rule = std::string(rule_),
                  .severity = severity_,
                  .span = span,
                  .message = std::move(message),
                  .remedy = std::move(remedy)};
  if (++added_ > most) return spare_ = std::move(finding);
  return all_.emplace_back(std::move(finding));
}

}  // namespace godwit::check
