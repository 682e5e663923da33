#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"
#include "check/read_migration.h"
#include "check/region_words.h"
#include "check/shown_files.h"

namespace godwit::check {
namespace {

enum class Part { source, target, secondary, recovery, primary };

// What a label calls a region; "primary" alone is the source of one that will move, or the target
// of one that has.
std::optional<Part> part_of(std::string_view label) {
  std::string words = " " + to_lower(label) + " ";
  for (char& c : words) {
    if (!is_letter_or_digit(c)) c = ' ';
  }
  const auto has = [&](std::initializer_list<std::string_view> all) {
    return std::ranges::any_of(
        all, [&](std::string_view word) { return words.contains(" " + std::string(word) + " "); });
  };
  if (has({"secondary"})) return Part::secondary;
  if (has({"dr", "disaster recovery", "recovery"})) return Part::recovery;
  if (has({"target", "new", "destination", "to"})) return Part::target;
  if (has({"source", "current", "old", "existing", "origin", "original", "from"})) {
    return Part::source;
  }
  if (has({"primary"})) return Part::primary;
  return std::nullopt;
}

// "Target region", "DR", "Current primary region": nothing else in it.
bool is_label(std::string_view label) {
  std::string words = to_lower(label);
  for (char& c : words) {
    if (!is_letter_or_digit(c)) c = ' ';
  }
  bool any = false;
  for (const std::string_view word : split(words, ' ')) {
    if (word.empty()) continue;
    static constexpr auto known = std::to_array<std::string_view>(
        {"primary", "secondary", "target", "new",      "destination", "source",   "current",
         "old",     "existing",  "origin", "original", "dr",          "disaster", "recovery",
         "region",  "aws",       "the",    "future",   "from",        "to"});
    if (std::ranges::find(known, word) == known.end()) return false;
    any = true;
  }
  return any;
}

class Reading {
 public:
  explicit Reading(const Subject& subject) : subject_(subject) {}

  Migration read() {
    for (const Document& document : subject_.documents) {
      const std::vector<BlockFile> files = files_of_blocks(document.content);
      labels(document.content);
      tables(document.content);
      moves(document.content);
      settings(document.content, files);
      roles(document.content, files);
      accounts(document.content);
    }
    return found();
  }

 private:
  void say(Part part, const SourceText& text, const RegionWord& word) {
    said_.try_emplace(part, Role{word.region, span_of(text, word.begin, word.end)});
  }

  // "**Target Region:** eu-central-1 (Frankfurt)".
  void labels(const markdown::Document& document) {
    for (const markdown::Prose& prose : document.prose) {
      const std::string_view text = prose.text.content();
      for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line = text.substr(begin, end - begin);
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos && is_label(line.substr(0, colon))) {
          const auto part = part_of(line.substr(0, colon));
          std::vector<RegionWord> words = regions_said(line.substr(colon + 1));
          if (part && words.size() == 1) {
            words[0].begin += begin + colon + 1;
            words[0].end += begin + colon + 1;
            say(*part, prose.text, words[0]);
          }
        }
        begin = end + 1;
      }
    }
  }

  // | role | from | to |, or | role | region |.
  void tables(const markdown::Document& document) {
    for (const markdown::Table& table : document.tables) {
      std::optional<std::size_t> before;
      std::optional<std::size_t> after;
      for (std::size_t column = 1; column < table.header.size(); ++column) {
        const std::string title = to_lower(markdown::plain(table.header[column].text.content()));
        const std::string_view word = std::string_view(title).substr(0, title.find(' '));
        const auto is = [&](std::initializer_list<std::string_view> all) {
          return std::ranges::find(all, word) != all.end();
        };
        if (!before && is({"from", "source", "current", "before", "old", "today"})) before = column;
        if (!after && is({"to", "target", "after", "new", "destination"})) after = column;
      }
      for (const std::vector<markdown::Cell>& row : table.rows) {
        if (row.size() < 2 || !is_label(row[0].text.content())) continue;
        const auto part = part_of(row[0].text.content());
        if (!part) continue;
        if (before && after && *part == Part::primary) {
          cell(Part::source, row[*before]);
          cell(Part::target, row[*after]);
        } else if (after) {
          cell(*part, row[*after]);
        } else if (row.size() == 2 || regions_said(row[2].text.content()).empty()) {
          cell(*part, row[1]);
        } else if (row.size() == 3 && *part == Part::primary) {  // no titles that say it: in order
          cell(Part::source, row[1]);
          cell(Part::target, row[2]);
        }
      }
    }
  }
  void cell(Part part, const markdown::Cell& cell) {
    const std::vector<RegionWord> words = regions_said(cell.text.content());
    if (words.size() == 1) say(part, cell.text, words[0]);
  }

