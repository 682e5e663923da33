#include "markdown/document.h"

#include <cmark-gfm.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "base/text.h"
#include "markdown/structure.h"
#include "markdown/table.h"

namespace godwit::markdown {
namespace {

// How many cells may be added where rows have fewer than the header, and comments be found: a text
// of rubbish must not become a tree many times its size.
constexpr std::size_t most_added_cells = 100'000;
constexpr std::size_t most_comments = 10'000;
constexpr std::size_t longest_line_with_comments = 20'000;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

class Reader {
 public:
  explicit Reader(SourceText source) {
    if (source.content().size() > most_bytes) {
      const std::size_t end = source.content().rfind('\n', most_bytes);
      source = source.part(0, end == std::string::npos ? most_bytes : end + 1);
      document_.cut = true;
    }
    document_.source = std::move(source);
    structure_ = structure_of(document_.source.content());
    for (std::size_t begin = 0; begin != std::string::npos && begin <= structure_.size();) {
      lines_.push_back(begin);
      const std::size_t end = structure_.find('\n', begin);
      begin = end == std::string::npos ? end : end + 1;
    }
    document_.sections.emplace_back().title = document_.source.part(0, 0);
  }

  Document take() {
    const std::unique_ptr<cmark_node, decltype(&cmark_node_free)> root(
        cmark_parse_document(structure_.data(), structure_.size(), CMARK_OPT_DEFAULT),
        cmark_node_free);
    const std::unique_ptr<cmark_iter, decltype(&cmark_iter_free)> all(cmark_iter_new(root.get()),
                                                                      cmark_iter_free);
    for (cmark_event_type event = cmark_iter_next(all.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(all.get())) {
      visit(cmark_iter_get_node(all.get()), event == CMARK_EVENT_ENTER);
    }
    return std::move(document_);
  }

 private:
  void visit(cmark_node* node, bool enter) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_ITEM) {
      depth_ += enter ? 1 : -1;
      item_begins_ = enter;
    } else if (type == CMARK_NODE_BLOCK_QUOTE) {
      quotes_ += enter ? 1 : -1;
    } else if (enter && type == CMARK_NODE_HEADING) {
      heading(node);
    } else if (enter && type == CMARK_NODE_PARAGRAPH) {
      paragraph(node, last_line(node));
    } else if (enter && type == CMARK_NODE_CODE_BLOCK) {
      code(node);
    } else if (enter && type == CMARK_NODE_HTML_BLOCK) {
      // cmark's last line leaves out the one that ends a comment.
      const std::string_view literal = cmark_node_get_literal(node);
      const auto ends = static_cast<std::size_t>(std::ranges::count(literal, '\n'));
      const std::size_t last = std::min(first_line(node) + ends, lines_.size()) - 1;
      comments(gather(lines_of(node, std::max(last, first_line(node)))), false);
    }
  }

  std::string_view content() const { return document_.source.content(); }
  std::size_t line_end(std::size_t line) const {  // lines count from 0 here
    std::size_t end = line + 1 < lines_.size() ? lines_[line + 1] - 1 : content().size();
    if (end > lines_[line] && content()[end - 1] == '\r') --end;
    return end;
  }
  std::size_t first_line(cmark_node* node) const {
    const int line = std::max(cmark_node_get_start_line(node), 1);
    return std::min(static_cast<std::size_t>(line), lines_.size()) - 1;
  }
  std::size_t last_line(cmark_node* node) const {
    const int line = std::max(cmark_node_get_end_line(node), 1);
    return std::max(std::min(static_cast<std::size_t>(line), lines_.size()) - 1, first_line(node));
  }

  // The lines of a block without what stands before them: quotes' marks, indentation.
  std::vector<Stretch> lines_of(cmark_node* node, std::size_t last) const {
    std::vector<Stretch> lines;
    const std::size_t first = first_line(node);
    for (std::size_t line = first; line <= last; ++line) {
      const std::size_t end = line_end(line);
      std::size_t begin = lines_[line];
      if (line == first) {
        begin += static_cast<std::size_t>(std::max(cmark_node_get_start_column(node), 1) - 1);
      } else {
        int quotes = quotes_;
        while (begin < end &&
               (is_blank(content()[begin]) || (content()[begin] == '>' && quotes-- > 0))) {
          ++begin;
        }
      }
      while (begin < end && is_blank(content()[begin])) ++begin;
      lines.push_back({std::min(begin, end), end});
    }
    return lines;
  }

  SourceText gather(std::span<const Stretch> lines) const {
    std::string text;
    std::vector<Place> starts;
    for (const Stretch& line : lines) {
      if (!starts.empty()) text += '\n';
      text += content().substr(line.begin, line.end - line.begin);
      const Location at = document_.source.at(line.begin);
      starts.push_back({at.line, at.column});
    }
    return {document_.source.file(), std::move(text), std::move(starts)};
  }

