// One call of one operation: serialise, send, parse. The typed calls in aws/api/ are made of this.
#pragma once

#include <string>

#include "aws/cloud.h"
#include "aws/codec.h"
#include "aws/value.h"

namespace godwit::aws {

// Errors say what was attempted ("s3 PutObject"), on `subject`, with AWS's code and message.
Result<Value> call(Cloud& cloud, std::string_view service, std::string_view operation,
                   const std::string& region, const Value& input, std::string subject);

}  // namespace godwit::aws
