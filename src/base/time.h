// Time in Godwit: microseconds, in UTC. Where the time comes from is env/clock.h's business.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace godwit {

using Duration = std::chrono::microseconds;
using Time = std::chrono::sys_time<Duration>;

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// "90s", "15m", "6h", "21d", "250ms", and sums of them: "1h30m". Nothing else, and no sign.
std::optional<Duration> parse_duration(std::string_view text);

// The two largest units that say something: "2d 4h", "15m", "3.2s", "80ms", "0s". For people.
std::string format_duration(Duration duration);

// ISO 8601 in UTC, to the second: "2026-01-05T06:00:00Z".
std::string format_time(Time time);
// The same with milliseconds, as S3 prints LastModified: "2026-01-05T06:00:00.250Z".
std::string format_time_ms(Time time);
// The reverse of both; also a bare date.
std::optional<Time> parse_time(std::string_view text);

// RFC 9110's HTTP date: "Mon, 05 Jan 2026 06:00:00 GMT".
std::string format_http_date(Time time);
std::optional<Time> parse_http_date(std::string_view text);

// "20260105T060000Z", as Signature V4 has it.
std::string format_basic_time(Time time);
std::optional<Time> parse_basic_time(std::string_view text);

}  // namespace godwit
