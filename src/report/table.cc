#include "report/table.h"

#include <algorithm>
#include <numeric>

#include "report/terminal_text.h"

namespace godwit::report {

namespace {

constexpr int gap = 2;
constexpr int narrowest_column = 8;

std::vector<std::string> lines_of(const std::string& text, const Column& column, int width) {
  if (column.fit == Fit::wrap) return wrap(text, width);
  if (column.fit == Fit::cut) return {cut(text, width)};
  return {text};
}

}  // namespace

void Table::add(std::vector<Cell> row) {
  row.resize(columns_.size());
  for (Cell& cell : row) cell.text = printable(cell.text);
  rows_.push_back(std::move(row));
}

// As wide as its widest text; then the widest of those that give way gives way, column by column.
std::vector<int> Table::widths(int room) const {
  std::vector<int> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    int width = display_width(columns_[i].heading);
    for (const auto& row : rows_) width = std::max(width, display_width(row[i].text));
    widths.push_back(width);
  }
  room -= gap * (static_cast<int>(columns_.size()) - 1);
  while (std::accumulate(widths.begin(), widths.end(), 0) > room) {
    int* widest = nullptr;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].fit == Fit::keep || widths[i] <= narrowest_column) continue;
      if (widest == nullptr || widths[i] > *widest) widest = &widths[i];
    }
    if (widest == nullptr) break;
    --*widest;
  }
  return widths;
}

std::string Table::text(const Terminal& terminal, int indent) const {
  const std::vector<int> widths = this->widths(terminal.width() - indent);
  std::string text;
  const auto add_row = [&](const std::vector<Cell>& row) {
    std::vector<std::vector<std::string>> cells;
    std::size_t height = 1;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      cells.push_back(lines_of(row[i].text, columns_[i], widths[i]));
      height = std::max(height, cells.back().size());
    }
    for (std::size_t line = 0; line < height; ++line) {
      int missing = indent;  // spaces that are due before the next text
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        const std::string part = line < cells[i].size() ? cells[i][line] : "";
        const int lacking = widths[i] - display_width(part);
        const bool right = columns_[i].align == Align::right;
        if (right) missing += lacking;
        if (!part.empty()) {
          text += pad_right("", missing) + terminal.styled(row[i].style, part);
          missing = 0;
        }
        missing += (right ? 0 : lacking) + gap;
      }
      text += '\n';
    }
  };

  std::vector<Cell> headings;
  for (const Column& column : columns_) headings.push_back({column.heading, Style::faint});
  const bool headed =
      std::ranges::any_of(columns_, [](const Column& column) { return !column.heading.empty(); });
  if (headed) add_row(headings);
  for (const auto& row : rows_) add_row(row);
  return text;
}

}  // namespace godwit::report
