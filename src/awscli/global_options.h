// Global options: what every command of the AWS CLI (version 2) takes.
// https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-options.html
#pragma once

#include <span>
#include <string_view>

namespace godwit::awscli {

struct GlobalOption {
  std::string_view name;  // without dashes
  bool takes_value = false;
  std::span<const std::string_view> choices;  // empty: anything
};

const GlobalOption* find_global_option(std::string_view name);  // nullptr: there is none
std::span<const GlobalOption> global_options();

}  // namespace godwit::awscli
