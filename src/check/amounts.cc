#include "check/amounts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"

namespace godwit::check {
namespace {

bool is_mark(char c) { return c == '*' || c == '`' || c == '_'; }

struct Unit {
  std::string_view word;
  double seconds;
};
constexpr auto units = std::to_array<Unit>({
    {"ms", 0.001},
    {"millisecond", 0.001},
    {"milliseconds", 0.001},
    {"s", 1},
    {"sec", 1},
    {"secs", 1},
    {"second", 1},
    {"seconds", 1},
    {"min", minute_s},
    {"mins", minute_s},
    {"minute", minute_s},
    {"minutes", minute_s},
    {"h", hour_s},
    {"hr", hour_s},
    {"hrs", hour_s},
    {"hour", hour_s},
    {"hours", hour_s},
    {"d", day_s},
    {"day", day_s},
    {"days", day_s},
    {"week", week_s},
    {"weeks", week_s},
    {"month", month_s},
    {"months", month_s},
    {"mo", month_s},
    {"year", year_s},
    {"years", year_s},
    {"yr", year_s},
    {"annum", year_s},
});

double seconds_of(std::string_view word) {
  const std::string lower = to_lower(word);
  const auto found = std::ranges::find(units, lower, &Unit::word);
  return found == units.end() ? 0 : found->seconds;
}

constexpr auto currencies = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"US$", "$"},
    {"USD", "$"},
    {"$", "$"},
    {"EUR", "\xE2\x82\xAC"},
    {"\xE2\x82\xAC", "\xE2\x82\xAC"},
    {"GBP", "\xC2\xA3"},
    {"\xC2\xA3", "\xC2\xA3"},
});

struct Number {
  double value = 0;
  double step = 1;
  std::size_t end = 0;
};

