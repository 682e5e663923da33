#include "check/statements.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "catalog/catalog.h"
#include "check/passages.h"
#include "check/read_scripts.h"
#include "check/shown_files.h"

namespace godwit::check {
namespace {

using Regions = std::vector<std::string>;

// Places that are countries or states as often as they are regions: "UK, Ireland, Portugal".
bool is_wide(std::string_view place) {
  constexpr std::array<std::string_view, 12> wide = {
      "Ireland", "Spain",  "Canada", "Malaysia", "Thailand", "Mexico",
      "Ohio",    "Oregon", "UAE",    "Bahrain",  "Central",  "New Zealand"};
  return std::ranges::find(wide, place) != wide.end();
}

// Nobody says more regions in one breath and means something of each.
constexpr std::size_t most_regions = 64;

std::vector<RegionWord> said_in(std::string_view text) {
  std::vector<RegionWord> said = regions_said(text);
  if (said.size() > most_regions) said.resize(most_regions);
  std::erase_if(said, [&](const RegionWord& word) {
    return !word.code && is_wide(text.substr(word.begin, word.end - word.begin));
  });
  return said;
}

Regions names_of(const std::vector<RegionWord>& said) {
  Regions names;
  for (const RegionWord& word : said) {
    if (std::ranges::find(names, word.region) == names.end()) names.push_back(word.region);
  }
  return names;
}

// "from eu-west-1", "to eu-west-1": where something comes from or goes to, not where it is.
bool is_on_the_way(std::string_view text, const RegionWord& word) {
  std::string_view before = text.substr(0, word.begin);
  while (!before.empty() &&
         std::string_view(" `*_([").find(before.back()) != std::string_view::npos)
    before.remove_suffix(1);
  const std::size_t space = before.find_last_of(" \n\t");
  const std::string last =
      to_lower(space == std::string_view::npos ? before : before.substr(space + 1));
  constexpr std::array<std::string_view, 9> ways = {"from",    "to", "into", "towards", "than",
                                                    "leaving", "->", "→",    "not"};
  return std::ranges::find(ways, last) != ways.end();
}

// What a section's title says of the region of all that is in it.
struct Place {
  Regions regions;
  bool unclear = false;
};

Place place_of_title(std::string_view title) {
  const auto said = said_in(title);
  const Regions names = names_of(said);
  if (names.empty()) return {};
  if (names.size() > 1) return {{}, true};
  return {names, false};
}

// One document, or a block of Markdown in it.
class Sheet {
 public:
  Sheet(const markdown::Document& document, int index, std::vector<Statement>& all)
      : document_(document), index_(index), all_(all) {
    for (std::size_t i = 0; i < document.sections.size(); ++i) {
      const markdown::Section& section = document.sections[i];
      Place place = place_of_title(section.title.content());
      if (place.regions.empty() && !place.unclear && section.parent >= 0) {
        place = places_[static_cast<std::size_t>(section.parent)];
      }
      places_.push_back(std::move(place));
    }
  }

  // `within`: of a block in another document, that one's section and titles.
  void read(bool before, int outer_section, const std::vector<std::string>& outer_titles) {
    before_ = before;
    outer_section_ = outer_section;
    outer_titles_ = outer_titles;
    for (std::size_t i = 0; i < document_.sections.size(); ++i) {
      if (document_.sections[i].title.content().empty()) continue;
      Statement title =
          make(Statement::Kind::title, share(document_.sections[i].title), static_cast<int>(i));
      title.about = places_[i].regions;
      add(std::move(title));
    }
    read_prose();
    for (const markdown::Table& table : document_.tables) read_table(table);
    const std::vector<BlockFile> files = files_of_blocks(document_);
    for (std::size_t i = 0; i < document_.code.size(); ++i) {
      const markdown::Code& code = document_.code[i];
      const bool old = before || files[i].form == ShownFile::Form::before;
      if (code.language == "markdown" || code.language == "md") {
        if (outer_section < 0) read_inner(code, old);
      } else if (is_drawing(code)) {
        read_drawing(code, old);
      }
    }
  }

 private:
  using Whole = std::shared_ptr<const SourceText>;

