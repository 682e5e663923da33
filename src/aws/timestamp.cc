#include "aws/timestamp.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "base/ascii.h"
#include "base/text.h"

namespace godwit::aws {

namespace {

constexpr double last_second = 253'402'300'800.0;  // the year 10000

// Digits by hand: several times are written per request, and general formatting costs ten times as
// much.
class TimeWriter {
 public:
  TimeWriter(std::string& out, Time time)
      : out_(out),
        day_(std::chrono::floor<std::chrono::days>(time)),
        date_(day_),
        clock_(std::chrono::floor<milliseconds>(time - day_)) {}

  TimeWriter& year() { return digits(static_cast<unsigned>(static_cast<int>(date_.year())), 4); }
  TimeWriter& month() { return digits(static_cast<unsigned>(date_.month()), 2); }
  TimeWriter& day() { return digits(static_cast<unsigned>(date_.day()), 2); }
  TimeWriter& hour() { return digits(static_cast<unsigned>(clock_.hours().count()), 2); }
  TimeWriter& minute() { return digits(static_cast<unsigned>(clock_.minutes().count()), 2); }
  TimeWriter& second() { return digits(static_cast<unsigned>(clock_.seconds().count()), 2); }
  TimeWriter& millisecond() {
    return digits(static_cast<unsigned>(clock_.subseconds().count()), 3);
  }
  TimeWriter& weekday_name() {
    constexpr std::string_view names = "SunMonTueWedThuFriSat";
    return text(names.substr(3 * std::chrono::weekday(day_).c_encoding(), 3));
  }
  TimeWriter& month_name() {
    constexpr std::string_view names = "JanFebMarAprMayJunJulAugSepOctNovDec";
    return text(names.substr(3 * (static_cast<unsigned>(date_.month()) - 1), 3));
  }
  TimeWriter& text(std::string_view text) {
    out_ += text;
    return *this;
  }

 private:
  TimeWriter& digits(unsigned number, int count) {
    char text[4];
    for (int i = count; i > 0; number /= 10) text[--i] = static_cast<char>('0' + number % 10);
    out_.append(text, static_cast<std::size_t>(count));
    return *this;
  }

  std::string& out_;
  const std::chrono::sys_days day_;
  const std::chrono::year_month_day date_;
  const std::chrono::hh_mm_ss<milliseconds> clock_;
};

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
      TimeWriter(out, time)
          .weekday_name()
          .text(", ")
          .day()
          .text(" ")
          .month_name()
          .text(" ")
          .year()
          .text(" ")
          .hour()
          .text(":")
          .minute()
          .text(":")
          .second()
          .text(" GMT");
      return;
    case TimestampFormat::unix_seconds: {
      const std::int64_t magnitude = total < 0 ? -total : total;
      fmt::format_to(std::back_inserter(out), "{}{}", total < 0 ? "-" : "", magnitude / 1'000);
      if (!whole) fmt::format_to(std::back_inserter(out), ".{:03}", magnitude % 1'000);
      return;
    }
    case TimestampFormat::by_protocol:
    case TimestampFormat::iso8601: {
      TimeWriter writer(out, time);
      writer.year().text("-").month().text("-").day().text("T");
      writer.hour().text(":").minute().text(":").second();
      if (!whole || always_milliseconds) writer.text(".").millisecond();
      writer.text("Z");
      return;
    }
  }
}

void append_basic_time(std::string& out, Time time) {
  TimeWriter(out, time).year().month().day().text("T").hour().minute().second().text("Z");
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
