// What an answer means where no model knows the service: one of somebody else's, whose HTTP status
// says it all (RFC 9110, section 15; 429 is RFC 6585, section 4).
#pragma once

#include <optional>
#include <string_view>

#include "base/error.h"

namespace godwit::aws {

// Nothing: success. Of a failure of the other side's own, a call that only looks (reads_only) has
// not happened, and any other may have.
std::optional<ErrorKind> kind_of_status(int status, std::string_view operation);

}  // namespace godwit::aws
