#include "repo/recognise_text.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace godwit::repo {

namespace {

constexpr std::size_t placeholder_limit = 128;  // bytes

char closing_of(char open) {
  switch (open) {
    case '{':
      return '}';
    case '(':
      return ')';
    case '<':
      return '>';
    default:
      return '\0';
  }
}

// "<account>", and no tag: "</code>", "<br>".
bool is_named_between(std::string_view name) {
  constexpr std::array<std::string_view, 14> tags = {"code", "br",  "em",  "strong", "span",
                                                     "div",  "pre", "tt",  "li",     "td",
                                                     "tr",   "th",  "kbd", "var"};
  const std::string lower = to_lower(name);
  return name.size() > 1 && is_letter(name.front()) &&
         std::ranges::find(tags, std::string_view(lower)) == tags.end() &&
         std::ranges::all_of(name, [](char c) {
           return is_word_character(c) ||
                  std::string_view("-_. ").find(c) != std::string_view::npos;
         });
}

// A placeholder may have code in it, but no line ends.
bool may_be_within(char c) { return c != '\n' && c != '\r' && c != '\0'; }

bool is_noise_character(char c) {
  return is_word_character(c) || c == '+' || c == '/' || c == '=' || c == '-' || c == '_';
}

int class_of(char c) {
  if (is_upper(c)) return 1;
  if (is_lower(c)) return 2;
  if (is_digit(c)) return 3;
  return 4;
}

}  // namespace

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool begins_word(std::string_view text, std::size_t begin) {
  if (begin == 0 || !is_word_character(text[begin - 1])) return true;
  const auto before = [&](std::size_t count) {
    return begin >= count ? text[begin - count] : '\0';
  };
  const std::string_view escapes = "nrtbfv0";
  if (before(2) == '\\' && escapes.find(before(1)) != std::string_view::npos) return true;
  if (!is_hex(before(1)) || !is_hex(before(2))) return false;
  if (before(3) == '%') return true;
  if (before(3) == 'x' && before(4) == '\\') return true;
  return is_hex(before(3)) && is_hex(before(4)) && before(5) == 'u' && before(6) == '\\';
}

bool ends_word(std::string_view text, std::size_t end) {
  return end >= text.size() || !is_word_character(text[end]);
}

bool begins_joined_word(std::string_view text, std::size_t begin) {
  if (begins_word(text, begin)) return true;
  // "primaryEuWest1", and "s3UsEast1".
  const bool small_next = begin + 1 < text.size() && is_lower(text[begin + 1]);
  return is_upper(text[begin]) &&
         (is_lower(text[begin - 1]) || (is_digit(text[begin - 1]) && small_next));
}

bool ends_joined_word(std::string_view text, std::size_t begin, std::size_t end) {
  if (ends_word(text, end)) return true;
  // "EuWest1RegionId" and "euwest1Bucket", but not "EUWEST1X", which may be anything.
  return is_upper(text[end]) && end + 1 < text.size() && is_lower(text[end + 1]) &&
         std::any_of(text.begin() + static_cast<std::ptrdiff_t>(begin),
                     text.begin() + static_cast<std::ptrdiff_t>(end), is_lower);
}

bool within_noise(std::string_view text, std::size_t begin, std::size_t end) {
  constexpr std::size_t reach = 64;
  std::size_t first = begin;
  while (first > 0 && begin - first < reach && is_noise_character(text[first - 1])) --first;
  std::size_t last = end;
  while (last < text.size() && last - end < reach && is_noise_character(text[last])) ++last;
  // Of what is around the word alone: the word itself changes from letters to digits.
  std::size_t length = 0;
  std::size_t changes = 0;
  const auto count = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      ++length;
      if (i > from && class_of(text[i]) != class_of(text[i - 1])) ++changes;
    }
  };
  count(first, begin);
  count(end, last);
  return length >= 20 && changes * 100 >= length * 38;
}

bool within_hex_groups(std::string_view text, std::size_t begin, std::size_t end) {
  if (!std::ranges::all_of(text.substr(begin, end - begin), is_hex)) return false;
  if (begin > 0 && text[begin - 1] == '#') return true;  // a colour
  if (text.substr(0, begin).ends_with("::") || text.substr(end).starts_with("::")) return true;
  // A group that a dash joins has two digits or more: "a-cac1" is a name.
  const auto is_group = [&](char joint, std::size_t from, std::size_t to) {
    return (joint == ':' ? to > from : joint == '-' && to >= from + 2) &&
           std::ranges::all_of(text.substr(from, to - from), is_hex);
  };
  constexpr std::size_t reach = 16;
  if (begin >= 2) {
    std::size_t first = begin - 1;
    while (first > 0 && begin - first < reach && is_word_character(text[first - 1])) --first;
    if (is_group(text[begin - 1], first, begin - 1)) return true;
  }
  if (end + 1 < text.size()) {
    std::size_t last = end + 1;
    while (last < text.size() && last - end < reach && is_word_character(text[last])) ++last;
    if (is_group(text[end], end + 1, last)) return true;
  }
  return false;
}

