#include "lab/policy/condition.h"

#include <array>

#include "base/encoding.h"
#include "base/text.h"
#include "base/time.h"

namespace godwit::lab::policy {

namespace {

// The address as a number, "10.1.2.3"; nullopt where it is none of IPv4's.
std::optional<std::uint32_t> ipv4(std::string_view text) {
  std::uint32_t address = 0;
  const auto parts = split(text, '.');
  if (parts.size() != 4) return std::nullopt;
  for (const std::string_view part : parts) {
    const auto number = parse_integer(part);
    if (!number || *number < 0 || *number > 255) return std::nullopt;
    address = address << 8 | static_cast<std::uint32_t>(*number);
  }
  return address;
}

// IPv4 only; an IPv6 block never holds.
bool in_block(std::string_view block, std::string_view address) {
  const std::size_t slash = block.find('/');
  const auto base = ipv4(block.substr(0, slash));
  const auto given = ipv4(address);
  if (!base || !given) return false;
  std::int64_t bits = 32;
  if (slash != std::string_view::npos) {
    const auto number = parse_integer(block.substr(slash + 1));
    if (!number || *number < 0 || *number > 32) return false;
    bits = *number;
  }
  if (bits == 0) return true;
  return (*base ^ *given) >> (32 - bits) == 0;
}

// Each of the six parts by itself; only the last may have colons of its own.
bool arn_matches(std::string_view pattern, std::string_view text) {
  for (int part = 0; part < 5; ++part) {
    const std::size_t in_pattern = pattern.find(':');
    const std::size_t in_text = text.find(':');
    if (in_pattern == std::string_view::npos || in_text == std::string_view::npos) {
      return pattern == "*" || pattern == text;
    }
    if (!matches(pattern.substr(0, in_pattern), text.substr(0, in_text))) return false;
    pattern.remove_prefix(in_pattern + 1);
    text.remove_prefix(in_text + 1);
  }
  return matches(pattern, text);
}

std::optional<double> number_of(std::string_view text) { return parse_number(text); }

// Dates may also be seconds since 1970.
std::optional<double> date_of(std::string_view text) {
  if (const auto number = parse_number(text)) return number;
  const auto time = parse_time(text);
  if (!time) return std::nullopt;
  return static_cast<double>(time->time_since_epoch().count()) / 1e6;
}

enum class Order { equals, less, less_or_equal, greater, greater_or_equal };

template <auto Read, Order order>
bool compared(std::string_view wanted, std::string_view given) {
  const auto a = Read(given);
  const auto b = Read(wanted);
  if (!a || !b) return false;
  switch (order) {
    case Order::equals:
      return *a == *b;
    case Order::less:
      return *a < *b;
    case Order::less_or_equal:
      return *a <= *b;
    case Order::greater:
      return *a > *b;
    case Order::greater_or_equal:
      return *a >= *b;
  }
  return false;
}

bool same(std::string_view wanted, std::string_view given) { return wanted == given; }

struct Test {
  std::string_view name;
  bool (*holds)(std::string_view wanted, std::string_view given);
  bool negated = false;
};

constexpr std::array<Test, 27> tests = {{
    {"StringEquals", same},
    {"StringNotEquals", same, true},
    {"StringEqualsIgnoreCase", equal_ignoring_case},
    {"StringNotEqualsIgnoreCase", equal_ignoring_case, true},
    {"StringLike", matches},
    {"StringNotLike", matches, true},
    {"ArnEquals", arn_matches},
    {"ArnLike", arn_matches},
    {"ArnNotEquals", arn_matches, true},
    {"ArnNotLike", arn_matches, true},
    {"Bool", equal_ignoring_case},
    {"BinaryEquals", same},
    {"IpAddress", in_block},
    {"NotIpAddress", in_block, true},
    {"NumericEquals", compared<number_of, Order::equals>},
    {"NumericNotEquals", compared<number_of, Order::equals>, true},
    {"NumericLessThan", compared<number_of, Order::less>},
    {"NumericLessThanEquals", compared<number_of, Order::less_or_equal>},
    {"NumericGreaterThan", compared<number_of, Order::greater>},
    {"NumericGreaterThanEquals", compared<number_of, Order::greater_or_equal>},
    {"DateEquals", compared<date_of, Order::equals>},
    {"DateNotEquals", compared<date_of, Order::equals>, true},
    {"DateLessThan", compared<date_of, Order::less>},
    {"DateLessThanEquals", compared<date_of, Order::less_or_equal>},
    {"DateGreaterThan", compared<date_of, Order::greater>},
    {"DateGreaterThanEquals", compared<date_of, Order::greater_or_equal>},
    {"Null", nullptr},
}};

const Test* find_test(std::string_view name) {
  const auto found = std::ranges::find(tests, name, &Test::name);
  return found == tests.end() ? nullptr : &*found;
}

template <class Equal>
bool matches_by(std::string_view pattern, std::string_view text, Equal equal) {
  // The last star is the only one that may have to take more.
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || equal(pattern[p], text[t]))) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
}

}  // namespace

bool is_test(std::string_view name) { return find_test(name) != nullptr; }

bool matches(std::string_view pattern, std::string_view text) {
  return matches_by(pattern, text, [](char a, char b) { return a == b; });
}

bool matches_ignoring_case(std::string_view pattern, std::string_view text) {
  return matches_by(pattern, text, [](char a, char b) { return lower(a) == lower(b); });
}

bool holds(const Condition& condition, const Keys& keys) {
  const Test* test = find_test(condition.test);
  if (test == nullptr) return false;
  const auto found = keys.find(condition.key);
  const bool there = found != keys.end() && !found->second.empty();
  if (condition.test == "Null") {
    // "true": the key must not be there.
    return std::ranges::any_of(condition.values, [&](const std::string& value) {
      return equal_ignoring_case(value, there ? "false" : "true");
    });
  }
  if (!there) {
    if (condition.if_exists || condition.quantifier == Condition::Quantifier::all_values) {
      return true;
    }
    // What is not there is unequal to everything.
    return test->negated && condition.quantifier == Condition::Quantifier::one;
  }
  const auto fits = [&](const std::string& given) {
    const bool any = std::ranges::any_of(
        condition.values, [&](const std::string& wanted) { return test->holds(wanted, given); });
    return any != test->negated;
  };
  switch (condition.quantifier) {
    case Condition::Quantifier::any_value:
      return std::ranges::any_of(found->second, fits);
    case Condition::Quantifier::all_values:
    case Condition::Quantifier::one:
      return std::ranges::all_of(found->second, fits);
  }
  return false;
}

}  // namespace godwit::lab::policy