  int section() const { return static_cast<int>(document_.sections.size()) - 1; }

  void heading(cmark_node* node) {
    std::vector<Stretch> lines = lines_of(node, last_line(node));
    const bool underlined = view(lines.front()).substr(0, 1) != "#";
    if (underlined) {
      // cmark's last line is the underline, or the one after it.
      while (lines.size() > 1 && view(lines.back()).find_first_not_of("=-") != std::string::npos) {
        lines.pop_back();
      }
      while (lines.size() > 1 && view(lines.back()).empty()) lines.pop_back();
      if (lines.size() > 1) lines.pop_back();
      // A table with a line of dashes right after it is no heading.
      if (table_at(lines)) {
        paragraph(node, first_line(node) + lines.size() - 1);
        return;
      }
    }
    Stretch& first = lines.front();
    if (!underlined) {
      while (first.begin < first.end && content()[first.begin] == '#') ++first.begin;
      while (first.begin < first.end && is_blank(content()[first.begin])) ++first.begin;
      std::size_t end = first.end;
      while (end > first.begin && is_blank(content()[end - 1])) --end;
      first.end = end;
      while (end > first.begin && content()[end - 1] == '#') --end;
      if (end == first.begin || is_blank(content()[end - 1])) first.end = end;
      while (first.end > first.begin && is_blank(content()[first.end - 1])) --first.end;
    }
    Section added;
    added.level = cmark_node_get_heading_level(node);
    added.title = gather(lines);
    if (added.title.content().size() > most_title_bytes) {
      std::size_t end = most_title_bytes;
      while (end > 0 && (static_cast<unsigned char>(added.title.content()[end]) & 0xC0) == 0x80) {
        --end;
      }
      added.title = added.title.part(0, end);
    }
    while (!open_.empty() && document_.sections[open_.back()].level >= added.level)
      open_.pop_back();
    added.parent = open_.empty() ? -1 : static_cast<int>(open_.back());
    open_.push_back(document_.sections.size());
    document_.sections.push_back(std::move(added));
    introduced_by_ = -1;
  }

  // Which of the lines is the header of a table.
  std::optional<std::size_t> table_at(const std::vector<Stretch>& lines) const {
    for (std::size_t line = 1; line < lines.size(); ++line) {
      const auto columns = columns_of_delimiter(view(lines[line]));
      if (columns && cells_of(view(lines[line - 1])).size() == *columns) return line - 1;
    }
    return std::nullopt;
  }
  std::string_view view(const Stretch& stretch) const {
    return content().substr(stretch.begin, stretch.end - stretch.begin);
  }

  void paragraph(cmark_node* node, std::size_t last) {
    const std::vector<Stretch> lines = lines_of(node, last);
    const auto header = table_at(lines);
    const std::size_t end = header.value_or(lines.size());
    if (end > 0) prose(std::span(lines).first(end));
    if (header) table(std::span(lines).subspan(*header));
    item_begins_ = false;
  }

  void prose(std::span<const Stretch> lines) {
    Prose added;
    added.kind = item_begins_ ? Prose::Kind::item : Prose::Kind::paragraph;
    added.section = section();
    added.depth = depth_;
    added.quoted = quotes_ > 0;
    std::vector<Stretch> kept(lines.begin(), lines.end());
    Stretch& first = kept.front();
    const std::string_view text = view(first);
    if (item_begins_ && text.size() > 3 && text[0] == '[' && text[2] == ']' && is_blank(text[3]) &&
        (text[1] == ' ' || text[1] == 'x' || text[1] == 'X')) {
      added.task = true;
      first.begin += 3;
      while (first.begin < first.end && is_blank(content()[first.begin])) ++first.begin;
    }
    added.text = gather(kept);
    added.order = order_++;
    comments(added.text, true);
    introduced_by_ = static_cast<int>(document_.prose.size());
    document_.prose.push_back(std::move(added));
  }

  void table(std::span<const Stretch> lines) {
    Table added;
    added.section = section();
    const auto row_of = [&](const Stretch& line, std::vector<Cell>& row, std::size_t columns) {
      for (const Stretch& cell : cells_of(view(line))) {
        if (row.size() == columns) break;
        row.push_back({document_.source.part(line.begin + cell.begin, line.begin + cell.end)});
      }
    };
    row_of(lines.front(), added.header, most_columns);
    for (const Stretch& line : lines.subspan(2)) {
      std::vector<Cell>& row = added.rows.emplace_back();
      row_of(line, row, added.header.size());
      for (; row.size() < added.header.size() && added_cells_ < most_added_cells; ++added_cells_) {
        row.push_back({document_.source.part(line.end, line.end)});
      }
      if (row.size() < added.header.size()) {
        added.rows.pop_back();
        break;
      }
    }
    added.order = order_++;
    document_.tables.push_back(std::move(added));
    comments(gather(lines), true);
    introduced_by_ = -1;
  }

