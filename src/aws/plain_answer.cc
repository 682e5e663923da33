#include "aws/plain_answer.h"

#include "aws/model.h"

namespace godwit::aws {

std::optional<ErrorKind> kind_of_status(int status, std::string_view operation) {
  if (status >= 200 && status < 300) return std::nullopt;
  if (status == 429) return ErrorKind::throttled;
  if (status >= 500) return reads_only(operation) ? ErrorKind::unreachable : ErrorKind::unknown;
  if (status == 404) return ErrorKind::not_found;
  if (status == 409) return ErrorKind::conflict;
  return ErrorKind::refused;
}

}  // namespace godwit::aws
