// AWS Signature Version 4, as a pure function of request, credentials and time.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
#pragma once

#include <functional>
#include <string>

#include "aws/cloud.h"
#include "aws/codec.h"
#include "base/time.h"
#include "env/clock.h"

namespace godwit::aws {

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;  // never printed, never journalled
  std::string session_token;      // empty where there is none
};

struct SigningScope {
  std::string region;   // "eu-central-1"
  std::string service;  // "s3"
};

// Adds X-Amz-Date, X-Amz-Security-Token where there is one, X-Amz-Content-Sha256 for S3, and
// Authorization. Synthetic bodies are signed as UNSIGNED-PAYLOAD. Host is signed from request.host.
void sign(HttpRequest& request, const SigningScope& scope, const Credentials& credentials,
          Time now);

// The pieces, as AWS's published test suite checks them one by one.
std::string canonical_request(const HttpRequest& request, const std::string& signed_headers,
                              const std::string& payload_hash, const SigningScope& scope);
std::string string_to_sign(const std::string& canonical, const SigningScope& scope, Time now);
std::string signing_key(const std::string& secret, const SigningScope& scope, Time now);

// What a signature is made of besides the request and the secret; and the signature, in
// hexadecimal.
struct SignedParts {
  SigningScope scope;
  std::string time;            // "20150830T123600Z"
  std::string signed_headers;  // "host;x-amz-date"
  std::string payload_hash;    // in hexadecimal, or UNSIGNED-PAYLOAD
};
std::string signature_of(const HttpRequest& request, const SignedParts& parts,
                         const std::string& secret);
std::string hash_of_payload(const Body& body);

// What a server does: looks the key up, checks scope, skew (15 minutes) and signature. Returns the
// scope, or AWS's own error (MissingAuthenticationToken, InvalidClientTokenId or
// InvalidAccessKeyId, SignatureDoesNotMatch, RequestTimeTooSkewed or RequestExpired ...).
using SecretOf = std::function<const Credentials*(const std::string& access_key_id)>;
std::expected<SigningScope, ServiceError> verify_signature(const HttpRequest& request,
                                                           const SecretOf& secret_of, Time now);

// Signs everything that passes through.
class SigningCloud : public Cloud {
 public:
  SigningCloud(Cloud& next, Credentials credentials, const Clock& clock);
  Result<Response> send(const Request& request) override;

 private:
  Cloud& next_;
  Credentials credentials_;
  const Clock& clock_;
};

}  // namespace godwit::aws
