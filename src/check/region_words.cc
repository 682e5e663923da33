#include "check/region_words.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/ascii.h"
#include "catalog/catalog.h"

namespace godwit::check {
namespace {

bool is_of_code(char c) { return is_letter_or_digit(c) || c == '-'; }

struct Name {
  std::string_view place;
  std::string_view region;
};

// What is in the brackets of AWS's own descriptions; "(Central)" alone says nothing.
std::vector<Name> places() {
  std::vector<Name> all;
  for (const catalog::Region& region : catalog::regions()) {
    const std::size_t open = region.description.find('(');
    const std::size_t close = region.description.find(')');
    if (open == std::string_view::npos || close == std::string_view::npos) continue;
    const std::string_view place = region.description.substr(open + 1, close - open - 1);
    if (place != "Central") all.push_back({place, region.name});
  }
  return all;
}

void add_codes(std::string_view text, std::vector<RegionWord>& words) {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_of_code(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_of_code(text[end])) ++end;
    const bool joined = (at > 0 && text[at - 1] == '_') || (end < text.size() && text[end] == '_');
    const std::string_view word = text.substr(at, end - at);
    if (!joined && catalog::is_region(word)) words.push_back({std::string(word), at, end, true});
    at = end;
  }
}

void add_places(std::string_view text, std::vector<RegionWord>& words) {
  static const std::vector<Name> known = places();
  for (const Name& name : known) {
    for (std::size_t at = text.find(name.place); at != std::string_view::npos;
         at = text.find(name.place, at + 1)) {
      const std::size_t end = at + name.place.size();
      const bool whole =
          (at == 0 || !is_of_code(text[at - 1])) && (end == text.size() || !is_letter(text[end]));
      // "California" ends in no other's name, but "Virginia" does in "N. Virginia".
      if (whole) words.push_back({std::string(name.region), at, end, false});
    }
  }
}

}  // namespace

std::vector<RegionWord> region_words(std::string_view text) {
  std::vector<RegionWord> words;
  add_codes(text, words);
  add_places(text, words);
  std::ranges::stable_sort(words, {}, &RegionWord::begin);
  return words;
}

std::vector<RegionWord> regions_said(std::string_view text) {
  std::vector<RegionWord> words = region_words(text);
  const bool codes = std::ranges::any_of(words, &RegionWord::code);
  std::vector<RegionWord> said;
  for (RegionWord& word : words) {
    if (word.code != codes) continue;
    const bool again = std::ranges::find(said, word.region, &RegionWord::region) != said.end();
    if (!again) said.push_back(std::move(word));
  }
  return said;
}

}  // namespace godwit::check