// "1,234.56", "99.9"; nothing where it goes on as a version, a date or an address does: "1.2.3".
std::optional<Number> number_at(std::string_view text, std::size_t at) {
  std::string digits;
  std::size_t end = at;
  int decimals = -1;
  constexpr std::size_t most_digits = 15;
  while (end < text.size()) {
    if (digits.size() > most_digits + 1) return std::nullopt;
    const char c = text[end];
    if (is_digit(c)) {
      digits += c;
      if (decimals >= 0) ++decimals;
    } else if (c == ',' && decimals < 0 && end + 3 < text.size() && is_digit(text[end + 1]) &&
               is_digit(text[end + 2]) && is_digit(text[end + 3]) &&
               (end + 4 >= text.size() || !is_digit(text[end + 4]))) {
      // a thousand's
    } else if (c == '.' && decimals < 0 && end + 1 < text.size() && is_digit(text[end + 1])) {
      digits += c;
      decimals = 0;
    } else {
      break;
    }
    ++end;
  }
  if (digits.empty() || digits.size() > most_digits) return std::nullopt;
  const bool goes_on =
      end + 1 < text.size() &&
      (text[end] == '.' || text[end] == ',' || text[end] == ':' || text[end] == '/') &&
      is_digit(text[end + 1]);
  const auto value = parse_number(digits);
  if (goes_on || !value) return std::nullopt;
  return Number{*value, std::pow(10.0, -std::max(decimals, 0)), end};
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::vector<Amount> take() {
    std::vector<Amount> found;
    for (std::size_t at = 0; at < text_.size();) {
      if (!is_digit(text_[at])) {
        ++at;
        continue;
      }
      Amount amount;
      if (begins(at) && read(at, amount)) {
        at = std::max(amount.end, at + 1);
        found.push_back(std::move(amount));
      } else {
        while (at < text_.size() && (is_digit(text_[at]) || is_letter(text_[at]))) ++at;
      }
    }
    return found;
  }

 private:
  // Is it no part of a name ("eu-west-1", "v2", "2025-12-11")?
  bool begins(std::size_t at) const {
    if (at == 0) return true;
    const char before = text_[at - 1];
    if (is_letter(before)) {
      return std::ranges::any_of(currencies, [&](const auto& currency) {
        return text_.substr(0, at).ends_with(currency.first) && currency.first.size() == 3 &&
               (at == 3 || !is_letter(text_[at - 4]));
      });
    }
    if (before == '.' || before == ':' || before == '/' || before == '#') return false;
    if (before == '_' && at > 1 && !is_mark(text_[at - 2]) && text_[at - 2] != ' ') return false;
    if (before != '-') return true;
    // "-5" after a space is a sign; "x-5" and "3-5" are not.
    return at == 1 || text_[at - 2] == ' ' || text_[at - 2] == '(' || is_mark(text_[at - 2]);
  }

  bool read(std::size_t at, Amount& amount) const {
    const auto first = number_at(text_, at);
    if (!first) return false;
    amount.begin = at;
    amount.end = first->end;
    amount.low = amount.high = first->value;
    amount.step = first->step;
    before(amount);
    second(amount);
    if (!after(amount)) return false;
    if (amount.high < amount.low) std::swap(amount.low, amount.high);
    return true;
  }

  // "~ + $ <" in front.
  void before(Amount& amount) const {
    std::size_t at = amount.begin;
    const auto ends = [&](std::string_view words) {
      if (!text_.substr(0, at).ends_with(words)) return false;
      at -= words.size();
      return true;
    };
    bool minus = false;
    for (bool more = true; more;) {
      more = false;
      if (amount.currency.empty()) {
        for (const auto& [word, sign] : currencies) {
          if (amount.currency.empty() && (ends(word) || ends(std::string(word) + " "))) {
            amount.currency = sign;
            amount.kind = Amount::Kind::money;
            more = true;
          }
        }
      }
      if (!amount.signed_ && ends("+")) {
        amount.signed_ = more = true;
      } else if (!amount.signed_ && at > 0 &&
                 (text_[at - 1] == '-' || text_.substr(0, at).ends_with("\xE2\x88\x92")) &&
                 (at < 2 || !is_digit(text_[at - 2]))) {
        at -= text_[at - 1] == '-' ? 1 : 3;
        amount.signed_ = minus = more = true;
      } else if (!amount.about && ends("~")) {
        amount.about = more = true;
      }
    }
    amount.begin = at;
    if (minus) {
      amount.low = -amount.low;
      amount.high = -amount.high;
    }
    // Words before it.
    std::size_t word = at;
    while (word > 0 &&
           (text_[word - 1] == ' ' || text_[word - 1] == '\n' || is_mark(text_[word - 1]))) {
      --word;
    }
    std::string lead =
        to_lower(text_.substr(word > 14 ? word - 14 : 0, std::min<std::size_t>(word, 14)));
    std::ranges::replace(lead, '\n', ' ');
    const auto is = [&](std::initializer_list<std::string_view> all) {
      return std::ranges::any_of(all, [&](std::string_view end) { return lead.ends_with(end); });
    };
    if (is({"<", "<=", "\xE2\x89\xA4", "less than", "under", "below", "up to", "at most", "max",
            "maximum", "within", "no more than"})) {
      amount.bound = Amount::Bound::below;
    } else if (is({">", ">=", "\xE2\x89\xA5", "more than", "over", "above", "at least", "min"})) {
      amount.bound = Amount::Bound::above;
    }
    if (is({" about", "approx.", "approximately", "around", "roughly", "circa"}) ||
        lead == "about") {
      amount.about = true;
    }
  }

  // "-8", " to 8", "-$498".
  void second(Amount& amount) const {
    std::size_t at = amount.end;
    const auto skip = [&](std::string_view words) {
      if (!text_.substr(at).starts_with(words)) return false;
      at += words.size();
      return true;
    };
    // A first unit may stand before: "$5/month - $8/month" is not read as a range.
    if (skip("%")) amount.kind = Amount::Kind::percent;
    if (!skip("-") && !skip("\xE2\x80\x93") && !skip("\xE2\x80\x94") && !skip(" - ") &&
        !skip(" \xE2\x80\x93 ") && !skip(" to ")) {
      return;
    }
    for (const auto& [word, sign] : currencies) {
      if (skip(word)) break;
    }
    if (at >= text_.size() || !is_digit(text_[at])) return;
    const auto number = number_at(text_, at);
    if (!number) return;
    // "2025-12-11", "3-5-7" are no ranges.
    if (number->end < text_.size() && text_[number->end] == '-' && number->end + 1 < text_.size() &&
        is_digit(text_[number->end + 1])) {
      return;
    }
    amount.high = number->value;
    amount.step = std::min(amount.step, number->step);
    amount.end = number->end;
  }

  // "%", " minutes", "-day", "/month". False: it is a part of a word.
  bool after(Amount& amount) const {
    std::size_t at = amount.end;
    if (at < text_.size() && text_[at] == '%') {
      amount.kind = Amount::Kind::percent;
      amount.end = at + 1;
    } else if (text_.substr(at).starts_with(" %") || text_.substr(at).starts_with(" percent") ||
               text_.substr(at).starts_with(" per cent")) {
      amount.kind = Amount::Kind::percent;
      amount.end = at + (text_[at + 1] == '%' ? 2 : text_[at + 4] == ' ' ? 9 : 8);
    } else if (amount.kind == Amount::Kind::number) {
      std::size_t word = at;
      if (word < text_.size() && (text_[word] == ' ' || text_[word] == '-')) ++word;
      std::size_t end = word;
      while (end < text_.size() && is_letter(text_[end])) ++end;
      const double unit = seconds_of(text_.substr(word, end - word));
      const bool ends = end >= text_.size() || (!is_digit(text_[end]) && text_[end] != '_');
      if (unit > 0 && ends) {
        amount.kind = Amount::Kind::duration;
        amount.unit = text_.substr(word, end - word);
        amount.low *= unit;
        amount.high *= unit;
        amount.step *= unit;
        amount.end = end;
      } else if (word == at && end > at) {
        return currency_after(amount, at, end);  // "10M", "3x", "2nd"
      } else if (!currency_after(amount, word, end) && at < text_.size() && text_[at] == '-' &&
                 end > word) {
        return false;  // "12-factor"
      }
    } else if (at < text_.size() && is_letter(text_[at])) {
      return amount.kind == Amount::Kind::percent;  // "$3k", "$1M": not read
    }
    period(amount);
    return true;
  }

  bool currency_after(Amount& amount, std::size_t begin, std::size_t end) const {
    const std::string_view word = text_.substr(begin, end - begin);
    for (const auto& [name, sign] : currencies) {
      const bool symbol = word.empty() && text_.substr(begin).starts_with(name);
      if (word != name && !symbol) continue;
      amount.kind = Amount::Kind::money;
      amount.currency = sign;
      amount.end = begin + name.size();
      return true;
    }
    return false;
  }

  void period(Amount& amount) const {
    std::size_t at = amount.end;
    for (const std::string_view word : {"/", " / ", " per ", " a ", " each "}) {
      if (!text_.substr(at).starts_with(word)) continue;
      std::size_t end = at + word.size();
      while (end < text_.size() && is_letter(text_[end])) ++end;
      const double per = seconds_of(text_.substr(at + word.size(), end - at - word.size()));
      if (per > 0) {
        amount.per = per;
        amount.end = end;
      }
      return;
    }
  }

  std::string_view text_;
};

}  // namespace

