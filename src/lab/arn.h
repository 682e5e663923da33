// Arn: an Amazon Resource Name taken apart: "arn:aws:kms:eu-west-1:558069890522:key/5e84...".
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
#pragma once

#include <optional>
#include <string_view>

namespace godwit::lab {

// Views into the text that it was read from. Region and account are empty where a service has none.
struct Arn {
  std::string_view partition;
  std::string_view service;
  std::string_view region;
  std::string_view account;
  std::string_view resource;  // all that follows, colons too
};

std::optional<Arn> read_arn(std::string_view text);

}  // namespace godwit::lab
