// What the AWS CLI (version 2) has beside the service models, and where it names things otherwise.
// https://docs.aws.amazon.com/cli/latest/reference/
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace godwit::awscli {

// An option of a command of the CLI's own.
struct OwnOption {
  std::string_view name;
  std::size_t most = 1;  // values
  bool required = false;
  bool value_optional = false;
};

// A command of the CLI's own: "s3 cp". `words` are what it takes beside its options.
struct OwnCommand {
  std::string_view service;
  std::string_view operation;
  std::string_view options;  // "quiet~ include expires-in! tags+": ~ none, ! required, + several,
                             // ? may be without a value
  std::size_t least_words = 0;
  std::size_t most_words = 0;
};

const OwnCommand* find_own_command(std::string_view service, std::string_view operation);
std::span<const OwnCommand> own_commands();
std::vector<OwnOption> options_of(const OwnCommand& command);

// Has the CLI a service of that name that no model describes ("s3", "configure")?
bool is_own_service(std::string_view service);
// A service whose commands are not all known here: nothing is said of its operations.
bool is_open_service(std::string_view service);
// The same of a command.
bool is_open_command(std::string_view service, std::string_view operation);

// Options that the CLI adds to an operation of a model, as in OwnCommand; empty: none.
std::string_view added_options(std::string_view service, std::string_view operation);
// Is a required option no longer required, because an added one can stand for it?
bool is_relaxed(std::string_view service, std::string_view operation, std::string_view option);
// The name under which the CLI has an operation's option; the model's, where it is the same.
std::string_view renamed(std::string_view service, std::string_view operation,
                         std::string_view option);
// Operations of a model that the CLI does not have; the remedy, or nothing where it has it.
std::optional<std::string_view> removed(std::string_view service, std::string_view operation);

}  // namespace godwit::awscli
