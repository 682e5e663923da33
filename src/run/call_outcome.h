// What became of a call that should change something: its effect has happened, has not, or nobody
// knows. Whatever may have happened is unknown.
#pragma once

#include <string>

#include "aws/cloud.h"

namespace godwit::run {

enum class CallOutcome { applied, refused, unknown };

CallOutcome outcome_of(const aws::Request& request, const Result<aws::Response>& response);

// The other side says: later, and slower.
bool is_throttled(const aws::Request& request, const aws::Response& response);

}  // namespace godwit::run
