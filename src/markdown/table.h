// Rows of GitHub's tables: https://github.github.com/gfm/#tables-extension- Internal to this
// folder.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace godwit::markdown {

// Beyond this it is no table: nobody could read it.
constexpr std::size_t most_columns = 64;

struct Stretch {  // bytes of a text, from begin to before end
  std::size_t begin = 0;
  std::size_t end = 0;
};

// The cells of a row, without the spaces around them; at most `most_columns` + 1 of them.
std::vector<Stretch> cells_of(std::string_view row);

// "| --- | :-: |": how many columns; nullopt: it is no such row.
std::optional<std::size_t> columns_of_delimiter(std::string_view row);

}  // namespace godwit::markdown
