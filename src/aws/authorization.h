// The Authorization header of Signature Version 4.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#add-signature-to-request
#pragma once

#include <optional>
#include <string_view>

namespace godwit::aws {

// What it says. Refers to the header's text.
struct Authorization {
  std::string_view access_key_id;
  std::string_view date;
  std::string_view region;
  std::string_view service;
  std::string_view signed_headers;
  std::string_view signature;
};

// nullopt where it is of another kind, or something is missing.
std::optional<Authorization> parse_authorization(std::string_view header);

}  // namespace godwit::aws
