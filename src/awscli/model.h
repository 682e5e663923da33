// Service models as `check` needs them: operations and options as the CLI writes their names,
// shapes with their limits, waiters. Compiled from botocore's by tools/compile_command_models.py
// into one blob in the program; a service is unpacked when it is first asked for, and kept.
//
// The blob: two little-endian 32-bit sizes, of the index deflated and inflated; the index; then the
// services' texts, each deflated by itself. A line of the index: name, endpoint prefix, offset,
// size, inflated size, with tabs between them. A service's text, with tabs between the fields of a
// line:
//   o CLI-NAME NAME INPUT OUTPUT FLAGS INPUT-TOKENS OPTIONS LATER   an operation; INPUT, OUTPUT:
//   numbers of
//       shapes, or '-'. FLAGS: d deprecated, o its answer goes to a file, p paginated, l its page's
//       size can be said. OPTIONS: the names of the input's members, in order, as the CLI writes
//       them
//   w CLI-NAME OPERATION ACCEPTOR...   a waiter; an acceptor is "STATE MATCHER EXPECTED(JSON)
//   ARGUMENT" a WORD...                          words that came to the service after its model
// and then the shapes, one a line, from number 0: a letter of ShapeKind and its fields.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace godwit::awscli {

enum class ShapeKind : char {
  structure = 's',    // MEMBER:SHAPE, with '!' where it is required, '?' where the CLI makes it up;
                      // MEMBER: where it came after the model
  one_of = 'u',       // the same, of which one is given
  events = 'v',       // the same: a stream of one or another
  list = 'l',         // ELEMENT MIN MAX
  map = 'm',          // KEY VALUE MIN MAX
  text = 't',         // MIN MAX PATTERN
  enumeration = 'e',  // VALUE...
  json_text = 'j',    // a text that is JSON
  document = 'd',     // any JSON
  boolean = 'b',
  integer = 'i',       // MIN MAX
  long_integer = 'n',  // MIN MAX
  number = 'f',        // MIN MAX
  timestamp = 'w',
  blob = 'x',
  stream = 'y',  // a blob that is a file
};

// A service's parts live as long as the program.
struct Shape;
struct Member {
  std::string_view name;
  const Shape* shape = nullptr;
  bool required = false;
};

struct Shape {
  ShapeKind kind = ShapeKind::text;
  std::vector<Member> members;
  const Shape* element = nullptr;  // of a list; the value of a map
  const Shape* key = nullptr;
  std::vector<std::string_view> values;  // of an enumeration
  std::optional<double> min;             // of a length, of a number
  std::optional<double> max;
  std::string_view pattern;
  std::vector<std::string_view> later;  // members that came after the model

  const Member* member(std::string_view name) const;  // nullptr: there is none
  bool came_later(std::string_view name) const;       // a member
  bool is_structure() const;                          // with members
  bool is_complex() const;                            // structure, list or map
};

struct Operation {
  std::string_view name;        // "create-bucket"
  std::string_view model_name;  // "CreateBucket"
  const Shape* input = nullptr;
  const Shape* output = nullptr;
  bool deprecated = false;
  bool writes_file = false;  // the CLI wants the name of a file for the answer
  bool paginated = false;
  bool page_size = false;
  std::vector<std::string_view> tokens;   // members of the input
  std::vector<std::string_view> options;  // of the input's members, in order: "stack-name"
  std::vector<std::string_view> later;    // options that came after the model
};

struct Acceptor {
  std::string_view state;     // "success", "failure", "retry"
  std::string_view matcher;   // "path", "pathAll", "pathAny", "status", "error"
  std::string_view expected;  // JSON
  std::string_view argument;  // JMESPath
};
struct Waiter {
  std::string_view name;
  std::string_view operation;
  std::vector<Acceptor> acceptors;
};

struct Service {
  std::string name;  // as the CLI writes it
  std::string endpoint_prefix;
  std::string text;
  std::vector<Shape> shapes;
  std::vector<Operation> operations;
  std::vector<Waiter> waiters;
  std::vector<std::string_view> later;  // operations and waiters that came after the model

  const Operation* operation(std::string_view cli_name) const;
  const Waiter* waiter(std::string_view cli_name) const;
  bool came_later(std::string_view operation_or_waiter) const;
};

// nullptr: no model describes it. Safe from several threads.
const Service* find_service(std::string_view cli_name);
// Described, or known to have come after the models.
bool is_service_name(std::string_view cli_name);
const std::vector<std::string>& service_names();  // sorted

}  // namespace godwit::awscli
