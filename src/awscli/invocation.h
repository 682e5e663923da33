// Invocation: what a command line of the AWS CLI (version 2) asks for: `aws SERVICE OPERATION
// --parameter value ...`.
// https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-commandstructure.html
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace godwit::awscli {

// One word of the command line after the shell has expanded it, as far as anybody can tell.
struct Argument {
  std::string text;   // what is not known stands in it as "${NAME}" or "$(...)"
  bool known = true;  // nothing of it is unknown
};

struct Option {
  std::string name;                 // without dashes: "stack-name"
  std::size_t at = 0;               // index of the argument that names it
  std::vector<std::size_t> values;  // indices of its arguments; `--name=value` has its own index
  std::string value;                // of "--name=value", and of options with one value; else empty
  bool known = true;                // the value is
};

struct Invocation {
  std::string service;         // "s3api", "cloudformation"; as written
  std::string operation;       // "create-bucket"; of "wait X": "wait"
  std::string waiter;          // "stack-create-complete"
  std::size_t service_at = 0;  // indices of arguments; 0: there is none
  std::size_t operation_at = 0;
  std::size_t waiter_at = 0;
  std::vector<Option> options;          // global ones too ("region", "query", "output", "profile")
  std::vector<std::size_t> positional;  // of `s3 cp`, `configure set`, ...

  const Option* option(
      std::string_view name) const;  // nullptr: not given; the last one, where there are several
  // The value of an option, where it is given and known.
  std::optional<std::string> value(std::string_view name) const;
};

// `arguments` are the command's words, "aws" the first of them. Nothing where it is no such
// command, or asks for nothing but help or a version.
std::optional<Invocation> read(std::span<const Argument> arguments);

}  // namespace godwit::awscli
