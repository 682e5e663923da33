// What an answer that is not success means to a caller: may it have happened, is it worth another
// try, and what can a person do?
#pragma once

#include <string_view>

#include "aws/wire_protocol.h"

namespace godwit::aws {

Error error_of_answer(const Service& service, const Operation& operation, int status,
                      AnswerError answer);

// A successful answer that cannot be read. What it was about has happened, but nobody knows how.
Error unreadable_answer(const Service& service, const Operation& operation, std::string problem);

// "s3 PutObject"
std::string operation_title(const Service& service, const Operation& operation);

}  // namespace godwit::aws
