#include "lab/users/asking.h"

#include <algorithm>

namespace godwit::lab {
namespace {

constexpr Duration longest_pause = seconds(20);

// What the AWS SDKs' standard mode repeats, beside requests that had no answer.
bool is_transient(int status) {
  return status == 500 || status == 502 || status == 503 || status == 504;
}

}  // namespace

Duration pause_before_next(const account::RetryHabits& habits, int made, Random& chance) {
  Duration longest = habits.backoff;
  for (int i = 1; i < made && longest < longest_pause; ++i) longest *= 2;
  longest = std::min(longest, longest_pause);
  return Duration(static_cast<std::int64_t>(chance.real() * static_cast<double>(longest.count())));
}

bool Asking::is_good(const HttpResponse& response) const {
  if (seen_.kind != RequestKind::read) return response.status >= 200 && response.status < 300;
  if (item_.changed) return response.status == 200 || response.status == 404;
  return response.status == 200 && response.body.size() == item_.size &&
         seen_.checksum == item_.checksum;
}

std::optional<Duration> Asking::attempt(Client& client, const Surroundings& around, Time now,
                                        Random& chance) {
  const int made = ++made_;
  const Client::Attempt attempt = client.attempt(around, request_, now, chance);
  seen_.attempts = static_cast<std::uint8_t>(made);
  seen_.elapsed = now - seen_.time + attempt.elapsed;
  seen_.region = static_cast<std::int8_t>(attempt.site);
  seen_.hold = attempt.hold;
  seen_.kept = attempt.kept;
  seen_.answered = attempt.response.has_value();
  seen_.status = seen_.answered ? static_cast<std::int16_t>(attempt.response->status) : 0;
  if (seen_.kind == RequestKind::read) {
    seen_.checksum = seen_.status == 200 ? attempt.response->body.crc32c() : 0;
  }
  seen_.ok = seen_.answered && is_good(*attempt.response);

  const account::RetryHabits& habits = around.habits.retries;
  const bool may_help = !seen_.answered || is_transient(seen_.status);
  if (seen_.ok || !may_help || made >= habits.attempts) return std::nullopt;
  const Duration pause = attempt.elapsed + pause_before_next(habits, made, chance);
  if (now + pause - seen_.time > habits.deadline) return std::nullopt;
  return pause;
}

}  // namespace godwit::lab
