// Spoken durations: how long something lasts, in running text: "300s", "60 seconds", "5 min".
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace godwit::check {

struct SpokenDuration {
  Duration duration{};
  std::size_t begin = 0;  // of its words in the text
  std::size_t end = 0;
};
// Of whole numbers and seconds, minutes and hours. Of a range, its later end has the unit and is
// given alone.
std::vector<SpokenDuration> spoken_durations(std::string_view text);

}  // namespace godwit::check
