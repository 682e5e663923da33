#include "check/fallbacks.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <tuple>

#include "base/text.h"
#include "catalog/catalog.h"
#include "check/mentions.h"
#include "check/passages.h"
#include "check/region_words.h"
#include "check/shown_files.h"
#include "check/statements.h"

namespace godwit::check {
namespace {

constexpr std::array<std::string_view, 8> keywords = {"failover",   "fail over", "fails over",
                                                      "fail_over",  "fallback",  "fall back",
                                                      "falls back", "fall_back"};

// Where the text, in lower case, first says that something falls over; after the word. npos:
// nowhere.
std::size_t after_keyword(std::string_view lower) {
  std::size_t first = std::string_view::npos;
  std::size_t end = std::string_view::npos;
  for (const std::string_view keyword : keywords) {
    const std::size_t at = lower.find(keyword);
    if (at < first) {
      first = at;
      end = at + keyword.size();
    }
  }
  return end;
}

// Nothing but little words between "failover" and the first region: "failover regions are: `x`".
bool leads_to(std::string_view between) {
  constexpr std::array<std::string_view, 18> little = {
      "to",    "region", "regions", "the",  "is",   "are", "order",   "sequence", "target",
      "first", "then",   "in",      "into", "from", "s",   "targets", "next",     "list"};
  std::size_t begin = 0;
  while (begin < between.size()) {
    const auto letter = [&](std::size_t at) {
      return (between[at] >= 'a' && between[at] <= 'z') ||
             (between[at] >= '0' && between[at] <= '9') || between[at] == '-';
    };
    while (begin < between.size() && !letter(begin)) ++begin;
    std::size_t end = begin;
    while (end < between.size() && letter(end)) ++end;
    if (end == begin) break;
    const std::string_view word = between.substr(begin, end - begin);
    if (std::ranges::find(little, word) == little.end() &&
        word.find_first_not_of('-') != std::string_view::npos && !catalog::is_region(word)) {
      return false;
    }
    begin = end;
  }
  return true;
}

bool comes_from(std::string_view content, const RegionWord& word) {
  std::string_view before = content.substr(0, word.begin);
  while (!before.empty() && (before.back() == ' ' || before.back() == '`' || before.back() == '*' ||
                             before.back() == '\n')) {
    before.remove_suffix(1);
  }
  return before.ends_with("from") || before.ends_with("From");
}

std::vector<std::string> services_of(const std::string& own,
                                     const std::vector<std::string>& titles) {
  std::vector<std::string> found = services_of_title(own);
  std::erase(found, "route53");
  // Of several the one that is named right before it.
  if (found.size() > 1) found.erase(found.begin(), found.end() - 1);
  for (const std::string& title : titles) {
    if (!found.empty()) break;
    found = services_of_title(title);
    std::erase(found, "route53");
  }
  return found;
}

// A section of what there is today.
bool is_inventory(const std::vector<std::string>& titles) {
  constexpr std::array<std::string_view, 7> words = {
      "current", "existing", "inventory", "today", "as is", "what there is", "present"};
  return std::ranges::any_of(titles,
                             [&](const std::string& title) { return has_any_word(title, words); });
}

void of_statements(const Subject& subject, std::vector<Fallback>& all) {
  const std::string& source = subject.migration.source.region;
  for (const Statement& statement : statements_of(subject)) {
    if (statement.said.empty() || statement.denies || statement.kind == Statement::Kind::title) {
      continue;
    }
    const std::string lower = to_lower(statement.words());
    const std::size_t keyword = after_keyword(lower);
    if (keyword == std::string_view::npos) continue;
    const std::size_t from = statement.begin + keyword;
    const std::string_view content = statement.text().content();
    Fallback fallback;
    bool led = false;
    for (const RegionWord& word : statement.said) {
      if (word.begin < from) continue;
      if (!led && !leads_to(std::string_view(lower).substr(keyword, word.begin - from))) break;
      led = true;
      if (comes_from(content, word)) continue;
      if (!fallback.steps.empty() && fallback.steps.back().region == word.region) continue;
      // Only what is in one breath with the one before.
      if (!fallback.steps.empty()) {
        const int last = fallback.steps.back().span.at.line;
        if (statement.text().at(word.begin).line > last + 1) break;
      }
      fallback.steps.push_back({word.region, span_of(statement.text(), word.begin, word.end)});
    }
    if (fallback.steps.empty()) continue;
    fallback.span = fallback.steps.front().span;
    fallback.services =
        services_of(std::string(statement.words().substr(0, keyword)), statement.titles());
    fallback.before = statement.before || is_inventory(statement.titles()) ||
                      (!source.empty() && statement.titles().size() > 0 &&
                       region_words(statement.titles().front()).size() == 1 &&
                       region_words(statement.titles().front()).front().region == source);
    fallback.replaced = statement.before;
    fallback.document = statement.document;
    all.push_back(std::move(fallback));
  }
}

// Of a program or a file of settings: lines that name both, one region after the other.
void of_text(const SourceText& text, const std::string& about,
             const std::vector<std::string>& titles, const Fallback& like,
             std::vector<Fallback>& all) {
  std::optional<Fallback> open;
  std::size_t last = 0;
  const auto close = [&] {
    if (open && !open->steps.empty()) all.push_back(*open);
    open.reset();
  };
  const std::string_view content = text.content();
  for (std::size_t number = 1; number <= text.lines(); ++number) {
    const std::string_view line = text.line(number);
    if (line.size() > 1000 || line.find('-') == std::string_view::npos) continue;
    const std::string lower = to_lower(line);
    const std::size_t keyword = after_keyword(lower);
    if (keyword == std::string_view::npos) continue;
    const auto begin = static_cast<std::size_t>(line.data() - content.data());
    std::vector<FallbackStep> steps;
    for (const RegionWord& word : region_words(line)) {
      if (!word.code || word.begin < keyword) continue;
      steps.push_back({word.region, span_of(text, begin + word.begin, begin + word.end)});
    }
    if (steps.empty()) continue;
    if (open && number - last > 3) close();
    if (!open) {
      open = like;
      open->span = steps.front().span;
      open->services = services_of(about + ' ' + std::string(line.substr(0, keyword)), titles);
    }
    open->steps.insert(open->steps.end(), steps.begin(), steps.end());
    last = number;
  }
  close();
}

void of_blocks(const Subject& subject, std::vector<Fallback>& all) {
  for (std::size_t i = 0; i < subject.documents.size(); ++i) {
    const markdown::Document& document = subject.documents[i].content;
    const std::vector<BlockFile> files = files_of_blocks(document);
    for (std::size_t block = 0; block < document.code.size(); ++block) {
      const markdown::Code& code = document.code[block];
      // Those are read as statements.
      if (code.language.empty() || code.language == "markdown" || code.language == "md") continue;
      std::vector<std::string> titles;
      for (int at = code.section; at >= 0;) {
        const markdown::Section& section = document.sections[static_cast<std::size_t>(at)];
        titles.push_back(markdown::plain(section.title.content()));
        at = section.parent;
      }
      Fallback like;
      like.document = static_cast<int>(i);
      like.replaced = files[block].form == ShownFile::Form::before;
      like.before = like.replaced;
      of_text(code.text, files[block].path, titles, like, all);
    }
  }
}

void of_repository(const Subject& subject, std::vector<Fallback>& all) {
  for (const ShownFile& file : subject.files) {
    if (file.document >= 0 || file.path.ends_with(".md")) continue;
    Fallback like;
    like.before = !subject.documents.empty();
    of_text(file.text, file.path, {}, like, all);
  }
}

void of_plan(const Subject& subject, std::vector<Fallback>& all) {
  if (subject.plan == nullptr) return;
  for (const plan::ServiceUse& use : subject.plan->services) {
    if (use.fallback.empty()) continue;
    Fallback fallback;
    fallback.services = {use.service};
    fallback.of_plan = true;
    fallback.data = use.data;
    for (const plan::Reference& region : use.fallback) {
      fallback.steps.push_back({region.name, {region.where, static_cast<int>(region.name.size())}});
    }
    fallback.span = fallback.steps.front().span;
    all.push_back(std::move(fallback));
  }
}

struct Area {
  std::string_view name;
  std::string_view begins;  // regions begin so; several apart by spaces
  std::array<std::string_view, 10> words;
};
// Of Switzerland and the United Kingdom the EU says that they protect data as it does: what goes
// there is left to people.
constexpr std::array<Area, 7> areas = {{
    {"the EU",
     "eu-",
     {"GDPR", "EU", "Europe", "European Union", "Germany", "German", "France", "Ireland", "Italy",
      "Spain"}},
    {"Switzerland", "eu-central-2", {"Switzerland", "Swiss"}},
    {"the United Kingdom", "eu-west-2", {"United Kingdom", "UK"}},
    {"Canada", "ca-", {"Canada", "Canadian"}},
    {"Australia", "ap-southeast-2 ap-southeast-4", {"Australia", "Australian"}},
    {"India", "ap-south-", {"India", "Indian"}},
    {"the United States", "us-", {"United States", "USA"}},
}};

const Area* area_in(std::string_view text) {
  for (const Area& area : areas) {
    for (const std::string_view word : area.words) {
      if (word.empty()) continue;
      const std::size_t at = find_word(text, word);
      // Short names only as they are written: "UK", "EU".
      if (at != std::string_view::npos && (word.size() > 3 || text.substr(at).starts_with(word))) {
        return &area;
      }
    }
  }
  return nullptr;
}

bool promises(std::string_view text) {
  constexpr std::array<std::string_view, 3> residency = {"data residency", "data sovereignty",
                                                         "residency"};
  if (has_any_word(text, residency)) return true;
  constexpr std::array<std::string_view, 5> whose = {"data", "records", "phi", "pii", "recordings"};
  constexpr std::array<std::string_view, 12> stays = {
      "stay in",     "stays in",     "stay within",    "stays within",
      "remain in",   "remains in",   "remain within",  "remains within",
      "never leave", "never leaves", "must not leave", "kept in"};
  return has_any_word(text, whose) && has_any_word(text, stays);
}

}  // namespace

std::vector<Fallback> fallbacks_of(const Subject& subject) {
  std::vector<Fallback> all;
  of_statements(subject, all);
  of_blocks(subject, all);
  std::ranges::stable_sort(all, [](const Fallback& a, const Fallback& b) {
    return std::tie(a.document, a.span.at.line) < std::tie(b.document, b.span.at.line);
  });
  of_repository(subject, all);
  of_plan(subject, all);
  return all;
}

std::vector<Promise> promises_of(const Subject& subject) {
  std::vector<Promise> all;
  for (const Statement& statement : statements_of(subject)) {
    if (statement.before || statement.kind == Statement::Kind::diagram) continue;
    const std::string_view words = statement.words();
    if (!promises(words)) continue;
    const Area* area = area_in(words);
    if (area == nullptr) continue;
    Promise promise;
    promise.words = trim(markdown::plain(words));
    promise.area = area->name;
    for (const catalog::Region& region : catalog::regions()) {
      for (const std::string_view begins : split(area->begins, ' ')) {
        if (region.name.starts_with(begins)) promise.regions.emplace_back(region.name);
      }
    }
    promise.span = span_of(statement.text(), statement.begin, statement.end);
    promise.document = statement.document;
    all.push_back(std::move(promise));
  }
  return all;
}

}  // namespace godwit::check
