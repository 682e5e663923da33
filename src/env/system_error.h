// The operating system's error numbers as Errors.
#pragma once

#include <string>

#include "base/error.h"

namespace godwit {

// `number` is an errno; the operation and its subject as in Error.
Error system_error(int number, std::string operation, std::string subject);

}  // namespace godwit
