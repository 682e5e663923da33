// Place: where something stands in a text that a person wrote.
#pragma once

namespace godwit {

// Lines and columns count from 1, columns in characters. Line 0: the whole file.
struct Place {
  int line = 0;
  int column = 0;

  auto operator<=>(const Place&) const = default;
};

}  // namespace godwit
