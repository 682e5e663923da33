// Which actions a bucket policy can speak of, and whether they are done to the bucket or to
// objects. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
#pragma once

#include <string_view>

namespace godwit::lab::services {

struct PolicyActions {
  bool on_bucket = false;
  bool on_objects = false;
  bool any() const { return on_bucket || on_objects; }
};

// "s3:Get*", "*": what it takes in, in any case of letters. Nothing: there is no such action.
PolicyActions policy_actions(std::string_view action);

// "*" stands for any letters, "?" for one.
bool matches_wildcards(std::string_view pattern, std::string_view text);

}  // namespace godwit::lab::services
