#include "yaml/formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace godwit::yaml {

namespace {

// A century: long enough for any plan, and sums of a few never overflow.
constexpr Duration longest_duration = hours(24) * 36500;

bool is_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  return parse_number(text).has_value();
}

bool is_flag(std::string_view text) {
  const std::string lower = to_lower(text);
  return lower == "true" || lower == "false";
}

// What YAML takes for something else than a text.
bool reads_as_number(const Node& node) { return node.plain && is_number(node.text); }
bool reads_as_flag(const Node& node) { return node.plain && is_flag(node.text); }

bool is_text(const Node& node) {
  return node.kind == Kind::scalar && !reads_as_number(node) && !reads_as_flag(node);
}

std::optional<std::string> matching(const Node& node, Problems& problems,
                                    const std::string& expected, std::string_view remedy,
                                    bool (*fits)(const std::string&)) {
  if (is_text(node) && fits(node.text)) return node.text;
  std::string what_to_do(remedy);
  if (reads_as_number(node) || reads_as_flag(node)) {
    what_to_do = fmt::format("put it in quotes: \"{}\"", node.text);
  }
  report_mismatch(node, problems, expected, what_to_do);
  return std::nullopt;
}

template <class T>
std::optional<T> parsed(const Node& node, Problems& problems, const std::string& expected,
                        std::string remedy, std::optional<T> (*parse)(std::string_view)) {
  if (node.kind == Kind::scalar) {
    if (auto value = parse(node.text)) return value;
  }
  report_mismatch(node, problems, expected, std::move(remedy));
  return std::nullopt;
}

std::optional<Duration> bounded_duration(std::string_view text) {
  const auto duration = parse_duration(text);
  return duration && *duration <= longest_duration ? duration : std::nullopt;
}

