// Small questions about text that the standard library does not answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace godwit {

std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string_view trim(std::string_view text);  // spaces, tabs and line ends, at both ends
std::string to_lower(std::string_view text);   // ASCII only
// For causes of errors in others' words: "No such file" -> "no such file", but "SSL" stays.
std::string uncapitalize(std::string_view text);
// ASCII only. Inline up to where most pairs differ: their lengths, or their last letters.
bool equal_letters_ignoring_case(std::string_view a, std::string_view b);
inline bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && (a.empty() || ((a.back() ^ b.back()) & ~0x20) == 0) &&
         equal_letters_ignoring_case(a, b);
}
std::optional<std::int64_t> parse_integer(std::string_view text);  // decimal, the whole text
std::optional<double> parse_number(std::string_view text);         // decimal, the whole text

// The candidate that the user most likely meant, if one is near enough (at most a third of its
// letters away, by Damerau–Levenshtein distance); for "did you mean".
std::optional<std::string> nearest(std::string_view text,
                                   const std::vector<std::string>& candidates);

// " (did you mean 'buckets'?)", or nothing.
std::string did_you_mean(std::string_view text, const std::vector<std::string>& candidates);

// For people: 1234567 -> "1,234,567".
std::string group_digits(std::uint64_t number);

// For people, in powers of 1000: "3.2 TB".
std::string format_bytes(std::uint64_t bytes);

}  // namespace godwit
