#include "check/day_ranges.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"
#include "base/text.h"
#include "check/passages.h"

namespace godwit::check {
namespace {

constexpr int most_days = 10'000;

std::optional<int> number(std::string_view text, std::size_t& at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  const auto value = parse_integer(text.substr(at, end - at));
  if (!value || *value < 0 || *value > most_days) return std::nullopt;
  at = end;
  return static_cast<int>(*value);
}

// After "day " or "week "; `at` is where it ends then.
std::optional<DayRange> range_at(std::string_view text, std::size_t& at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '#')) ++at;
  const auto first = number(text, at);
  if (!first) return std::nullopt;
  DayRange range{*first, *first};
  std::size_t next = at;
  while (next < text.size() && text[next] == ' ') ++next;
  for (const std::string_view dash : {"-", "\xE2\x80\x93", "\xE2\x80\x94", "to ", "through "}) {
    if (!text.substr(next).starts_with(dash)) continue;
    next += dash.size();
    while (next < text.size() && text[next] == ' ') ++next;
    for (const std::string_view again : {"day ", "week "}) {
      if (text.substr(next).starts_with(again)) next += again.size();
    }
    if (const auto last = number(text, next)) {
      range.last = *last;
      at = next;
    }
    break;
  }
  return range;
}

void widen(SectionDays& section, const std::optional<DayRange>& range) {
  if (!range) return;
  if (!section.days) section.days = range;
  section.days->first = std::min(section.days->first, range->first);
  section.days->last = std::max(section.days->last, range->last);
}

}  // namespace

std::optional<DayRange> day_range(std::string_view text) {
  const std::string lower = to_lower(text);
  std::optional<DayRange> found;
  for (const std::string_view word : {"days", "day", "weeks", "week"}) {
    std::size_t end = 0;
    for (std::size_t at = find_word(lower, word); at != std::string::npos;
         at = find_word(lower, word, end)) {
      end = at + word.size();
      auto range = range_at(lower, end);
      if (!range) continue;
      if (found) return std::nullopt;
      if (word.starts_with("week")) range = {(range->first - 1) * 7 + 1, range->last * 7};
      found = range;
    }
  }
  return found;
}

std::vector<SectionDays> days_of_sections(const markdown::Document& document) {
  std::vector<SectionDays> all(document.sections.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].days = day_range(document.sections[i].title.content());
    all[i].own = all[i].days.has_value();
  }
  // "**Speed (days 11-12):**" under a title, as a title of its own.
  for (const markdown::Prose& prose : document.prose) {
    const std::string_view text = prose.text.content();
    if (!text.starts_with("**")) continue;
    const std::size_t end = text.find("**", 2);
    if (end == std::string_view::npos) continue;
    SectionDays& section = all[static_cast<std::size_t>(prose.section)];
    if (!section.own) widen(section, day_range(text.substr(2, end - 2)));
  }
  for (std::size_t i = all.size(); i-- > 0;) {
    const int parent = document.sections[i].parent;
    if (parent < 0 || !all[i].days) continue;
    SectionDays& above = all[static_cast<std::size_t>(parent)];
    if (!above.own) widen(above, all[i].days);
  }
  return all;
}

std::optional<PlanLength> plan_length(const std::vector<FigureTable>& tables, int document) {
  std::optional<PlanLength> found;
  for (const FigureTable& table : tables) {
    if (table.document != document) continue;
    for (const std::size_t row : table.totals) {
      for (std::size_t column = 1; column < table.cells[row].size(); ++column) {
        const std::optional<Amount>& amount = table.cells[row][column];
        if (!amount || amount->kind != Amount::Kind::duration || amount->range()) continue;
        if (found && found->seconds != amount->low) {
          if (found->table != &table || found->row != row) return std::nullopt;
          continue;
        }
        if (!found) found = PlanLength{amount->low, &table, row, column};
      }
    }
  }
  return found;
}

}  // namespace godwit::check