bool is_decimal(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::optional<double> parse_share(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  text.remove_suffix(1);
  if (!is_decimal(text)) return std::nullopt;
  const auto share = parse_number(std::string(text) + "e-2");  // the nearest to what is written
  return share && *share <= 1 ? share : std::nullopt;
}

// In whole bytes, or not at all.
std::optional<std::uint64_t> parse_size(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::uint64_t>, 6> units = {
      {{"kB", 1'000},
       {"KB", 1'000},
       {"MB", 1'000'000},
       {"GB", 1'000'000'000},
       {"TB", 1'000'000'000'000},
       {"B", 1}}};
  std::uint64_t unit = 1;
  for (const auto& [name, bytes] : units) {
    if (text.ends_with(name)) {
      unit = bytes;
      text.remove_suffix(name.size());
      break;
    }
  }
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point < text.size() ? text.substr(point + 1) : "0";
  if (!is_decimal(text) || whole.empty() || whole.size() > 15 || fraction.empty() ||
      fraction.size() > 12 || fraction.contains('.')) {
    return std::nullopt;
  }
  const auto wholes = static_cast<std::uint64_t>(*parse_integer(whole));
  std::uint64_t size = 0;
  if (__builtin_mul_overflow(wholes, unit, &size)) return std::nullopt;
  for (const char digit : fraction) {
    if (unit % 10 != 0 && digit != '0') return std::nullopt;
    unit /= 10;
    size += static_cast<std::uint64_t>(digit - '0') * unit;
  }
  return size;
}

template <class T, std::optional<T> (*parse)(std::string_view)>
std::optional<Range<T>> parse_range(std::string_view text) {
  const std::size_t dots = text.find("..");
  const auto first = parse(text.substr(0, dots));
  const auto last = dots == std::string_view::npos ? first : parse(text.substr(dots + 2));
  if (!first || !last || *last < *first) return std::nullopt;
  return Range<T>(*first, *last);
}

}  // namespace

std::string describe(const Node& node) {
  switch (node.kind) {
    case Kind::list:
      return "a list";
    case Kind::map:
      return "a map";
    case Kind::scalar:
      if (reads_as_flag(node)) return node.text;
      if (reads_as_number(node)) return "the number " + node.text;
      return "the text " + in_quotes(node.text);
    case Kind::nothing:
    case Kind::broken:
      break;
  }
  return "nothing";
}

bool is_line(std::string_view text) {
  return std::ranges::none_of(
      text, [](char letter) { return static_cast<unsigned char>(letter) < ' ' || letter == 0x7F; });
}

void report_mismatch(const Node& node, Problems& problems, const std::string& expected,
                     std::string remedy) {
  if (node.kind == Kind::broken) return;
  problems.add(node.place, fmt::format("expected {}, found {}", expected, describe(node)),
               std::move(remedy));
}

std::optional<std::string> a_text(const Node& node, Problems& problems) {
  return matching(node, problems, "a text", "write a text, in quotes if need be",
                  [](const std::string&) { return true; });
}

std::optional<std::string> a_line(const Node& node, Problems& problems) {
  return matching(node, problems, "a text of one line", "write it without line ends and tabs",
                  [](const std::string& text) { return is_line(text); });
}

std::optional<std::string> a_word(const Node& node, Problems& problems) {
  return matching(node, problems, "a text without spaces", "write it without spaces or line ends",
                  [](const std::string& text) {
                    return !text.empty() && std::ranges::none_of(text, [](char letter) {
                      return static_cast<unsigned char>(letter) <= ' ';
                    });
                  });
}

std::optional<std::string> a_name(const Node& node, Problems& problems) {
  return matching(
      node, problems, "a name of letters, digits and '-'",
      "choose a name such as 'medical-data': step ids are made of it", [](const std::string& text) {
        return !text.empty() && text.size() <= 63 && text.front() != '-' &&
               std::ranges::all_of(text, [](char letter) {
                 return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                        (letter >= '0' && letter <= '9') || letter == '-';
               });
      });
}

std::optional<bool> a_flag(const Node& node, Problems& problems) {
  if (node.kind == Kind::scalar && reads_as_flag(node)) return to_lower(node.text) == "true";
  report_mismatch(node, problems, "true or false", "write true or false, without quotes");
  return std::nullopt;
}

Format<int> an_integer(int minimum, int maximum) {
  return [minimum, maximum](const Node& node, Problems& problems) -> std::optional<int> {
    const auto number =
        node.kind == Kind::scalar && node.plain ? parse_integer(node.text) : std::nullopt;
    if (number && *number >= minimum && *number <= maximum) return static_cast<int>(*number);
    report_mismatch(node, problems, fmt::format("a whole number from {} to {}", minimum, maximum),
                    "write digits, without quotes");
    return std::nullopt;
  };
}

Format<double> a_number(double minimum, double maximum) {
  return [minimum, maximum](const Node& node, Problems& problems) -> std::optional<double> {
    const auto number =
        node.kind == Kind::scalar && node.plain ? parse_number(node.text) : std::nullopt;
    if (number && *number >= minimum && *number <= maximum) return number;
    report_mismatch(node, problems, fmt::format("a number from {} to {}", minimum, maximum),
                    "write digits, without quotes");
    return std::nullopt;
  };
}

std::optional<Duration> a_duration(const Node& node, Problems& problems) {
  std::string remedy = "write 250ms, 90s, 15m, 6h or 21d; the longest is 36500d";
  if (reads_as_number(node)) remedy = fmt::format("add the unit: {}s?", node.text);
  return parsed(node, problems, "a duration", remedy, bounded_duration);
}

std::optional<Time> a_time(const Node& node, Problems& problems) {
  return parsed(node, problems, "a time in UTC", "write 2025-12-01 or 2025-12-01T06:00:00Z",
                parse_time);
}

std::optional<double> a_share(const Node& node, Problems& problems) {
  return parsed(node, problems, "a share from 0% to 100%", "write it with its sign: 35%",
                parse_share);
}

std::optional<std::uint64_t> a_size(const Node& node, Problems& problems) {
  return parsed(node, problems, "a size", "write 512, 40MB or 1.5GB", parse_size);
}

std::optional<Range<std::uint64_t>> a_size_range(const Node& node, Problems& problems) {
  return parsed(node, problems, "a range of sizes, the smaller first", "write 40MB..900MB",
                parse_range<std::uint64_t, parse_size>);
}

std::optional<Range<Time>> a_time_range(const Node& node, Problems& problems) {
  return parsed(node, problems, "a range of times, the earlier first",
                "write 2023-01-01..2025-12-31", parse_range<Time, parse_time>);
}

Format<std::string> one_of(std::string noun, std::vector<std::string> names) {
  return [noun = std::move(noun), names = std::move(names)](
             const Node& node, Problems& problems) -> std::optional<std::string> {
    if (node.kind == Kind::scalar && std::ranges::find(names, node.text) != names.end()) {
      return node.text;
    }
    const bool few = names.size() <= 6;
    if (is_text(node) && !noun.empty()) {
      problems.add(
          node.place,
          fmt::format("{} is not {}{}", in_quotes(node.text), noun,
                      problems.suggest(node.text, names)),
          few ? "write " + alternatives(names) : fmt::format("write the name of {}", noun));
      return std::nullopt;
    }
    const std::string hint = is_text(node) ? problems.suggest(node.text, names) : std::string();
    if (node.kind != Kind::broken) {
      problems.add(
          node.place,
          fmt::format("expected {}, found {}{}", noun.empty() ? alternatives(names) : noun,
                      describe(node), hint),
          few ? "write " + alternatives(names) : fmt::format("write the name of {}", noun));
    }
    return std::nullopt;
  };
}

}  // namespace godwit::yaml
