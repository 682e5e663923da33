// The Authorization header of Signature Version 4.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#add-signature-to-request
#pragma once

#include <cstdint>
#include <expected>
#include <string_view>

namespace godwit::aws {

// What it says. Refers to the header's text.
struct Authorization {
  std::string_view access_key_id;
  std::string_view date;  // "20150830"
  std::string_view region;
  std::string_view service;
  std::string_view signed_headers;  // "host;x-amz-date"
  std::string_view signature;       // in hexadecimal
};

enum class AuthorizationFault : std::uint8_t {
  other_kind,  // of an algorithm that nobody here knows
  version_2,   // "AWS key:signature"
  version_4a,  // AWS4-ECDSA-P256-SHA256
  incomplete,  // without Credential, SignedHeaders or Signature
  bad_credential,
  no_access_key,
};

std::expected<Authorization, AuthorizationFault> parse_authorization(std::string_view header);

// "AKIDEXAMPLE/20150830/us-east-1/s3/aws4_request", into the first four members.
std::expected<void, AuthorizationFault> parse_credential(std::string_view credential,
                                                         Authorization& into);

}  // namespace godwit::aws
