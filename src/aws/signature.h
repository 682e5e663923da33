// AWS Signature Version 4, as a pure function of request, credentials and time.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

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

// ---- the client's side

// Adds X-Amz-Date, X-Amz-Security-Token where there is one, X-Amz-Content-Sha256 for S3, and
// Authorization. Synthetic bodies are signed as UNSIGNED-PAYLOAD. Host is signed from request.host.
void sign(HttpRequest& request, const SigningScope& scope, const Credentials& credentials,
          Time now);

// The request's query with a signature in it, which is good for `lifetime`, in whole seconds and up
// to a week: whoever has the URL may send the request, with the headers that it has here. S3's
// bodies are not signed, others' are.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
std::string presign(const HttpRequest& request, const SigningScope& scope,
                    const Credentials& credentials, Time now, Duration lifetime);

// Signs a request whose body goes in chunks, each signed after the one before it, and puts the body
// into them. `trailer`, whose names go into X-Amz-Trailer, follows the last chunk and is signed
// too. S3 takes no chunk below 8 KiB but the last. Not for synthetic bodies.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
void sign_in_chunks(HttpRequest& request, const SigningScope& scope, const Credentials& credentials,
                    Time now, std::size_t chunk_bytes, const Headers& trailer = {});

// ---- the server's side

// Who may sign with an access key.
struct Signer {
  const Credentials* credentials;    // outlives the verification
  std::optional<Time> expires = {};  // a session's end
};
using SecretOf = std::function<std::optional<Signer>(std::string_view access_key_id)>;

struct VerifiedRequest {
  SigningScope scope;
  std::string access_key_id;
  bool presigned = false;  // signed in the query
};

// Does the request not even try to say who sends it? Others are to be verified.
bool is_anonymous(const HttpRequest& request);

// What the request says it is signed for, unverified: for whoever has to know the service before
// anything else. Errors are those of verify_signature about the form.
std::expected<SigningScope, ServiceError> signing_scope_of(const HttpRequest& request);

// What a server does: looks the key up, checks session, scope, skew (15 minutes) or lifetime,
// signature, payload, and the signatures of chunks and trailer where the body is in chunks. The
// signature may be in the header or in the query. Where the host is AWS's, the scope must agree
// with it; any other host will do. Errors are AWS's own (MissingAuthenticationToken,
// InvalidClientTokenId or InvalidAccessKeyId, ExpiredToken, SignatureDoesNotMatch,
// RequestTimeTooSkewed ...), in the words of the service.
std::expected<VerifiedRequest, ServiceError> verify_signature(const HttpRequest& request,
                                                              const SecretOf& secret_of, Time now);

// ---- the pieces, as AWS's published test suite checks them one by one

// A query's own X-Amz-Signature is left out.
std::string canonical_request(const HttpRequest& request, std::string_view signed_headers,
                              std::string_view payload_hash, const SigningScope& scope);
std::string string_to_sign(const std::string& canonical, const SigningScope& scope, Time now);
std::string signing_key(const std::string& secret, const SigningScope& scope, Time now);
// "20150830/us-east-1/s3/aws4_request"
std::string scope_text(std::string_view date, const SigningScope& scope);
// "content-type;host;x-amz-date": what a client signs of the request's headers.
std::string signed_headers_of(const HttpRequest& request);

// What a signature is made of besides the request and the secret; refers to others' texts.
struct SignedParts {
  const SigningScope& scope;
  std::string_view time;            // "20150830T123600Z"
  std::string_view signed_headers;  // "host;x-amz-date"
  std::string_view payload_hash;    // in hexadecimal, or UNSIGNED-PAYLOAD and the like
};
// In hexadecimal.
std::string signature_of(const HttpRequest& request, const SignedParts& parts,
                         const std::string& secret);
std::string hash_of_payload(const Body& body);

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
