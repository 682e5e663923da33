#include "check/homes.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/ascii.h"
#include "base/text.h"
#include "check/region_words.h"
#include "check/shown_files.h"

namespace godwit::check {
namespace {

constexpr std::array<std::string_view, 6> database_words = {"RDS",   "Aurora",   "PostgreSQL",
                                                            "MySQL", "database", "MariaDB"};

// The one region that a text names by its code.
std::optional<std::string> only_region(std::string_view text) {
  std::optional<std::string> found;
  for (const RegionWord& word : region_words(text)) {
    if (!word.code || word.region == found) continue;
    if (found) return std::nullopt;
    found = word.region;
  }
  return found;
}

std::optional<Home::Role> role_in(std::string_view words) {
  const bool primary = has_word(words, "primary") || has_word(words, "main");
  const bool secondary = has_word(words, "secondary") || has_word(words, "standby");
  const bool other = has_word(words, "dr") || has_word(words, "recovery") ||
                     has_word(words, "optional") || has_word(words, "failover");
  if (primary == secondary || other) return std::nullopt;
  return primary ? Home::Role::primary : Home::Role::secondary;
}

// A name's words without "3." in front and what only says what kind of thing it is.
std::string name_of(std::string_view words) {
  while (!words.empty() && !is_letter(words.front())) {
    words.remove_prefix(1);
  }
  std::size_t end = 0;
  while (end < words.size() && (is_letter_or_digit(words[end]) || words[end] == '-')) ++end;
  return std::string(words.substr(0, end));
}

bool is_about_today(const markdown::Document& document, int section) {
  static constexpr std::array<std::string_view, 7> words = {
      "current", "existing", "inventory", "today", "as is", "what there is", "present"};
  for (int levels = 0; section >= 0 && levels < 6; ++levels) {
    const markdown::Section& here = document.sections[static_cast<std::size_t>(section)];
    if (has_any_word(here.title.content(), words)) return true;
    section = here.parent;
  }
  return false;
}

class Reading {
 public:
  Reading(const Subject& subject, int document, const std::vector<Passage>& passages)
      : subject_(subject),
        index_(document),
        document_(subject.documents[static_cast<std::size_t>(document)].content),
        passages_(passages) {}

  std::vector<Home> take() {
    titles();
    labels();
    parameters();
    const std::vector<BlockFile> files = files_of_blocks(document_);
    for (std::size_t i = 0; i < document_.code.size(); ++i) {
      if (files[i].form != ShownFile::Form::before) drawing(document_.code[i]);
    }
    lists();
    std::ranges::stable_sort(homes_, {}, [](const Home& home) { return home.span.at.line; });
    return std::move(homes_);
  }

 private:
  void add(Home::Role role, std::string name, std::string region, Span span, int section) {
    constexpr std::size_t shortest = 3;
    if (name.size() < shortest) return;
    homes_.push_back({role, std::move(name), std::move(region), std::move(span), section,
                      !is_about_today(document_, section)});
  }

  // "EHRbase Infrastructure (af-south-1 primary)", "EHRbase (af-south-1, recovery in eu-west-1)".
  void titles() {
    for (std::size_t i = 0; i < document_.sections.size(); ++i) {
      const SourceText& title = document_.sections[i].title;
      const std::string_view text = title.content();
      const std::size_t open = text.find('(');
      const std::size_t close = text.find(')');
      if (open == std::string_view::npos || close == std::string_view::npos || close < open) {
        continue;
      }
      const std::vector<std::string_view> clauses =
          split(text.substr(open + 1, close - open - 1), ',');
      for (const std::string_view clause : clauses) {
        const auto region = only_region(clause);
        if (!region) continue;
        auto role = role_in(clause);
        // A region alone, beside others that have their parts, is where it is.
        if (!role && trim(clause) == *region && clauses.size() > 1) role = Home::Role::primary;
        if (!role) continue;
        add(*role, name_of(text.substr(0, open)), *region, span_of(title, 0, text.size()),
            static_cast<int>(i));
      }
    }
  }

  // "**EHRbase:** Primary in af-south-1 (Africa), optional in eu-central-1".
  void labels() {
    for (const Passage& passage : passages_) {
      if (passage.document == index_ && passage.kind != Passage::Kind::cell) {
        labels_in(passage.text, passage.section);
      }
    }
  }
  void labels_in(const SourceText& text, int section) {
    const std::string_view content = text.content();
    for (std::size_t begin = 0; begin < content.size();) {
      const std::size_t end = std::min(content.find('\n', begin), content.size());
      label(text, begin, end, section);
      begin = end + 1;
    }
  }
  void label(const SourceText& text, std::size_t begin, std::size_t end, int section) {
    const std::string line = markdown::plain(text.content().substr(begin, end - begin));
    const std::size_t colon = line.find(": ");
    constexpr std::size_t longest = 40;
    if (colon == std::string::npos || colon > longest) return;
    const std::string_view name = trim(std::string_view(line).substr(0, colon));
    if (has_word(name, "region") || role_in(name)) return;
    for (const std::string_view clause : split(std::string_view(line).substr(colon + 1), ',')) {
      const auto region = only_region(clause);
      const std::string words = to_lower(trim(clause));
      if (!region || (!words.starts_with("primary in ") && !words.starts_with("secondary in "))) {
        continue;
      }
      if (const auto role = role_in(clause)) {
        add(*role, name_of(name), *region, span_of(text, begin, end), section);
      }
    }
  }

