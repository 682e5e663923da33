// Waiting until something has come about: what a service's model says of how to ask and how to
// tell. Time is the caller's; a turn asks once.
#pragma once

#include <string>
#include <string_view>

#include "aws/cloud.h"
#include "aws/model.h"
#include "aws/value.h"

namespace godwit::aws {

// What an answer says, all of it that a waiter looks at.
struct Observation {
  int status = 0;
  std::string error_code;  // empty where it was a success
  Value output;
};

Observation observe(const Service& service, const Operation& operation, const Response& response);

// What an observation means: the first acceptor that fits decides. Where none does, a success is
// worth another look, and an error is a failure. Pure.
WaiterState decide(const Waiter& waiter, const Observation& observation);

struct WaitTurn {
  WaiterState state;    // `retry` never after the last attempt
  Duration again_in{};  // for `retry`
};

// One turn, the `attempt`th, counted from one: asks, and says how it stands. Fails as `send` does,
// and where the answer is an error that the waiter does not know. After the waiter's last attempt
// what has not come about is a failure.
Result<WaitTurn> wait_turn(Cloud& cloud, std::string_view service, std::string_view waiter,
                           const std::string& region, const Value& input, int attempt);

}  // namespace godwit::aws
