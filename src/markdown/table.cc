#include "markdown/table.h"

namespace godwit::markdown {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

Stretch trimmed(std::string_view row, Stretch cell) {
  while (cell.begin < cell.end && is_blank(row[cell.begin])) ++cell.begin;
  while (cell.end > cell.begin && is_blank(row[cell.end - 1])) --cell.end;
  return cell;
}

bool is_delimiter(std::string_view cell) {
  if (cell.starts_with(':')) cell.remove_prefix(1);
  if (cell.ends_with(':')) cell.remove_suffix(1);
  return !cell.empty() && cell.find_first_not_of('-') == std::string_view::npos;
}

}  // namespace

std::vector<Stretch> cells_of(std::string_view row) {
  const Stretch all = trimmed(row, {0, row.size()});
  std::vector<Stretch> cells;
  std::size_t begin = all.begin;
  if (begin < all.end && row[begin] == '|') ++begin;
  std::size_t at = begin;
  for (; at < all.end && cells.size() <= most_columns; ++at) {
    if (row[at] == '\\') {
      ++at;  // "\|" is no border, within code neither
    } else if (row[at] == '|') {
      cells.push_back(trimmed(row, {begin, at}));
      begin = at + 1;
    }
  }
  if (begin < all.end && cells.size() <= most_columns) {
    cells.push_back(trimmed(row, {begin, all.end}));
  }
  return cells;
}

std::optional<std::size_t> columns_of_delimiter(std::string_view row) {
  if (row.find('|') == std::string_view::npos) return std::nullopt;
  if (row.find_first_not_of(" \t\r|:-") != std::string_view::npos) return std::nullopt;
  const std::vector<Stretch> cells = cells_of(row);
  if (cells.empty() || cells.size() > most_columns) return std::nullopt;
  for (const Stretch& cell : cells) {
    if (!is_delimiter(row.substr(cell.begin, cell.end - cell.begin))) return std::nullopt;
  }
  return cells.size();
}

}  // namespace godwit::markdown
