#include "check/passages.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/text.h"
#include "catalog/catalog.h"
#include "check/paths.h"

namespace godwit::check {
namespace {

bool is_word_byte(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  return (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z') ||
         (value >= '0' && value <= '9') || value == '_' || value >= 0x80;
}

char lower(char byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

bool begins_word(std::string_view text, std::size_t at) {
  return at == 0 || !is_word_byte(text[at - 1]);
}

void add_prose(const markdown::Document& document, int index, std::vector<Passage>& all) {
  std::vector<std::pair<int, int>> open;  // depth and index of the passages above
  for (const markdown::Prose& prose : document.prose) {
    Passage passage;
    passage.kind =
        prose.kind == markdown::Prose::Kind::item ? Passage::Kind::item : Passage::Kind::paragraph;
    passage.text = prose.text;
    passage.plain = markdown::plain(prose.text.content());
    passage.document = index;
    passage.section = prose.section;
    passage.order = prose.order;
    const int depth = passage.kind == Passage::Kind::item ? prose.depth : 0;
    while (!open.empty() && open.back().first >= depth) open.pop_back();
    if (depth > 0 && !open.empty()) {
      const Passage& above = all[static_cast<std::size_t>(open.back().second)];
      const bool introduces = above.kind == Passage::Kind::item || above.plain.ends_with(':');
      if (above.section == prose.section && introduces) passage.parent = open.back().second;
    }
    open.emplace_back(depth, static_cast<int>(all.size()));
    all.push_back(std::move(passage));
  }
}

void add_tables(const markdown::Document& document, int index, std::vector<Passage>& all) {
  for (const markdown::Table& table : document.tables) {
    for (const std::vector<markdown::Cell>& row : table.rows) {
      for (std::size_t column = 0; column < row.size(); ++column) {
        Passage passage;
        passage.kind = Passage::Kind::cell;
        passage.text = row[column].text;
        passage.plain = markdown::plain(row[column].text.content());
        passage.document = index;
        passage.section = table.section;
        passage.order = table.order;
        passage.row = markdown::plain(row.front().text.content());
        if (column == 0) {
          for (const markdown::Cell& cell : row) {
            passage.whole_row += markdown::plain(cell.text.content()) + " ";
          }
        }
        if (column < table.header.size()) {
          passage.column = markdown::plain(table.header[column].text.content());
        }
        all.push_back(std::move(passage));
      }
    }
  }
}

void add_comments(const Subject& subject, int index, std::vector<Passage>& all) {
  const markdown::Document& document = subject.documents[static_cast<std::size_t>(index)].content;
  for (const Script& script : subject.scripts) {
    if (script.document != index || script.code < 0 || !script.parsed) continue;
    const markdown::Code& code = document.code[static_cast<std::size_t>(script.code)];
    for (const shell::Comment& comment : script.parsed->comments) {
      Passage passage;
      passage.kind = Passage::Kind::comment;
      passage.text = script.text.part(comment.extent.begin, comment.extent.end);
      passage.plain = std::string(trim(comment.text));
      passage.document = index;
      passage.section = code.section;
      passage.order = code.order;
      all.push_back(std::move(passage));
    }
  }
}

constexpr std::array<std::string_view, 12> ways_back = {
    "rollback", "roll back", "roll-back", "rolling back", "way back", "back out",
    "backout",  "back-out",  "revert",    "reverting",    "failback", "fall back plan"};

bool is_title_of_way_back(std::string_view title) { return has_any_word(title, ways_back); }

}  // namespace

std::vector<Passage> passages_of(const Subject& subject) {
  std::vector<Passage> all;
  for (std::size_t index = 0; index < subject.documents.size(); ++index) {
    const markdown::Document& document = subject.documents[index].content;
    add_prose(document, static_cast<int>(index), all);
    add_tables(document, static_cast<int>(index), all);
    add_comments(subject, static_cast<int>(index), all);
  }
  return all;
}

bool is_way_back(const markdown::Document& document, int section) {
  const int count = static_cast<int>(document.sections.size());
  for (int levels = 0; section >= 0 && section < count && levels < 10; ++levels) {
    const markdown::Section& here = document.sections[static_cast<std::size_t>(section)];
    if (is_title_of_way_back(here.title.content())) return true;
    section = here.parent;
  }
  return false;
}

bool is_way_back(const Subject& subject, const Command& command) {
  const Script& script = subject.scripts[command.script];
  if (script.document < 0) {
    const std::string_view name = file_name(script.file);
    return has_beginning(name, "rollback") || has_beginning(name, "roll-back") ||
           has_beginning(name, "revert") || has_beginning(name, "failback");
  }
  const auto document = static_cast<std::size_t>(script.document);
  if (document >= subject.documents.size() || script.code < 0) return false;
  const markdown::Document& content = subject.documents[document].content;
  return is_way_back(content, content.code[static_cast<std::size_t>(script.code)].section);
}

std::optional<Span> way_back_title(const markdown::Document& document) {
  for (const markdown::Section& section : document.sections) {
    const SourceText& title = section.title;
    if (is_title_of_way_back(title.content())) return span_of(title, 0, title.content().size());
  }
  return std::nullopt;
}

std::string region_of_section(const markdown::Document& document, int section) {
  const int count = static_cast<int>(document.sections.size());
  for (int levels = 0; section >= 0 && section < count && levels < 10; ++levels) {
    const markdown::Section& here = document.sections[static_cast<std::size_t>(section)];
    const std::string& title = here.title.content();
    const std::vector<std::string> regions = regions_in(title);
    if (regions.size() > 1 && (has_word(title, "to") || title.find("->") != std::string::npos ||
                               title.find("→") != std::string::npos)) {
      return {};
    }
    if (!regions.empty()) return regions.front();
    section = here.parent;
  }
  return {};
}

std::vector<std::string> regions_in(std::string_view text) {
  std::vector<std::string> regions;
  // A region's name ends in a digit after '-': look at those alone.
  for (std::size_t dash = text.find('-'); dash != std::string_view::npos;
       dash = text.find('-', dash + 1)) {
    if (dash + 1 >= text.size() || text[dash + 1] < '0' || text[dash + 1] > '9') continue;
    std::size_t begin = dash;
    while (begin > 0 && dash - begin < 20 &&
           ((text[begin - 1] >= 'a' && text[begin - 1] <= 'z') || text[begin - 1] == '-')) {
      --begin;
    }
    // "my-bucket-eu-west-1" ends in a region's name, too.
    for (std::size_t at = begin; at < dash; ++at) {
      if (at != begin && text[at - 1] != '-') continue;
      const std::string_view name = text.substr(at, dash + 2 - at);
      const bool ends = dash + 2 >= text.size() || text[dash + 2] < '0' || text[dash + 2] > '9';
      if (!ends || !catalog::is_region(name)) continue;
      if (std::ranges::find(regions, name) == regions.end()) regions.emplace_back(name);
      break;
    }
  }
  return regions;
}

std::size_t find_letters(std::string_view text, std::string_view letters, std::size_t from) {
  if (letters.empty() || from >= text.size()) return std::string_view::npos;
  const auto found =
      std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), letters.begin(),
                  letters.end(), [](char a, char b) { return lower(a) == lower(b); });
  return found == text.end() ? std::string_view::npos
                             : static_cast<std::size_t>(found - text.begin());
}

std::size_t find_word(std::string_view text, std::string_view word, std::size_t from) {
  for (std::size_t at = find_letters(text, word, from); at != std::string_view::npos;
       at = find_letters(text, word, at + 1)) {
    const std::size_t end = at + word.size();
    if (begins_word(text, at) && (end == text.size() || !is_word_byte(text[end]))) return at;
  }
  return std::string_view::npos;
}

bool has_word(std::string_view text, std::string_view word) {
  return find_word(text, word) != std::string_view::npos;
}

bool has_any_word(std::string_view text, std::span<const std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return has_word(text, word); });
}

std::size_t find_beginning(std::string_view text, std::string_view beginning) {
  for (std::size_t at = find_letters(text, beginning, 0); at != std::string_view::npos;
       at = find_letters(text, beginning, at + 1)) {
    if (begins_word(text, at)) return at;
  }
  return std::string_view::npos;
}

bool has_beginning(std::string_view text, std::string_view beginning) {
  return find_beginning(text, beginning) != std::string_view::npos;
}

bool has_any_beginning(std::string_view text, std::span<const std::string_view> beginnings) {
  return std::ranges::any_of(
      beginnings, [&](std::string_view beginning) { return has_beginning(text, beginning); });
}

Span span_in(const Passage& passage, std::string_view words) {
  const std::string& content = passage.text.content();
  const std::size_t at = find_letters(content, words, 0);
  if (at == std::string_view::npos) return span_of(passage.text, 0, content.size());
  return span_of(passage.text, at, at + words.size());
}

bool is_migration(const Subject& subject) {
  const std::string& source = subject.migration.source.region;
  const std::string& target = subject.migration.target.region;
  return !source.empty() && !target.empty() && source != target;
}

}  // namespace godwit::check
