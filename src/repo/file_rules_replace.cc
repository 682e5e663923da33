// The rule "replace": a literal by another, wherever it stands for itself.
#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "repo/file_rules.h"

namespace godwit::repo {
namespace {

constexpr std::ptrdiff_t most_entries = 100;  // of a list that are looked at

// Of a name: "logs-eu-west-1", "eu_west_1".
bool is_of_name(char letter) {
  return is_letter_or_digit(letter) || letter == '-' || letter == '_';
}

class Surroundings {
 public:
  Surroundings(std::string_view text, std::size_t begin, std::size_t end)
      : text_(text), begin_(begin), end_(end) {}

  // Within a word: "eu-west-10" is no eu-west-1.
  bool is_within_word() const {
    return (is_letter_or_digit(at(begin_ - 1)) && is_letter_or_digit(text_[begin_])) ||
           (is_letter_or_digit(at(end_)) && is_letter_or_digit(text_[end_ - 1]));
  }

  // Within a longer name, of which it may be a part that cannot be changed alone.
  bool is_within_name(bool or_path) const {
    const char first = text_[begin_];
    const char last = text_[end_ - 1];
    const char before = at(begin_ - 1);
    const char after = at(end_);
    if (is_of_name(first)) {
      if (before == '-' || before == '_') return true;
      if (before == '.' && is_of_name(at(begin_ - 2))) return true;
      if (or_path && (before == '/' || before == '\\' || before == '@')) return true;
    }
    if (is_of_name(last)) {
      if (after == '-' || after == '_') return true;
      if (after == '.' && is_letter_or_digit(at(end_ + 1))) return true;
      if (or_path && (after == '/' || after == '\\' || after == '@')) return true;
      // An identity's id: "eu-west-1:1234abcd-..."
      if (or_path && after == ':' && is_letter_or_digit(at(end_ + 1))) return true;
    }
    return false;
  }

  // All of the longer name.
  std::string_view name() const {
    constexpr std::size_t longest = 100;
    const auto belongs = [](char letter) {
      return is_of_name(letter) || std::string_view("./\\@:").contains(letter);
    };
    std::size_t begin = begin_;
    std::size_t end = end_;
    while (begin > 0 && begin_ - begin < longest && belongs(text_[begin - 1])) --begin;
    while (end < text_.size() && end - end_ < longest && belongs(text_[end])) ++end;
    return text_.substr(begin, end - begin);
  }

 private:
  char at(std::size_t place) const { return place < text_.size() ? text_[place] : '\0'; }

  std::string_view text_;
  std::size_t begin_;
  std::size_t end_;
};

std::string_view noun_of(What what) {
  switch (what) {
    case What::arn:
      return "an ARN";
    case What::api:
      return "an API's host";
    case What::load_balancer:
      return "a load balancer's host";
    case What::s3_url:
      return "the URL of a bucket";
    case What::bucket:
      return "a bucket's name";
    case What::image:
      return "an image's name";
    case What::zone:
      return "an availability zone";
    case What::endpoint:
      return "a service's host";
    default:
      return "an id";
  }
}

// A code as it stands alone.
bool is_region(std::string_view text) { return catalog::is_region(text); }

// "X.1" of "X.1": what entries of one list have in common.
std::string_view list_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || !parse_integer(name.substr(dot + 1))) return {};
  return name.substr(0, dot + 1);
}

}  // namespace

// A list of regions that has one of them twice is no list of anything.
bool FileRules::is_in_list_with(std::size_t begin, std::size_t end, std::string_view value) const {
  const Part* part = reading_.at(begin, end);
  if (part == nullptr || part->begin != begin || part->end != end) return false;
  const std::string_view list = list_of(part->name);
  if (list.empty()) return false;
  const auto own = part - reading_.parts.data();
  const auto is_other = [&](std::ptrdiff_t i) {
    const Part& other = reading_.parts[static_cast<std::size_t>(i)];
    return list_of(other.name) == list;
  };
  const auto has_value = [&](std::ptrdiff_t i) {
    const Part& other = reading_.parts[static_cast<std::size_t>(i)];
    return text_.substr(other.begin, other.end - other.begin) == value;
  };
  for (std::ptrdiff_t i = own - 1; i >= 0 && own - i <= most_entries && is_other(i); --i) {
    if (has_value(i)) return true;
  }
  const auto count = static_cast<std::ptrdiff_t>(reading_.parts.size());
  for (std::ptrdiff_t i = own + 1; i < count && i - own <= most_entries && is_other(i); ++i) {
    if (has_value(i)) return true;
  }
  return false;
}

void FileRules::settle(const ReadyRule& rule, Item item, const Ends& ends) {
  const std::string& value = rule.items[item.second].value;
  for (const std::size_t end : ends) {
    if (Surroundings(text_, end - value.size(), end).is_within_word()) continue;
    take(rule, item, end - value.size(), end, value);
  }
}

void FileRules::replace(const ReadyRule& rule, Item item, const Ends& ends) {
  const RuleItem& replace = rule.items[item.second];
  const std::string& old = replace.old;
  const std::string& value = replace.value;
  const bool is_code = is_region(old);
  // Where the new text has the old one in it: what is there already is no work.
  std::vector<std::size_t> within_new;
  for (std::size_t at = value.find(old); at != std::string::npos; at = value.find(old, at + 1)) {
    within_new.push_back(at);
  }
  std::size_t done = 0;
  for (const std::size_t end : ends) {
    const std::size_t begin = end - old.size();
    if (begin < done) continue;  // it overlaps itself
    const Surroundings around(text_, begin, end);
    if (around.is_within_word()) continue;
    const bool there = std::ranges::any_of(within_new, [&](std::size_t at) {
      return at <= begin && text_.substr(begin - at).starts_with(value);
    });
    if (!take(rule, item, begin, end, old)) continue;
    done = end;
    if (there) continue;
    const Hit* hit = hit_at(begin, end);
    const bool is_part = hit != nullptr && (hit->literal.begin < begin || hit->literal.end > end);
    if (is_part) {
      const Literal& literal = hit->literal;
      const bool is_its_region = literal.region_begin == begin && literal.region_end == end;
      if (literal.what != What::endpoint || !is_its_region || !is_region(value)) {
        ask(rule, begin, end,
            fmt::format("it is a part of {}: in another region there is another one",
                        noun_of(literal.what)));
        continue;
      }
      if (catalog::is_offered(literal.service, value) != true) {
        ask(rule, begin, end,
            fmt::format("the catalog does not know '{}' in {}", literal.service, value));
        continue;
      }
    } else if (around.is_within_name(is_code)) {
      ask(rule, begin, end,
          fmt::format("it is a part of '{}': whether there is such a thing for {} is not known "
                      "here; a rule may name it as a whole",
                      around.name(), value));
      continue;
    }
    if (is_in_list_with(begin, end, value)) {
      ask(rule, begin, end,
          fmt::format("the list has {} already: say its order with a rule", value));
      continue;
    }
    const Spot spot = spot_at(begin, end);
    const bool whole = spot.raw.size() == old.size() && spot.raw.data() == text_.data() + begin;
    const auto written = whole ? spelled(value, spot) : spelled_within(value, spot);
    if (!written) {
      ask(rule, begin, end, "the new value cannot be written there safely");
      continue;
    }
    edit(rule, begin, end, *written);
  }
}

}  // namespace godwit::repo