bool is_uuid_at(std::string_view text, std::size_t begin) {
  constexpr std::string_view form = "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";
  if (begin > text.size() || text.size() - begin < form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const char c = text[begin + i];
    if (form[i] == '-' ? c != '-' : !is_hex(c)) return false;
  }
  const std::size_t end = begin + form.size();
  return end == text.size() || (!is_word_character(text[end]) && text[end] != '-');
}

std::optional<std::string_view> account_at(std::string_view text, std::size_t begin) {
  constexpr std::size_t digits = 12;
  if (begin > text.size() || text.size() - begin < digits) return std::nullopt;
  const std::string_view id = text.substr(begin, digits);
  if (!std::ranges::all_of(id, is_digit)) return std::nullopt;
  if (begin + digits < text.size() && is_word_character(text[begin + digits])) return std::nullopt;
  return id;
}

bool is_example_account(std::string_view id) {
  // https://docs.aws.amazon.com/awscloudtrail, and every other guide of AWS's, uses these.
  constexpr std::array<std::string_view, 14> examples = {
      "012345678910", "098765432101", "987654321098", "123123123123", "999988887777",
      "123456789012", "123456789123", "111122223333", "444455556666", "777788889999",
      "012345678901", "123412341234", "210987654321", "098765432109"};
  return std::ranges::find(examples, id) != examples.end() ||
         (!id.empty() &&
          std::ranges::count(id, id.front()) == static_cast<std::ptrdiff_t>(id.size()));
}

bool is_bucket_name(std::string_view name) {
  const auto may_begin = [](char c) { return is_lower(c) || is_digit(c); };
  return name.size() >= 3 && name.size() <= 63 && may_begin(name.front()) &&
         may_begin(name.back()) && name.find("..") == std::string_view::npos &&
         std::ranges::all_of(
             name, [&](char c) { return may_begin(c) || c == '-' || c == '.' || c == '_'; });
}

bool is_example_bucket(std::string_view name) {
  const std::string lower = to_lower(name);
  // "bucket-1", and "foo.com", which some write where a name should stand alone.
  std::string_view words = std::string_view(lower).substr(0, lower.find('.'));
  while (!words.empty() && is_digit(words.back())) words.remove_suffix(1);
  while (!words.empty() && (words.back() == '-' || words.back() == '_')) words.remove_suffix(1);
  constexpr std::array<std::string_view, 26> whole = {
      "my",           "arn",         "src",         "dst",           "dest",
      "bucket",       "bucketname",  "bucket-name", "bucket_name",   "mybucket",
      "test",         "test-bucket", "testbucket",  "foo",           "bar",
      "baz",          "path",        "key",         "some-bucket",   "somebucket",
      "a-bucket",     "the-bucket",  "name",        "source-bucket", "destination-bucket",
      "target-bucket"};
  if (std::ranges::find(whole, words) != whole.end()) return true;
  for (const std::string_view part :
       {"example", "my-bucket", "my_bucket", "mybucket", "your-", "your_", "yourbucket",
        "amzn-s3-demo", "placeholder", "foobar", "fake", "bucketname", "my-"}) {
    if (part == "my-" ? words.starts_with(part) : words.find(part) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

std::size_t skip_placeholder(std::string_view text, std::size_t begin) {
  std::size_t at = begin;
  if (at < text.size() && (text[at] == '$' || text[at] == '#' || text[at] == '%')) ++at;
  if (at >= text.size()) return begin;
  const char open = text[at];
  const char close = closing_of(open);
  if (close == '\0' || (open == '(' && at == begin)) return begin;
  int depth = 0;
  const std::size_t limit = std::min(text.size(), begin + placeholder_limit);
  for (; at < limit && may_be_within(text[at]); ++at) {
    if (text[at] == open) ++depth;
    if (text[at] != close || --depth != 0) continue;
    if (open == '<' && !is_named_between(text.substr(begin + 1, at - begin - 1))) return begin;
    return at + 1;
  }
  return begin;
}

std::size_t skip_placeholder_back(std::string_view text, std::size_t end) {
  if (end == 0) return end;
  const char close = text[end - 1];
  const char open = close == '}' ? '{' : close == ')' ? '(' : close == '>' ? '<' : '\0';
  if (open == '\0') return end;
  int depth = 0;
  const std::size_t limit = end > placeholder_limit ? end - placeholder_limit : 0;
  for (std::size_t at = end; at > limit && may_be_within(text[at - 1]); --at) {
    if (text[at - 1] == close) ++depth;
    if (text[at - 1] != open || --depth != 0) continue;
    if (open == '<' && !is_named_between(text.substr(at, end - at - 1))) return end;
    std::size_t begin = at - 1;
    const bool marked =
        begin > 0 && (text[begin - 1] == '$' || text[begin - 1] == '#' || text[begin - 1] == '%');
    if (marked) --begin;
    return open == '(' && !marked ? end : begin;
  }
  return end;
}

}  // namespace godwit::repo
