#include <fmt/format.h>

#include <utility>

#include "base/text.h"
#include "report/scan_report.h"
#include "report/table.h"
#include "report/terminal_text.h"

namespace godwit::report {
namespace {

using check::Severity;
using repo::Dependency;

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", group_digits(count), noun, count == 1 ? "" : "s");
}

std::string place_of(const Location& at) {
  return at.line > 0 ? fmt::format("{}:{}", at.line, at.column) : std::string("name");
}

// What has to be said of a hit beside itself, a line each.
std::vector<std::pair<std::string, Style>> remarks(const ScanReport& report, std::size_t index) {
  std::vector<std::pair<std::string, Style>> lines;
  const repo::Hit& hit = report.scan().hits[index];
  for (const Dependency& dependency : hit.depends) {
    const Location where{report.path(dependency.where.file), dependency.where.line,
                         dependency.where.column};
    // What is used in the same file is seen there.
    switch (dependency.kind) {
      case Dependency::Kind::overridden:
        lines.emplace_back(fmt::format("no effect: {}, at {}", dependency.words, to_string(where)),
                           Style::warning);
        break;
      case Dependency::Kind::used:
        lines.emplace_back(fmt::format("used by {}, at {}", dependency.words, to_string(where)),
                           Style::faint);
        break;
      case Dependency::Kind::deployed:
        lines.emplace_back(fmt::format("is {}", dependency.words), Style::faint);
        break;
    }
  }
  if (const std::string& because = report.because(index); !because.empty()) {
    lines.emplace_back("stays: " + because, Style::faint);
  }
  return lines;
}

std::string hits_text(const ScanReport& report, const Terminal& terminal) {
  const auto& hits = report.scan().hits;
  std::string text;
  for (std::size_t first = 0; first < hits.size();) {
    const std::string& file = hits[first].at.file;
    text += terminal.styled(Style::bold, printable(report.path(file))) + '\n';
    Table table({{"", Align::right}, {""}, {""}, {""}, {"", Align::left, Fit::wrap}});
    std::size_t next = first;
    for (; next < hits.size() && hits[next].at.file == file; ++next) {
      const repo::Hit& hit = hits[next];
      const bool warned = report.severity(next) == Severity::warning;
      std::string what = hit.text;
      if (!hit.name.empty()) what += "  " + hit.name;
      table.add({{place_of(hit.at), Style::faint},
                 {std::string(to_string(hit.literal.what))},
                 {std::string(to_string(hit.use))},
                 {hit.role, warned ? Style::warning : Style::plain},
                 {std::move(what), warned ? Style::bold : Style::plain}});
      for (const auto& [line, style] : remarks(report, next)) {
        table.add({{}, {}, {}, {}, {line, style}});
      }
    }
    text += table.text(terminal, 2) + '\n';
    first = next;
  }
  return text;
}

std::string secrets_text(const ScanReport& report, const Terminal& terminal) {
  if (report.scan().secrets.empty()) return {};
  std::string text = terminal.styled(Style::bad, "secrets") + '\n';
  Table table({{""}, {"", Align::left, Fit::wrap}});
  for (const repo::FoundSecret& secret : report.scan().secrets) {
    const std::string& path = report.path(secret.at.file);
    const Location where{path, secret.at.line, secret.in_name ? 0 : secret.at.column};
    table.add({{secret.kind}, {to_string(where) + (secret.in_name ? " (its name)" : "")}});
  }
  return text + table.text(terminal, 2) + '\n';
}

std::string left_out_text(const ScanReport& report) {
  std::string text;
  for (const std::string& path : report.scan().large) {
    text += "left out, too large: " + printable(report.path(path)) + '\n';
  }
  for (const std::string& path : report.scan().unreadable) {
    text += "left out, cannot be read: " + printable(report.path(path)) + '\n';
  }
  return text;
}

std::string summary(const ScanReport& report, const Terminal& terminal) {
  const repo::Scan& scan = report.scan();
  std::vector<std::string> found;
  if (!scan.secrets.empty()) found.push_back(counted(scan.secrets.size(), "secret"));
  if (const std::size_t count = report.count(Severity::warning)) {
    found.push_back(counted(count, "literal") + " of the source in use");
  }
  if (const std::size_t count = report.count(Severity::note)) {
    found.push_back(counted(count, found.empty() ? "literal" : "other literal"));
  }
  if (const std::size_t count = report.excepted()) {
    found.push_back(fmt::format("{} that stay", group_digits(count)));
  }
  std::string where =
      fmt::format("{} with {}", counted(scan.files, "file"), format_bytes(scan.bytes));
  if (!scan.complete) where += ", not all";
  return fmt::format("{}: {} in {}\n",
                     report.passed() ? terminal.styled(Style::good, "passed")
                                     : terminal.styled(Style::bad, "not passed"),
                     found.empty() ? "nothing found" : join(found, ", "), where);
}

}  // namespace

std::string scan_text(const ScanReport& report, const Terminal& terminal) {
  return hits_text(report, terminal) + secrets_text(report, terminal) + left_out_text(report) +
         summary(report, terminal);
}

}  // namespace godwit::report