  Statement make(Statement::Kind kind, const Whole& text, int section) {
    Statement statement;
    statement.kind = kind;
    statement.whole = text;
    statement.end = text->content().size();
    statement.document = index_;
    statement.section = outer_section_ >= 0 ? outer_section_ : section;
    statement.before = before_;
    statement.starts = true;
    statement.in_sections = titles_of(section);
    return statement;
  }

  // Those of a section, made once.
  std::shared_ptr<const std::vector<std::string>> titles_of(int section) {
    if (titles_.empty()) titles_.resize(document_.sections.size());
    auto& titles = titles_[static_cast<std::size_t>(section)];
    if (titles) return titles;
    std::vector<std::string> all;
    for (int at = section; at >= 0;) {
      const markdown::Section& each = document_.sections[static_cast<std::size_t>(at)];
      all.push_back(markdown::plain(each.title.content()));
      at = each.parent;
    }
    all.insert(all.end(), outer_titles_.begin(), outer_titles_.end());
    titles = std::make_shared<const std::vector<std::string>>(std::move(all));
    return titles;
  }

  static Whole share(const SourceText& text) { return std::make_shared<const SourceText>(text); }

  void add(Statement statement) {
    statement.denies = statement.denies || denies(statement.words());
    all_.push_back(std::move(statement));
  }

  void read_prose() {
    struct Open {
      int depth;
      int section;
      Place place;
    };
    std::vector<Open> open;
    std::optional<Open> introduction;
    for (const markdown::Prose& prose : document_.prose) {
      const bool item = prose.kind == markdown::Prose::Kind::item;
      const int depth = item ? std::max(prose.depth, 1) : 0;
      while (!open.empty() && (open.back().depth >= depth || open.back().section != prose.section))
        open.pop_back();
      Place context = places_[static_cast<std::size_t>(prose.section)];
      if (introduction && item && introduction->section == prose.section &&
          (!introduction->place.regions.empty() || introduction->place.unclear)) {
        context = introduction->place;
      }
      for (const Open& each : open) {
        if (!each.place.regions.empty() || each.place.unclear) context = each.place;
      }
      const std::string_view content = prose.text.content();
      sentences(share(prose.text), prose.section, context);

      // What it says for what is listed below it: by its first words.
      Place own;
      const Regions names = names_of(said_in(content));
      if (names.size() == 1) own.regions = names;
      own.unclear = names.size() > 1;
      if (item) {
        open.push_back({depth, prose.section, own});
      } else {
        open.clear();
        introduction.reset();
        if (trim(markdown::plain(content)).ends_with(':')) introduction = {0, prose.section, own};
      }
    }
  }

  void sentences(const Whole& text, int section, const Place& context) {
    const std::string_view content = text->content();
    std::size_t begin = 0;
    while (begin < content.size()) {
      std::size_t end = begin;
      while (end < content.size()) {
        const char byte = content[end];
        const bool last =
            end + 1 == content.size() || content[end + 1] == ' ' || content[end + 1] == '\n';
        ++end;
        if (byte == ';' || ((byte == '.' || byte == '!' || byte == '?') && last)) break;
        // Lines that begin with a label each: "**Chime:** in eu-west-1".
        if (byte == '\n' && content.substr(end).starts_with("**")) break;
      }
      Statement statement = make(Statement::Kind::sentence, text, section);
      statement.starts = begin == 0;
      statement.begin = begin;
      statement.end = end;
      for (RegionWord word : said_in(statement.words())) {
        word.begin += begin;
        word.end += begin;
        statement.said.push_back(std::move(word));
      }
      const Regions names = names_of(statement.said);
      if (names.empty()) {
        statement.about = context.regions;
        statement.unclear = context.unclear;
      } else if (names.size() == 1 && !is_on_the_way(content, statement.said.front())) {
        statement.about = names;
      } else {
        statement.unclear = true;
      }
      add(std::move(statement));
      begin = end;
    }
  }

