#include "aws/timestamp.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "base/text.h"

namespace godwit::aws {

namespace {

constexpr double last_second = 253'402'300'800.0;  // the year 10000

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// The offsets that mean UTC; no AWS client or server sends another.
std::optional<Time> parse_iso8601(std::string_view text) {
  for (const std::string_view offset : {"+00:00", "+0000", "-00:00"}) {
    if (text.ends_with(offset)) {
      return parse_time(std::string(text.substr(0, text.size() - offset.size())) + "Z");
    }
  }
  return parse_time(text);
}

}  // namespace

void append_timestamp(std::string& out, Time time, TimestampFormat format,
                      bool always_milliseconds) {
  const std::int64_t total = std::chrono::floor<milliseconds>(time.time_since_epoch()).count();
  const bool whole = total % 1'000 == 0;
  switch (format) {
    case TimestampFormat::rfc822:
      out += format_http_date(time);
      return;
    case TimestampFormat::unix_seconds: {
      const std::int64_t magnitude = total < 0 ? -total : total;
      fmt::format_to(std::back_inserter(out), "{}{}", total < 0 ? "-" : "", magnitude / 1'000);
      if (!whole) fmt::format_to(std::back_inserter(out), ".{:03}", magnitude % 1'000);
      return;
    }
    case TimestampFormat::by_protocol:
    case TimestampFormat::iso8601:
      out += whole && !always_milliseconds ? format_time(time) : format_time_ms(time);
      return;
  }
}

std::optional<Time> time_of_seconds(double seconds) {
  if (!(std::abs(seconds) < last_second)) return std::nullopt;  // so is "not a number"
  return Time(Duration(std::llround(seconds * 1e6)));
}

std::optional<Time> parse_timestamp(std::string_view text) {
  text = trim(text);
  if (text.empty()) return std::nullopt;
  if (!is_digit(text.front()) && text.front() != '-') return parse_http_date(text);
  if (text.size() > 4 && text[4] == '-' && is_digit(text.front())) return parse_iso8601(text);
  const auto seconds = parse_number(text);
  return seconds ? time_of_seconds(*seconds) : std::nullopt;
}

}  // namespace godwit::aws