  // "Description: Secondary region for EHRbase/Africa services", with its default.
  void parameters() {
    for (const TemplateFile& file : subject_.templates) {
      if (file.document != index_ || file.form == ShownFile::Form::before) continue;
      for (const cloudformation::Parameter& parameter : file.content.parameters) {
        if (parameter.default_value == nullptr || parameter.node == nullptr) continue;
        const auto region = only_region(parameter.default_value->text);
        if (!region) continue;
        for (const yaml::Entry& entry : parameter.node->entries) {
          if (entry.key == "Description") description(file, entry, *region);
        }
      }
    }
  }
  void description(const TemplateFile& file, const yaml::Entry& entry, const std::string& region) {
    const std::string& words = entry.value.text;
    const std::size_t at = to_lower(words).find(" region for ");
    const auto role = role_in(std::string_view(words).substr(0, std::min(at, words.size())));
    if (at == std::string::npos || !role) return;
    const SourceText& text = file.content.source;
    const std::size_t begin = text.offset_of(entry.value.place);
    const Span span = span_of(text, begin, begin + words.size());
    std::string rest = words.substr(at + 12);
    std::ranges::replace(rest, ',', '/');
    std::ranges::replace(rest, '&', '/');
    for (const std::string_view name : split(rest, '/'))
      add(*role, name_of(name), region, span, -1);
  }

  // Boxes and lists of a block: what stands under a region's code, until the next one.
  void drawing(const markdown::Code& code) {
    static constexpr std::array<std::string_view, 7> languages = {"",   "text", "txt", "markdown",
                                                                  "md", "yaml", "yml"};
    if (std::ranges::find(languages, code.language) == languages.end()) return;
    const std::string_view content = code.text.content();
    if (code.language == "markdown" || code.language == "md") {
      labels_in(code.text, code.section);
    }
    std::optional<std::string> region;
    for (std::size_t begin = 0; begin < content.size();) {
      const std::size_t end = std::min(content.find('\n', begin), content.size());
      const std::string_view line = content.substr(begin, end - begin);
      if (!regions_said(line).empty()) region = only_region(line);
      if (line.contains("\xE2\x94\x94") || line.starts_with('#')) region.reset();  // the box ends
      if (region) replica(code.text, begin, end, *region, code.section);
      begin = end + 1;
    }
  }

  void lists() {
    for (const Passage& passage : passages_) {
      if (passage.document != index_ || passage.kind != Passage::Kind::item) continue;
      std::optional<std::string> region = only_region(passage.plain);
      int above = passage.parent;
      constexpr int deepest = 5;
      for (int steps = 0;
           !region && regions_said(passage.plain).empty() && above >= 0 && steps < deepest;
           ++steps) {
        const Passage& parent = passages_[static_cast<std::size_t>(above)];
        region = only_region(parent.plain);
        above = parent.parent;
      }
      if (region) {
        replica(passage.text, 0, passage.text.content().size(), *region, passage.section);
      }
    }
  }

  // "Cross-region RDS read replica".
  void replica(const SourceText& text, std::size_t begin, std::size_t end,
               const std::string& region, int section) {
    const std::string_view line = std::string_view(text.content()).substr(begin, end - begin);
    const std::size_t at = find_word(line, "read replica");
    if (at == std::string_view::npos) return;
    // The word for it stands right before: "RDS read replica", "database read replicas".
    std::string_view before = trim(line.substr(0, at));
    const std::size_t space = before.find_last_of(" ,");
    const std::string_view word =
        space == std::string_view::npos ? before : before.substr(space + 1);
    if (!is_database_word(word)) return;
    const auto word_at = static_cast<std::size_t>(word.data() - line.data());
    constexpr std::size_t words = 12;  // "read replica"
    add(Home::Role::replica, std::string(word), region,
        span_of(text, begin + word_at, begin + at + words), section);
  }

  const Subject& subject_;
  int index_;
  const markdown::Document& document_;
  const std::vector<Passage>& passages_;
  std::vector<Home> homes_;
};

}  // namespace

bool is_database_word(std::string_view word) {
  return std::ranges::any_of(
      database_words, [&](std::string_view known) { return equal_ignoring_case(word, known); });
}

std::vector<Home> homes_of(const Subject& subject, int document,
                           const std::vector<Passage>& passages) {
  return Reading(subject, document, passages).take();
}

}  // namespace godwit::check