  // "From X to Y", "X -> Y", in titles and in the first paragraphs of a document.
  void moves(const markdown::Document& document) {
    for (const markdown::Section& section : document.sections) move(section.title, true);
    constexpr std::size_t first = 20;
    for (std::size_t i = 0; i < document.prose.size() && i < first; ++i) {
      move(document.prose[i].text, false);
    }
  }
  void move(const SourceText& text, bool title) {
    const std::string_view content = text.content();
    const std::string lower = to_lower(content);
    // A sentence has to say that it is about a move; a title from one region to another is.
    const bool moves =
        title || lower.contains("migrat") || lower.contains("mov") || lower.contains("relocat");
    if (!moves || lower.contains("replicat")) return;
    const std::vector<RegionWord> words = region_words(content);
    constexpr std::size_t longest = 4000;
    if (words.size() < 2 || content.size() > longest) return;
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
      if (words[i].region == words[i + 1].region) continue;
      const std::string_view between = std::string_view(lower).substr(
          words[i].end, words[i + 1].begin > words[i].end ? words[i + 1].begin - words[i].end : 0);
      const std::string_view before = std::string_view(lower).substr(0, words[i].begin);
      const bool arrow = between.contains("->") || between.contains("\xE2\x86\x92");
      const bool to = has_word(between, "to") && has_word(before, "from");
      constexpr std::size_t near = 60;
      if (between.size() > near || (!arrow && !to)) continue;
      // "from eu-west-1/eu-west-2 to X": the first of those named is the source.
      std::size_t first = i;
      while (first > 0 && words[first].begin - words[first - 1].end < 4) --first;
      if (words[first].region == words[i + 1].region) continue;
      say(Part::source, text, words[first]);
      say(Part::target, text, words[i + 1]);
      return;
    }
  }
  static bool has_word(std::string_view text, std::string_view word) {
    for (std::size_t at = text.find(word); at != std::string_view::npos;
         at = text.find(word, at + 1)) {
      const auto letter = [&](std::size_t i) {
        return i < text.size() && is_letter_or_digit(text[i]);
      };
      if ((at == 0 || !letter(at - 1)) && !letter(at + word.size())) return true;
    }
    return false;
  }

  // PRIMARY_REGION=..., in what is to be.
  void settings(const markdown::Document& document, const std::vector<BlockFile>& files) {
    for (std::size_t i = 0; i < document.code.size(); ++i) {
      if (files[i].form == ShownFile::Form::before) continue;
      const SourceText& text = document.code[i].text;
      const std::string_view content = text.content();
      for (std::size_t begin = 0; begin < content.size();) {
        const std::size_t end = std::min(content.find('\n', begin), content.size());
        const std::string_view line = content.substr(begin, end - begin);
        const std::size_t equals = line.find('=');
        if (equals != std::string_view::npos) {
          std::string_view name = trim(line.substr(0, equals));
          if (name.starts_with("export ")) name = trim(name.substr(7));
          std::vector<RegionWord> words = region_words(line.substr(equals + 1));
          if (name.contains("REGION") && words.size() == 1 && is_label(name)) {
            words[0].begin += begin + equals + 1;
            words[0].end += begin + equals + 1;
            if (const auto part = part_of(name)) say(*part, text, words[0]);
          }
        }
        begin = end + 1;
      }
    }
  }

  // "`eu-west-1` (DR)", "DR: `eu-west-1`" within a file that is shown as it will be.
  void roles(const markdown::Document& document, const std::vector<BlockFile>& files) {
    for (std::size_t i = 0; i < document.code.size(); ++i) {
      const markdown::Code& code = document.code[i];
      if (files[i].form == ShownFile::Form::before) continue;
      if (code.language == "markdown" || code.language == "md") role_marks(code.text);
    }
    for (const markdown::Prose& prose : document.prose) role_marks(prose.text);
  }
  void role_marks(const SourceText& text) {
    for (const RegionWord& word : region_words(text.content())) {
      if (!word.code) continue;
      constexpr std::size_t near = 80;
      std::string_view after = std::string_view(text.content()).substr(word.end, near);
      while (!after.empty() && (after[0] == '`' || after[0] == '*' || after[0] == ' ')) {
        after.remove_prefix(1);
      }
      const std::size_t close = after.find(')');
      if (!after.starts_with('(') || close == std::string_view::npos) continue;
      const std::string_view inside = after.substr(1, close - 1);
      if (!is_label(inside)) continue;
      const auto part = part_of(inside);
      if (part == Part::secondary || part == Part::recovery) say(*part, text, word);
    }
  }

  // "account id: ", with no other number in between.
  static bool is_named(std::string_view line) {
    constexpr std::size_t near = 30;
    const std::size_t at = line.rfind("account");
    return at != std::string_view::npos && line.size() - at < near &&
           line.find_first_of("0123456789", at) == std::string_view::npos;
  }

  // An account's id in an ARN, or after its name.
  void accounts(const markdown::Document& document) {
    const std::string_view text = document.source.content();
    constexpr std::size_t digits = 12;
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at;
      while (end < text.size() && is_digit(text[end])) ++end;
      if (end - at == digits && at > 0) {
        constexpr std::size_t near = 200;
        const std::string_view before = text.substr(at > near ? at - near : 0, std::min(at, near));
        const std::string_view line = before.substr(before.rfind('\n') + 1);
        const bool arn = line.ends_with(':') && line.contains("arn:aws");
        const bool named = is_named(to_lower(line));
        if (arn || named) ++accounts_[std::string(text.substr(at, digits))];
      }
      at = end + 1;
    }
  }

  Migration found() {
    Migration migration;
    const auto take = [&](Part part) -> Role {
      const auto role = said_.find(part);
      return role == said_.end() ? Role{} : role->second;
    };
    migration.source = take(Part::source);
    migration.target = take(Part::target);
    // "Primary region: X", where nobody says source or target: what it is not yet, it will be.
    const Role primary = take(Part::primary);
    if (migration.target.region.empty() && primary.region != migration.source.region &&
        !migration.source.region.empty()) {
      migration.target = primary;
    } else if (migration.source.region.empty() && primary.region != migration.target.region &&
               !migration.target.region.empty()) {
      migration.source = primary;
    }
    const auto optional = [&](Part part) -> std::optional<Role> {
      const auto role = said_.find(part);
      if (role == said_.end()) return std::nullopt;
      return role->second;
    };
    migration.secondary = optional(Part::secondary);
    migration.recovery = optional(Part::recovery);
    if (accounts_.size() == 1) migration.account = accounts_.begin()->first;
    return migration;
  }

  const Subject& subject_;
  std::map<Part, Role> said_;
  std::map<std::string, int> accounts_;
};

// Where the plan says "source: eu-west-1".
Role planned(const Subject& subject, std::string_view key, const std::string& region) {
  if (region.empty()) return {};
  const std::string_view text = subject.plan_text.content();
  for (std::size_t at = text.find(region); at != std::string_view::npos;
       at = text.find(region, at + 1)) {
    const std::size_t line = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    if (text.substr(line, at - line).contains(key)) {
      return {region, span_of(subject.plan_text, at, at + region.size())};
    }
  }
  return {region, {{subject.plan->file, 0, 0}, 0}};
}

}  // namespace

Migration read_migration(const Subject& subject) {
  Migration migration = Reading(subject).read();
  if (subject.plan == nullptr) return migration;
  migration.source = planned(subject, "source", subject.plan->source);
  migration.target = planned(subject, "target", subject.plan->target);
  migration.account = subject.plan->account;
  migration.residency = subject.plan->policy.residency;
  migration.from_plan = true;
  return migration;
}

}  // namespace godwit::check
