// The generic codec: every operation of every service model, both directions, both sides of the
// wire. The client serialises requests and parses responses; the lab parses requests and serialises
// responses, with the same code. Pure: no clock, no randomness, no I/O.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "aws/cloud.h"
#include "aws/model.h"
#include "aws/value.h"

namespace godwit::aws {

// ---- the client's side

// How to ask, where it may be asked in more ways than one.
struct RequestOptions {
  std::optional<Protocol> protocol;  // one that the service speaks; its first choice unless said
  // Makes what tells a repetition from another request, for the members that want such a token and
  // have not been given one. Without it they stay empty.
  std::function<std::string()> make_token;
};

// An unsigned request with the service's host for the region. Fails (invalid) where `input` lacks a
// required member or has a value of the wrong type: our own mistake or a user's bad name.
Result<Request> serialize_request(const Service& service, const Operation& operation,
                                  const std::string& region, const Value& input,
                                  const RequestOptions& options = {});

// The output, or what AWS said instead: kind from status and code (not_found, conflict, refused,
// throttled; `unknown` for a 5xx answer to a request that changes things), code, and its message.
// An answer is in the protocol of its request: the service's first choice unless said.
Result<Value> parse_response(const Service& service, const Operation& operation,
                             const Response& response, std::optional<Protocol> protocol = {});

// ---- the server's side

// An answer that is not success, in the words of the service.
struct ServiceError {
  int status = 400;
  std::string code;
  std::string message;
  Value details;  // further members of the error shape, if any
};

struct ParsedRequest {
  const Operation* operation = nullptr;
  Value input;
};

// The protocol belongs to the request, not to the service: by its headers, or else its fields.
// Requests that say nothing are in the service's first choice.
Protocol protocol_of_request(const Service& service, const HttpRequest& request);

// Which operation this is, by method, path, query and headers, and its input. The host decides S3's
// bucket where it is virtual-hosted.
std::expected<ParsedRequest, ServiceError> parse_request(const Service& service,
                                                         const HttpRequest& request);

// Both answer in the protocol of the request, which is the service's first choice unless said.
Response serialize_response(const Service& service, const Operation& operation, const Value& output,
                            const std::string& request_id, std::optional<Protocol> protocol = {});
// `operation` may be unknown (nullptr). `head` leaves the body out, as HEAD must.
Response serialize_error(const Service& service, const Operation* operation,
                         const ServiceError& error, const std::string& request_id, bool head,
                         std::optional<Protocol> protocol = {});

// ---- hosts

// "s3.eu-central-1.amazonaws.com"; global services have one host and sign for us-east-1.
std::string endpoint_host(const Service& service, const std::string& region);
std::string signing_region(const Service& service, const std::string& region);

// The service and region that a host name belongs to, as AWS's front doors do; nullopt where the
// name is none of AWS's. `region` is empty for global services.
struct Endpoint {
  const Service* service;
  std::string region;
};
std::optional<Endpoint> endpoint_of_host(std::string_view host);

}  // namespace godwit::aws