  void read_table(const markdown::Table& table) {
    std::vector<Regions> columns;
    for (const markdown::Cell& cell : table.header) {
      columns.push_back(names_of(said_in(cell.text.content())));
    }
    const Place& section = places_[static_cast<std::size_t>(table.section)];
    for (const auto& row : table.rows) {
      Regions own;
      Regions by_column;
      bool no = false;
      bool money = false;
      std::string all;
      for (std::size_t i = 0; i < row.size(); ++i) {
        const std::string_view content = row[i].text.content();
        for (std::string& name : names_of(said_in(content))) own.push_back(std::move(name));
        if (i < columns.size() && columns[i].size() == 1) {
          // What something costs in a region says nothing of whether it is there.
          money = money || content.find_first_of("$€£") != std::string_view::npos;
          if (!trim(content).empty() && !denies(content)) by_column.push_back(columns[i].front());
        } else if (i > 0) {
          no = no || denies(content);
          all += ' ' + std::string(content) + " |";
        }
      }
      std::ranges::sort(own);
      own.erase(std::ranges::unique(own).begin(), own.end());
      for (std::size_t i = 0; i < row.size(); ++i) {
        Statement cell = make(Statement::Kind::cell, share(row[i].text), table.section);
        cell.said = said_in(cell.words());
        const bool has_column = i < columns.size() && columns[i].size() == 1;
        if (has_column && own.empty()) {
          cell.about = columns[i];
        } else if (own.size() == 1) {
          cell.about = own;
        } else if (own.size() > 1) {
          cell.unclear = true;
        } else if (money) {
          cell.unclear = true;
        } else if (!by_column.empty()) {
          cell.about = by_column;
        } else {
          cell.about = section.regions;
          cell.unclear = section.unclear;
        }
        cell.denies = no;
        cell.row = row.front().text.content();
        if (i == 0) cell.after = all;
        add(std::move(cell));
      }
    }
  }

  void read_inner(const markdown::Code& code, bool old) {
    const markdown::Document inner = markdown::read(code.text);
    Sheet sheet(inner, index_, all_);
    sheet.read(old, code.section, *titles_of(code.section));
  }

  // Boxes and lines, or a list in a block: neither a program nor data.
  static bool is_drawing(const markdown::Code& code) {
    constexpr std::array<std::string_view, 8> drawings = {"",      "text",  "txt",     "plaintext",
                                                          "plain", "ascii", "mermaid", "plantuml"};
    if (std::ranges::find(drawings, code.language) == drawings.end()) return false;
    const std::string language = language_of(code);
    return !is_shell(language) || language.empty();
  }

  void read_drawing(const markdown::Code& code, bool old) {
    Place current = places_[static_cast<std::size_t>(code.section)];
    const Whole whole = share(code.text);
    for (std::size_t number = 1; number <= whole->lines(); ++number) {
      const std::string_view line = whole->line(number);
      if (trim(line).empty()) continue;
      const std::size_t begin = static_cast<std::size_t>(line.data() - whole->content().data());
      Statement statement = make(Statement::Kind::diagram, whole, code.section);
      statement.before = old;
      statement.begin = begin;
      statement.end = begin + line.size();
      for (RegionWord word : said_in(line)) {
        word.begin += begin;
        word.end += begin;
        statement.said.push_back(std::move(word));
      }
      const Regions names = names_of(statement.said);
      if (names.size() == 1) current = {names, false};
      if (names.size() > 1) current = {{}, true};
      statement.about = current.regions;
      statement.unclear = current.unclear;
      add(std::move(statement));
    }
  }

  const markdown::Document& document_;
  int index_;
  std::vector<Statement>& all_;
  std::vector<Place> places_;
  bool before_ = false;
  int outer_section_ = -1;
  std::vector<std::string> outer_titles_;
  std::vector<std::shared_ptr<const std::vector<std::string>>> titles_;  // by section
};

}  // namespace

bool denies(std::string_view text) {
  constexpr std::array<std::string_view, 24> words = {
      "not",     "no",    "never", "without",     "cannot",      "instead", "except", "unless",
      "missing", "lacks", "lack",  "unavailable", "unsupported", "n/a",     "isn't",  "aren't",
      "doesn't", "don't", "can't", "won't",       "only in",     "neither", "nor",    "nowhere"};
  if (text.find("❌") != std::string_view::npos || text.find("✗") != std::string_view::npos ||
      text.find("✘") != std::string_view::npos) {
    return true;
  }
  return has_any_word(text, words);
}

std::vector<Statement> statements_of(const Subject& subject) {
  std::vector<Statement> all;
  for (std::size_t i = 0; i < subject.documents.size(); ++i) {
    Sheet sheet(subject.documents[i].content, static_cast<int>(i), all);
    sheet.read(false, -1, {});
  }
  return all;
}

}  // namespace godwit::check
