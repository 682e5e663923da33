#include "aws/client/retry.h"

#include <algorithm>
#include <array>

#include "aws/codec.h"
#include "aws/plain_answer.h"
#include "base/text.h"

namespace godwit::aws {

namespace {

constexpr Duration longest_pause = seconds(20);

// Beyond what parse_response calls throttled: other services' words for "later".
bool says_later(std::string_view code) {
  constexpr std::array<std::string_view, 5> codes = {
      "ProvisionedThroughputExceededException", "BandwidthLimitExceeded",
      "TransactionInProgressException", "EC2ThrottledException", "RequestTimeoutException"};
  return std::ranges::find(codes, code) != codes.end();
}

bool is_transient(std::string_view code, int status) {
  return status == 500 || status == 502 || status == 503 || status == 504 ||
         code == "InternalError" || code == "IDPCommunicationError";
}

// Does it carry a token by which the other side knows it again? Read as a server would read it.
bool carries_token(const Service& service, const Operation& operation, const Request& request) {
  if (operation.input == nullptr) return false;
  for (const Member& member : operation.input->members) {
    if (!member.idempotency_token) continue;
    const auto parsed = parse_request(service, request.http);
    return parsed && !parsed->input[member.name].text().empty();
  }
  return false;
}

}  // namespace

Result<RetrySettings> RetrySettings::from(const Environment& environment, const Profile& profile) {
  const auto setting = [&](const char* variable, const char* name) {
    const std::string text = environment.get(variable);
    return text.empty() ? profile.get(name) : text;
  };
  const auto wrong = [&](std::string cause) {
    return fail({.kind = ErrorKind::invalid,
                 .operation = "read AWS's configuration",
                 .subject = "for profile '" + profile.name + "'",
                 .cause = std::move(cause),
                 .remedy = "correct it in the environment or the profile",
                 .code = {},
                 .where = {}});
  };
  RetrySettings settings;
  const std::string mode = to_lower(setting("AWS_RETRY_MODE", "retry_mode"));
  if (mode == "legacy") {
    settings.max_attempts = 5;
  } else if (!mode.empty() && mode != "standard" && mode != "adaptive") {
    return wrong("the retry mode '" + mode + "' is none of standard, adaptive, legacy");
  }
  const std::string attempts = setting("AWS_MAX_ATTEMPTS", "max_attempts");
  if (attempts.empty()) return settings;
  const auto number = parse_integer(attempts);
  if (!number || *number < 1 || *number > 100) {
    return wrong("'" + attempts + "' attempts are not from 1 to 100");
  }
  settings.max_attempts = static_cast<int>(*number);
  return settings;
}

TryOutcome outcome_of(const Request& request, const Result<Response>& answer) {
  if (!answer) {
    if (answer.error().kind == ErrorKind::unreachable) return TryOutcome::unreachable;
    if (answer.error().kind == ErrorKind::refused) return TryOutcome::final;  // it was never sent
    const std::string& cause = answer.error().cause;
    const bool late = cause.starts_with("timed out") || cause.starts_with("no answer began") ||
                      cause.starts_with("nothing moved");
    return late ? TryOutcome::timed_out : TryOutcome::lost;
  }
  if (answer->status < 400) return TryOutcome::final;
  const Service* service = find_service(request.service);
  if (service == nullptr) {
    if (kind_of_status(answer->status, request.operation) == ErrorKind::throttled) {
      return TryOutcome::throttled;
    }
    return is_transient({}, answer->status) ? TryOutcome::transient : TryOutcome::final;
  }
  const Operation* operation = service->find(request.operation);
  if (operation == nullptr) return TryOutcome::final;
  const auto parsed = parse_response(*service, *operation, *answer);
  if (parsed) return TryOutcome::final;
  const Error& error = parsed.error();
  // A 503 that says nothing may come from something that stands before the service, and knows not
  // what the service has done.
  const bool says_nothing = answer->status >= 500 && answer->body.empty();
  if (!says_nothing && (error.kind == ErrorKind::throttled || says_later(error.code))) {
    return TryOutcome::throttled;
  }
  return is_transient(error.code, answer->status) ? TryOutcome::transient : TryOutcome::final;
}

bool may_repeat(const Request& request, TryOutcome outcome) {
  switch (outcome) {
    case TryOutcome::final:
      return false;
    case TryOutcome::throttled:
    case TryOutcome::unreachable:
      return true;
    case TryOutcome::transient:
    case TryOutcome::timed_out:
    case TryOutcome::lost:
      break;
  }
  // STS lends sessions and changes nothing.
  if (reads_only(request.operation) || request.service == "sts") return true;
  const Service* service = find_service(request.service);
  const Operation* operation = service != nullptr ? service->find(request.operation) : nullptr;
  return operation != nullptr && carries_token(*service, *operation, request);
}

std::optional<int> RetryQuota::take(TryOutcome outcome) {
  const int cost = outcome == TryOutcome::timed_out ? 10 : 5;
  const std::lock_guard lock(mutex_);
  if (available_ < cost) return std::nullopt;
  available_ -= cost;
  return cost;
}

void RetryQuota::give_back(std::optional<int> taken) {
  const std::lock_guard lock(mutex_);
  available_ = std::min(capacity, available_ + taken.value_or(1));
}

Duration pause_before(int attempt, const Result<Response>& answer, Random& random) {
  const Duration bound = attempt - 2 > 4
                             ? longest_pause
                             : std::min<Duration>(seconds(1LL << (attempt - 2)), longest_pause);
  const Duration drawn(
      static_cast<Duration::rep>(random.real() * static_cast<double>(bound.count())));
  if (!answer) return drawn;
  Duration asked{};
  if (const auto wait_ms = parse_integer(answer->headers.get("x-amz-retry-after"))) {
    asked = milliseconds(std::clamp<std::int64_t>(*wait_ms, 0, 20'000));
  } else if (const auto wait_s = parse_integer(answer->headers.get("Retry-After"))) {
    asked = seconds(std::clamp<std::int64_t>(*wait_s, 0, 20));
  }
  return std::max(drawn, asked);
}

}  // namespace godwit::aws
