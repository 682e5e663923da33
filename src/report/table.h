// Table: rows of texts in aligned columns, no wider than the terminal.
//
//     Table table({{"step"}, {"what", Align::left, Fit::wrap}, {"requests", Align::right}});
//     table.add({{"key/chime", Style::bold}, {"create the key"}, {"1,204"}});
//     out += table.text(terminal);
#pragma once

#include <string>
#include <vector>

#include "report/terminal.h"

namespace godwit::report {

enum class Align { left, right };

// What a column does where the terminal is too narrow: stay as it is, break its texts into lines,
// or cut them off.
enum class Fit { keep, wrap, cut };

struct Column {
  std::string heading;  // a table without any headings has no line for them
  Align align = Align::left;
  Fit fit = Fit::keep;
};

struct Cell {
  std::string text;
  Style style = Style::plain;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // Cells that are missing at the end are empty.
  void add(std::vector<Cell> row);
  bool empty() const { return rows_.empty(); }

  // Each line is indented, and ends without spaces. Where columns that keep their width are wider
  // than the terminal together, so is the table.
  std::string text(const Terminal& terminal, int indent = 0) const;

 private:
  std::vector<int> widths(int room) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace godwit::report
