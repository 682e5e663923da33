#include "aws/client/plain_cloud.h"

#include <algorithm>

#include "base/text.h"

namespace godwit::aws {

PlainCloud::PlainCloud(PlainCloudParts parts)
    : parts_(std::move(parts)), random_(parts_.env.random.fork("pauses between plain tries")) {}

Result<Response> PlainCloud::send(const Request& request) {
  std::optional<int> taken;
  Duration elapsed{};
  for (int attempt = 1;; ++attempt) {
    Result<Response> answer = send_once(request.http);
    if (answer) {
      answer->elapsed = elapsed += answer->elapsed;
      if (answer->status < 400) {
        quota_.give_back(taken);
        return answer;
      }
    }
    // A change whose outcome nobody knows is never sent again, so no answer hides an earlier one.
    const TryOutcome outcome = outcome_of(request, answer);
    if (attempt >= parts_.retries.max_attempts || !may_repeat(request, outcome)) return answer;
    const auto cost = quota_.take(outcome);
    if (!cost) return answer;
    taken = cost;
    parts_.env.sleeper.sleep(draw_pause(attempt + 1, answer));
  }
}

Result<Response> PlainCloud::send_once(const HttpRequest& request) {
  HttpRequest http = request;
  http.options = &parts_.http;
  http.timeout = std::max(http.timeout, parts_.timeout);
  if (!parts_.stand_in.empty()) {
    std::string_view rest = parts_.stand_in;
    http.scheme = "http";
    if (const std::size_t mark = rest.find("://"); mark != std::string_view::npos) {
      http.scheme = to_lower(rest.substr(0, mark));
      rest.remove_prefix(mark + 3);
    }
    http.address = rest.substr(0, rest.find('/'));
  }
  return parts_.env.http.send(http);
}

Duration PlainCloud::draw_pause(int attempt, const Result<Response>& answer) {
  const std::lock_guard lock(mutex_);
  return pause_before(attempt, answer, *random_);
}

}  // namespace godwit::aws
