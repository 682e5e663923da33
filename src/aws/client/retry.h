// What to do after a try that did not succeed: AWS's standard retry mode, with Godwit's own rule on
// top. What may have happened is never done again blindly: a change whose outcome nobody knows goes
// back to whoever asked for it, unless it carries an idempotency token.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "aws/client/shared_config.h"
#include "aws/cloud.h"
#include "aws/model.h"
#include "env/random.h"

namespace godwit::aws {

struct RetrySettings {
  int max_attempts = 3;  // the first one counts

  // AWS_MAX_ATTEMPTS and AWS_RETRY_MODE, or the profile's max_attempts and retry_mode. All modes
  // are the standard one here, but for legacy's five attempts. ErrorKind::invalid where they are
  // not what they can be.
  static Result<RetrySettings> from(const Environment& environment, const Profile& profile);
};

enum class TryOutcome : std::uint8_t {
  final,        // an answer to go on with, success or not
  throttled,    // "later": nothing has changed
  unreachable,  // nothing has happened
  transient,    // a failure of the service's own; a change may have happened all the same
  timed_out,    // nobody knows, after a while
  lost,         // nobody knows
};

// `answer` is what came of sending `request`.
TryOutcome outcome_of(const Request& request, const Result<Response>& answer);

// May `request` be sent again after that?
bool may_repeat(const Request& request, TryOutcome outcome);

// How many more tries all of a client's requests together may make: 500 tokens, of which each
// takes 5, or 10 after a time-out; success gives back what was taken, or one. Thread safe.
class RetryQuota {
 public:
  // How much was taken; nullopt: there is not enough.
  std::optional<int> take(TryOutcome outcome);
  void give_back(std::optional<int> taken);  // nullopt: the first try succeeded

 private:
  static constexpr int capacity = 500;
  std::mutex mutex_;
  int available_ = capacity;
};

// The pause before try `attempt` (from 2): uniform up to 1 s, 2 s, 4 s ... 20 s, and not shorter
// than the answer asks for (x-amz-retry-after, Retry-After) up to 20 s.
Duration pause_before(int attempt, const Result<Response>& answer, Random& random);

}  // namespace godwit::aws
