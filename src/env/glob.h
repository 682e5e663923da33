// Glob: a pattern of paths, made ready to be asked many times. '*' and '?' stop at '/', '**' does
// not; "**/" stands for whole folders, for none too; '[...]' is one letter of a set, '\' takes the
// next letter as it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace godwit {

class Glob {
 public:
  explicit Glob(std::string_view pattern);
  // In time linear in the path, for any pattern of up to 63 letters and stars that are not at its
  // ends; at most in the product of both.
  bool fits(std::string_view path) const;

 private:
  // Most patterns are letters alone, or have one star: what is left between their ends is none, or
  // "*". Others are a machine whose states are bits: bit i says that the first i tokens have taken
  // what has been read ("Fast text searching: allowing errors", Wu and Manber, CACM 1992).
  enum class Middle : std::uint8_t { nothing, one_star, tokens };

  bool fits_tokens(std::string_view middle, bool at_name) const;

  std::string begin_;  // letters that a path begins with
  std::string end_;    // and ends with
  Middle middle_ = Middle::nothing;
  std::size_t words_ = 0;             // that the states take, of 64 bits
  std::size_t last_ = 0;              // the state in which all is taken
  std::vector<std::uint64_t> takes_;  // for each letter: tokens that take it
  std::vector<std::uint64_t> stays_;  // tokens that take more than one
  std::vector<std::uint64_t> whole_;  // of these, those that end where a name begins
};

}  // namespace godwit