std::vector<Amount> amounts(std::string_view text) { return Scanner(text).take(); }

std::optional<Amount> only_amount(std::string_view text) {
  std::vector<Amount> all = amounts(text);
  if (all.size() != 1) return std::nullopt;
  const auto nothing = [](std::string_view rest) {
    return std::ranges::all_of(rest, [](char c) { return c == ' ' || c == '\t' || is_mark(c); });
  };
  if (!nothing(text.substr(0, all[0].begin)) || !nothing(text.substr(all[0].end))) {
    return std::nullopt;
  }
  return all[0];
}

bool same(const Amount& written, double number, double room) {
  // A little more than half of the last digit: what stands there may have been rounded by hand.
  const double allowed = written.step * 0.51 + room + 1e-9;
  return number >= written.low - allowed && number <= written.high + allowed;
}

std::string number_words(double value, int decimals) {
  std::string words = fmt::format("{:.{}f}", value, decimals);
  if (words.find('.') != std::string::npos) {
    words.erase(words.find_last_not_of('0') + 1);
    if (words.ends_with('.')) words.pop_back();
  }
  return words;
}

std::string duration_words(double duration_s, std::string_view like) {
  struct Name {
    double seconds;
    std::string_view one;
  };
  static constexpr auto names = std::to_array<Name>({{day_s, "day"},
                                                     {hour_s, "hour"},
                                                     {minute_s, "minute"},
                                                     {1, "second"},
                                                     {0.001, "millisecond"}});
  const double wanted = seconds_of(like);
  for (const Name& name : names) {
    const bool fits = wanted > 0 ? name.seconds <= wanted : duration_s >= name.seconds;
    if (!fits && name.seconds > 0.001) continue;
    const std::string number = number_words(duration_s / name.seconds, 2);
    return number + " " + std::string(name.one) + (number == "1" ? "" : "s");
  }
  return {};
}

std::string money_words(double value, std::string_view currency) {
  return fmt::format("{}{}{:.2f}", value < 0 ? "-" : "", currency, std::abs(value));
}

std::string percent_words(double value) { return fmt::format("{:.2f} %", value); }

}  // namespace godwit::check