  void code(cmark_node* node) {
    Code added;
    int length = 0;
    int offset = 0;
    char fence = 0;
    added.fenced = cmark_node_get_fenced(node, &length, &offset, &fence) != 0;
    const std::size_t first = first_line(node) + (added.fenced ? 1 : 0);
    const std::string_view literal = cmark_node_get_literal(node);
    std::string text;
    std::vector<Place> starts;
    std::size_t line = first;
    for (std::size_t at = 0; at < literal.size() && line < lines_.size(); ++line) {
      const std::size_t end = std::min(literal.find('\n', at), literal.size());
      code_line(literal.substr(at, end - at), line, text, starts);
      at = end + 1;
    }
    if (added.fenced) {
      added.info = info(node, length, fence);
      added.language = language(added.info);
      added.closed = line <= last_line(node) && is_fence(line, length, fence);
    }
    added.text = SourceText(document_.source.file(), std::move(text), std::move(starts));
    added.section = section();
    added.introduced_by = introduced_by_;
    added.order = order_++;
    document_.code.push_back(std::move(added));
    introduced_by_ = -1;
    item_begins_ = false;
  }

  // cmark gives a line without what its quotes and lists take of it, and with spaces for what is
  // left of a tab that they take a part of. What it is itself is taken from the source.
  void code_line(std::string_view given, std::size_t line, std::string& text,
                 std::vector<Place>& starts) const {
    const std::size_t begin = lines_[line];
    const std::size_t whole = (line + 1 < lines_.size() ? lines_[line + 1] - 1 : content().size());
    std::size_t spaces = 0;
    const auto same = [&] {
      const std::size_t size = given.size() - spaces;
      return size <= whole - begin &&
             std::string_view(structure_).substr(whole - size, size) == given.substr(spaces);
    };
    while (spaces < given.size() && given[spaces] == ' ' && !same()) ++spaces;
    const std::size_t size = std::min(given.size() - spaces, whole - begin);
    const Location at = document_.source.at(whole - size);
    starts.push_back({at.line, std::max(at.column - static_cast<int>(spaces), 1)});
    text.append(spaces, ' ');
    text += content().substr(whole - size, size);
    if (text.ends_with('\r')) text.pop_back();
    text += '\n';
  }

  std::string info(cmark_node* node, int length, char fence) const {
    const std::size_t line = first_line(node);
    std::string_view text = content().substr(lines_[line], line_end(line) - lines_[line]);
    text = text.substr(
        std::min(text.find(std::string(static_cast<std::size_t>(length), fence)), text.size()));
    while (text.starts_with(fence)) text.remove_prefix(1);
    return std::string(trim(text));
  }

  static std::string language(std::string_view info) {
    info = info.substr(std::min(info.find_first_not_of("{."), info.size()));
    return to_lower(info.substr(0, info.find_first_of(" \t,}{:;")));
  }

  bool is_fence(std::size_t line, int length, char fence) const {
    std::string_view text = content().substr(lines_[line], line_end(line) - lines_[line]);
    text = text.substr(std::min(text.find(fence), text.size()));
    std::size_t marks = 0;
    while (marks < text.size() && text[marks] == fence) ++marks;
    return marks >= static_cast<std::size_t>(std::max(length, 3)) &&
           text.find_first_not_of(" \t", marks) == std::string_view::npos;
  }

  // Of running text, what is between ticks is code and no comment.
  void comments(const SourceText& text, bool running) {
    const std::string_view all = text.content();
    std::size_t at = 0;
    while (document_.comments.size() < most_comments) {
      const std::size_t open = all.find("<!--", at);
      if (open == std::string_view::npos) return;
      const std::size_t close = all.find("-->", open + 4);
      if (close == std::string_view::npos) return;
      at = close + 3;
      const std::size_t line = all.rfind('\n', open) + 1;  // npos + 1 is 0
      if (open - line > longest_line_with_comments) continue;
      const bool code = running && std::ranges::count(all.substr(line, open - line), '`') % 2 == 1;
      if (code) continue;
      document_.comments.push_back({text.part(open + 4, close), section(), order_++});
    }
  }

  Document document_;
  std::string structure_;
  std::vector<std::size_t> lines_;  // where each begins
  std::vector<std::size_t> open_;   // sections around the present one, and itself
  int depth_ = 0;
  int quotes_ = 0;
  bool item_begins_ = false;
  int introduced_by_ = -1;
  std::size_t order_ = 0;
  std::size_t added_cells_ = 0;
};

}  // namespace

Document read(SourceText source) { return Reader(std::move(source)).take(); }

}  // namespace godwit::markdown
