// Region words: the regions that a text names, by their codes or by the cities and countries that
// AWS names them after ("Frankfurt", "N. Virginia").
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace godwit::check {

struct RegionWord {
  std::string region;
  std::size_t begin = 0;  // bytes of the text
  std::size_t end = 0;
  bool code = false;  // "eu-central-1"; false: "Frankfurt"
};

// In order. A zone ("eu-central-1a") and a part of a longer name ("logs-eu-central-1") are none.
std::vector<RegionWord> region_words(std::string_view text);
// Of a text that says a region's code and place in one breath ("eu-central-1 (Frankfurt)"), each
// once: the codes; where it has none, the places.
std::vector<RegionWord> regions_said(std::string_view text);

}  // namespace godwit::check
