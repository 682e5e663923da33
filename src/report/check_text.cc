#include <fmt/format.h>

#include <algorithm>

#include "base/counted.h"
#include "base/text.h"
#include "report/check_report.h"
#include "report/excerpt.h"
#include "report/terminal_text.h"

namespace godwit::report {
namespace {

using check::Finding;
using check::Severity;

constexpr int label_width = 12;  // "  rests on  "

Style style_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return Style::bad;
    case Severity::warning:
      return Style::warning;
    case Severity::note:
      return Style::heading;
  }
  return Style::plain;
}

// The text beside a label, in as many lines as it takes.
std::string labelled(std::string_view label, std::string_view text, const Terminal& terminal) {
  std::string lines;
  std::string left = pad_right(fmt::format("  {}", label), label_width);
  for (const std::string& line : wrap(printable(text), terminal.width() - label_width)) {
    lines += terminal.styled(Style::faint, left) + line + '\n';
    left = std::string(label_width, ' ');
  }
  return lines;
}

std::string source_line(const Finding& finding, std::string_view line, const Terminal& terminal) {
  if (trim(line).empty()) return {};
  const std::string number = fmt::format("{:>5} | ", finding.span.at.line);
  const std::string margin = std::string(number.size() - 2, ' ') + "| ";
  const int room = terminal.width() - static_cast<int>(number.size());
  const Excerpt shown =
      excerpt(line, finding.span.at.column, finding.span.length, room, finding.secret);
  return terminal.styled(Style::faint, number) + shown.line + '\n' +
         terminal.styled(Style::faint, margin) +
         terminal.styled(style_of(finding.severity), shown.marks) + '\n';
}

std::string finding_text(const Finding& finding, const CheckReport& report,
                         const Terminal& terminal) {
  const std::string severity(to_string(finding.severity));
  const std::string indent(severity.size() + 2, ' ');
  std::string text = terminal.styled(style_of(finding.severity), severity + ":") + ' ';
  const auto lines =
      wrap(printable(finding.message), terminal.width() - static_cast<int>(indent.size()));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) text += indent;
    text += terminal.styled(Style::bold, lines[i]) + '\n';
  }
  text += fmt::format("  {}  {}\n", printable(to_string(finding.span.at)),
                      terminal.styled(Style::faint, finding.rule));
  if (report.texts != nullptr) {
    text += source_line(finding, report.texts->line(finding.span.at), terminal);
  }
  for (const check::Related& related : finding.related) {
    text += labelled("see", fmt::format("{}: {}", to_string(related.span.at), related.message),
                     terminal);
  }
  if (!finding.remedy.empty()) text += labelled("remedy", finding.remedy, terminal);
  if (finding.basis) {
    text += labelled("rests on",
                     fmt::format("{}, {}: {}", finding.basis->fact,
                                 as_of(*finding.basis, report.today), finding.basis->source),
                     terminal);
  }
  return text;
}

std::string summary(const CheckReport& report, const Terminal& terminal) {
  std::vector<std::string> found;
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    if (const std::size_t count = report.count(severity)) {
      found.push_back(counted_in_groups(count, to_string(severity)));
    }
  }
  if (!report.outcome.allowed.empty()) {
    found.push_back(fmt::format("{} allowed", group_digits(report.outcome.allowed.size())));
  }
  std::string where = counted_in_groups(report.files.size(), "file");
  if (report.repository_files > 0) {
    where += fmt::format(" and {} of the repository", group_digits(report.repository_files));
  }
  return fmt::format("{}: {} in {}\n",
                     report.passed() ? terminal.styled(Style::good, "passed")
                                     : terminal.styled(Style::bad, "not passed"),
                     found.empty() ? "nothing found" : join(found, ", "), where);
}

}  // namespace

bool CheckReport::passed() const {
  return std::ranges::none_of(outcome.findings, [this](const Finding& finding) {
    return finding.severity <= fail_on;  // errors come first
  });
}

std::size_t CheckReport::count(Severity severity) const {
  return static_cast<std::size_t>(
      std::ranges::count(outcome.findings, severity, &Finding::severity));
}

std::string as_of(const check::Basis& basis, Time today) {
  std::string text = "as of " + basis.as_of;
  // "2026-05" is its first day.
  const auto then = parse_time(basis.as_of.size() == 7 ? basis.as_of + "-01" : basis.as_of);
  if (!then) return text;
  const auto days = (today - *then) / hours(24);
  if (days >= 700) return text + fmt::format(" ({} years old)", (days + 182) / 365);
  if (days >= 60) return text + fmt::format(" ({} months old)", (days + 15) / 30);
  if (days >= 31) return text + " (a month old)";
  return text;
}

std::string check_text(const CheckReport& report, const Terminal& terminal) {
  std::string text;
  for (const Finding& finding : report.outcome.findings) {
    text += finding_text(finding, report, terminal) + '\n';
  }
  return text + summary(report, terminal);
}

}  // namespace godwit::report
