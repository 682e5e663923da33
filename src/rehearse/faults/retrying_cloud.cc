#include "rehearse/faults/retrying_cloud.h"

namespace godwit::rehearse {

Result<aws::Response> RetryingCloud::send(const aws::Request& request) {
  const aws::RetrySettings usual;
  Duration elapsed{};
  std::optional<int> taken;
  for (int attempt = 1;; ++attempt) {
    auto answer = next_.send(request);
    if (answer) answer->elapsed = elapsed += answer->elapsed;
    // Most answers are good, and need no second look.
    const aws::TryOutcome outcome =
        answer && answer->status < 400 ? aws::TryOutcome::final : aws::outcome_of(request, answer);
    if (outcome == aws::TryOutcome::final) {
      quota_.give_back(taken);
      return answer;
    }
    // A change with a token could be sent again after anything; here it is not, so that each is
    // in the account's trail once.
    const bool nothing_happened =
        outcome == aws::TryOutcome::throttled || outcome == aws::TryOutcome::unreachable;
    const bool repeat =
        aws::reads_only(request.operation) ? aws::may_repeat(request, outcome) : nothing_happened;
    if (attempt == usual.max_attempts || !repeat) return answer;
    taken = quota_.take(outcome);
    if (!taken) return answer;
    elapsed += aws::pause_before(attempt + 1, answer, *random_);
  }
}

}  // namespace godwit::rehearse
