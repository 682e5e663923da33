#include "base/error.h"

#include <fmt/format.h>

namespace godwit {

std::string_view to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid:
      return "invalid";
    case ErrorKind::not_found:
      return "not found";
    case ErrorKind::conflict:
      return "conflict";
    case ErrorKind::refused:
      return "refused";
    case ErrorKind::throttled:
      return "throttled";
    case ErrorKind::unreachable:
      return "unreachable";
    case ErrorKind::unknown:
      return "unknown";
    case ErrorKind::storage:
      return "storage";
    case ErrorKind::corrupt:
      return "corrupt";
    case ErrorKind::interrupted:
      return "interrupted";
  }
  return "invalid";
}

std::string to_string(const Location& location) {
  std::string text = location.file;
  if (location.line > 0) {
    text += fmt::format(":{}", location.line);
    if (location.column > 0) text += fmt::format(":{}", location.column);
  }
  return text;
}

std::string to_string(const Error& error) {
  std::string text;
  if (error.where) text += to_string(*error.where) + ": ";

  // What may have happened must not read as if it had not.
  const bool undecided = error.kind == ErrorKind::unknown;
  if (!error.operation.empty()) {
    text += (undecided ? "cannot tell the outcome of " : "cannot ") + error.operation;
    // A file that stands at the start of the line need not be named again.
    if (!error.subject.empty() && !(error.where && error.where->file == error.subject)) {
      text += " " + error.subject;
    }
  } else {
    text += error.subject;
  }
  const bool introduced = !error.operation.empty() || !error.subject.empty();

  const std::string cause = error.cause.empty() ? std::string(to_string(error.kind)) : error.cause;
  text += (introduced ? ": " : "") + cause;
  if (!error.code.empty() && cause.find(error.code) == std::string::npos) {
    text += " (" + error.code + ")";
  }
  if (!error.remedy.empty()) text += "\n  " + error.remedy;
  return text;
}

}  // namespace godwit
