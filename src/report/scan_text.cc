#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/counted.h"
#include "base/text.h"
#include "report/scan_report.h"
#include "report/table.h"
#include "report/terminal_text.h"

namespace godwit::report {
namespace {

using check::Severity;
using repo::Dependency;

constexpr int indent = 2;

// Where it is, seen from another file or from the same one.
std::string seen_from(const Location& from, const Location& where, const ScanReport& report) {
  if (from.file == where.file) return fmt::format("line {}", where.line);
  return to_string(Location{report.path(where.file), where.line, where.column});
}

struct Remark {
  std::string text;
  Style style = Style::faint;
};

// What has to be said of a hit beside itself.
std::vector<Remark> remarks(const ScanReport& report, std::size_t index) {
  std::vector<Remark> all;
  const repo::Hit& hit = report.scan().hits[index];
  std::vector<std::string> takers;
  for (const Dependency& dependency : hit.depends) {
    const std::string where = seen_from(hit.at, dependency.where, report);
    switch (dependency.kind) {
      case Dependency::Kind::overridden:
        all.push_back({fmt::format("a change has no effect where {}: {}", dependency.words, where),
                       Style::warning});
        break;
      case Dependency::Kind::used:
        takers.push_back(fmt::format("{} ({})", dependency.words, where));
        break;
      case Dependency::Kind::deployed:
        all.push_back({"that is " + dependency.words});
        break;
    }
  }
  if (!takers.empty()) all.push_back({"used by " + join(takers, ", ")});
  if (const std::string& because = report.because(index); !because.empty()) {
    all.push_back({"stays: " + because});
  }
  return all;
}

// The hits of one file, in columns; texts are whole, so that they can be copied.
class FileText {
 public:
  FileText(const ScanReport& report, std::size_t first, const Terminal& terminal)
      : report_(report), terminal_(terminal), first_(first), next_(first) {
    const auto& hits = report.scan().hits;
    for (; next_ < hits.size() && hits[next_].at.file == hits[first].at.file; ++next_) {
      const std::array<std::string, 4> cells = cells_of(hits[next_]);
      for (std::size_t i = 0; i < cells.size(); ++i) {
        widths_[i] = std::max(widths_[i], display_width(cells[i]));
      }
    }
  }

  std::size_t next() const { return next_; }

  std::string text() const {
    const std::string& file = report_.scan().hits[first_].at.file;
    std::string text = terminal_.styled(Style::bold, printable(report_.path(file))) + '\n';
    for (std::size_t i = first_; i < next_; ++i) add(i, text);
    return text;
  }

 private:
  static std::array<std::string, 4> cells_of(const repo::Hit& hit) {
    return {fmt::format("{}:{}", hit.at.line, hit.at.column),
            std::string(to_string(hit.literal.what)), std::string(to_string(hit.use)), hit.role};
  }

  void add(std::size_t index, std::string& text) const {
    const repo::Hit& hit = report_.scan().hits[index];
    const bool warned = report_.severity(index) == Severity::warning;
    const std::array<std::string, 4> cells = cells_of(hit);
    const std::array<Style, 4> styles = {Style::faint, Style::plain, Style::plain,
                                         warned ? Style::warning : Style::plain};
    int width = indent;
    text += std::string(indent, ' ');
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (widths_[i] == 0) continue;
      text += terminal_.styled(
          styles[i], i == 0 ? pad_left(cells[i], widths_[i]) : pad_right(cells[i], widths_[i]));
      text += "  ";
      width += widths_[i] + 2;
    }
    const std::string literal = printable(hit.text);
    text += terminal_.styled(warned ? Style::bold : Style::plain, literal);
    if (!hit.name.empty()) {
      const std::string name = printable(hit.name);
      const bool fits =
          width + display_width(literal) + 2 + display_width(name) <= terminal_.width();
      text += fits ? "  " : '\n' + std::string(static_cast<std::size_t>(width), ' ');
      text += terminal_.styled(Style::faint, name);
    }
    text += '\n';
    const int left = indent + widths_[0] + 2;
    for (const Remark& remark : remarks(report_, index)) {
      for (const std::string& line : wrap(printable(remark.text), terminal_.width() - left)) {
        text += std::string(static_cast<std::size_t>(left), ' ') +
                terminal_.styled(remark.style, line) + '\n';
      }
    }
  }

  const ScanReport& report_;
  const Terminal& terminal_;
  std::size_t first_;
  std::size_t next_;
  std::array<int, 4> widths_{};
};

std::string hits_text(const ScanReport& report, const Terminal& terminal) {
  std::string text;
  for (std::size_t first = 0; first < report.scan().hits.size();) {
    const FileText file(report, first, terminal);
    text += file.text() + '\n';
    first = file.next();
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
  if (!scan.secrets.empty()) found.push_back(counted_in_groups(scan.secrets.size(), "secret"));
  if (const std::size_t count = report.count(Severity::warning)) {
    found.push_back(counted_in_groups(count, "literal") + " of the source in use");
  }
  if (const std::size_t count = report.count(Severity::note)) {
    found.push_back(counted_in_groups(
        count, report.count(Severity::warning) > 0 ? "other literal" : "literal"));
  }
  if (const std::size_t count = report.excepted()) {
    found.push_back(fmt::format("{} that stay", group_digits(count)));
  }
  std::string where =
      fmt::format("{} with {}", counted_in_groups(scan.files, "file"), format_bytes(scan.bytes));
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
