// The rules "set" and "order": values of what has a name, and lists of regions.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "repo/file_rules.h"

namespace godwit::repo {
namespace {

// "Parameters.X.Default" is called "X.Default" too, and "Default".
bool is_called(std::string_view name, std::string_view called) {
  if (!name.ends_with(called)) return false;
  return name.size() == called.size() || name[name.size() - called.size() - 1] == '.';
}

// "region" of "region.0"; nothing: no entry of a list.
std::optional<std::pair<std::string_view, std::size_t>> entry_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto number = parse_integer(name.substr(dot + 1));
  if (!number || *number < 0) return std::nullopt;
  return std::pair(name.substr(0, dot), static_cast<std::size_t>(*number));
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// How much of a quote stands around an entry.
std::size_t quotes(const Part& part) {
  return part.quoting == Quoting::none || part.quoting == Quoting::block ? 0 : 1;
}

}  // namespace

void FileRules::give(const ReadyRule& rule, Item item, const Part& part, const std::string& value) {
  if (part.use == Use::comment || !take(rule, item, part.begin, part.end)) return;
  const Spot spot = spot_of(text_, reading_, part);
  const auto written = spelled(value, spot);
  if (written == spot.raw) return;
  if (is_expression(spot)) {
    ask(rule, part.begin, part.end,
        "its value is put together elsewhere: change it there, or write it here by hand");
  } else if (!written || spot.quoting == Quoting::block || spot.raw.contains('\n')) {
    ask(rule, part.begin, part.end, "the new value cannot be written there safely");
  } else {
    edit(rule, part.begin, part.end, *written);
  }
}

void FileRules::set(const ReadyRule& rule, Item item) {
  const RuleItem& set = rule.items[item.second];
  for (std::size_t i = 0; i < reading_.parts.size(); ++i) {
    const Part& part = reading_.parts[i];
    if (!is_called(part.name, set.old)) continue;
    // Of "X=${X:-default}" the default is meant.
    bool is_around = false;
    for (std::size_t j = i + 1; j < reading_.parts.size() && !is_around; ++j) {
      if (reading_.parts[j].begin >= part.end) break;
      is_around = reading_.parts[j].name == part.name;
    }
    if (!is_around) give(rule, item, part, set.value);
  }
}

void FileRules::order_list(const ReadyRule& rule, Item item,
                           const std::vector<const Part*>& entries) {
  const std::vector<std::string>& order = rule.items[item.second].order;
  const Part& first = *entries.front();
  const Part& last = *entries.back();
  const std::size_t begin = first.begin - quotes(first);
  const std::size_t end = last.end + quotes(last);
  if (!take(rule, item, begin, end)) return;
  // What is between the last entry that stays and the end, or between two: nothing but separators.
  const auto between = [&](std::size_t i) {
    const std::size_t from = entries[i]->end + quotes(*entries[i]);
    return text_.substr(from, entries[i + 1]->begin - quotes(*entries[i + 1]) - from);
  };
  std::vector<Edit> edits;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Part& entry = *entries[i];
    const std::string_view raw = text_.substr(entry.begin, entry.end - entry.begin);
    if (i < order.size()) {
      if (raw != order[i]) edits.push_back({entry.begin, std::string(raw), order[i], rule.name});
    } else if (i > 0) {
      std::string separator(between(i - 1));
      std::erase(separator, ',');
      std::erase(separator, '-');
      if (!is_blank(separator)) {
        ask(rule, begin, end, "there is more than regions in the list: shorten it by hand");
        return;
      }
    }
  }
  if (entries.size() > order.size()) {
    const Part& kept = *entries[order.size() - 1];
    const std::size_t from = kept.end + quotes(kept);
    edits.push_back({from, std::string(text_.substr(from, end - from)), {}, rule.name});
  } else if (entries.size() < order.size()) {
    if (entries.size() < 2) {
      ask(rule, begin, end, "a list of one: add the other regions by hand");
      return;
    }
    const std::string_view separator = between(entries.size() - 2);
    const std::string_view quote = text_.substr(end - quotes(last), quotes(last));
    std::string more;
    for (std::size_t i = entries.size(); i < order.size(); ++i) {
      more += fmt::format("{}{}{}{}", separator, quote, order[i], quote);
    }
    edits.push_back({end, {}, more, rule.name});
  }
  for (Edit& one : edits) {
    edit(rule, one.begin, one.begin + one.before.size(), std::move(one.after));
  }
}

void FileRules::order(const ReadyRule& rule, Item item) {
  const RuleItem& order = rule.items[item.second];
  std::vector<const Part*> entries;
  std::string_view list;
  const auto finish = [&] {
    std::vector<const Part*> found;
    found.swap(entries);
    if (found.empty()) return;
    const bool named = !order.old.empty();
    bool all_regions = true;
    bool tried = true;
    bool has_source = false;
    for (const Part* entry : found) {
      const Hit* hit = hit_at(entry->begin, entry->end);
      all_regions = all_regions && hit != nullptr && hit->literal.what == What::region &&
                    hit->literal.begin == entry->begin && hit->literal.end == entry->end;
      tried = tried && entry->use == Use::fallback;
      has_source = has_source || (hit != nullptr && hit->role == "source");
    }
    if (named && !all_regions) {
      if (take(rule, item, found.front()->begin, found.back()->end)) {
        ask(rule, found.front()->begin, found.back()->end, "it is no list of regions alone");
      }
    } else if (named || (all_regions && tried && has_source && found.size() > 1)) {
      order_list(rule, item, found);
    }
  };
  for (const Part& part : reading_.parts) {
    const auto entry = part.use == Use::comment ? std::nullopt : entry_of(part.name);
    if (!entry || (!order.old.empty() && !is_called(entry->first, order.old))) continue;
    if (entry->first != list || entry->second != entries.size()) finish();
    list = entry->first;
    if (entry->second == entries.size()) entries.push_back(&part);
  }
  finish();
}

}  // namespace godwit::repo
