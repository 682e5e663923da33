// What a caller can meet and has to handle. An error says what was attempted, on what, why it
// failed and what to do next; where a user wrote the cause, it also says where.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace godwit {

enum class ErrorKind {
  invalid,      // the user's input cannot be used
  not_found,    // the thing is not there
  conflict,     // the thing is there, and should not be, or is different
  refused,      // the other side understood and said no; nothing has changed
  throttled,    // the other side said: later; nothing has changed
  unreachable,  // the other side was never reached; nothing has changed
  unknown,      // it may or may not have happened: observe before acting
  storage,      // a disk failed or is full
  corrupt,      // stored data does not verify
  interrupted,  // this process is going down
};

std::string_view to_string(ErrorKind kind);

// A place in a file that the user wrote. Lines and columns start at 1; 0 means "the whole file".
struct Location {
  std::string file;
  int line = 0;
  int column = 0;

  bool operator==(const Location&) const = default;
};

std::string to_string(const Location& location);

struct Error {
  ErrorKind kind = ErrorKind::invalid;
  std::string operation;  // what was attempted: "create bucket", "read plan"
  std::string subject;    // on what: "medzen-recordings in eu-central-1"
  std::string cause;      // why it failed, a sentence without its full stop
  std::string remedy;     // what to do next; empty only where there is nothing to say
  std::string code;       // the other side's own code ("NoSuchBucket"), if it gave one
  std::optional<Location> where;
};

// One line: "FILE:3:5: cannot read plan: unknown key 'bukets' (did you mean 'buckets'?)", followed
// by an indented line with the remedy where there is one.
std::string to_string(const Error& error);

// Every error of one file at once.
using Errors = std::vector<Error>;

}  // namespace godwit
