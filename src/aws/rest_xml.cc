// The rest-xml protocol: S3, S3 Control, Route 53.
// https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html
#include <fmt/format.h>

#include "aws/aws_chunked.h"
#include "aws/binding.h"
#include "aws/bucket_address.h"
#include "aws/checksum.h"
#include "aws/rest_fault.h"
#include "aws/rest_xml_body.h"
#include "aws/violation.h"
#include "aws/wire_protocol.h"
#include "aws/xml_error.h"

namespace godwit::aws {

namespace {

bool is_s3(const Service& service) { return service.name == "s3"; }

class RestXml : public WireProtocol {
 public:
  std::optional<std::string> write_request(const Service& service, const Operation& operation,
                                           const Value& input,
                                           HttpRequest& request) const override {
    request.method = operation.http_method;
    std::string_view uri = operation.uri;
    if (is_s3(service) && uri.starts_with("/{Bucket}")) {
      const std::string& bucket = input["Bucket"].text();
      if (!is_bucket_name(bucket)) return fmt::format("'{}' cannot be a bucket's name", bucket);
      if (fits_host(bucket)) {
        request.host.insert(0, bucket + ".");
        uri.remove_prefix(std::string_view("/{Bucket}").size());
      }
    }
    request.path = expand_path(uri, operation.input, input);
    request.query = expand_query(uri, operation.input, input);
    if (operation.input == nullptr) return std::nullopt;
    if (const auto problem = write_headers(*operation.input, input, request.headers)) {
      return fmt::format("{} cannot be sent in a header", problem->member->name);
    }
    write_request_body(operation, input, request);
    return std::nullopt;
  }

  std::expected<Value, std::string> read_response(const Operation& operation,
                                                  const Response& response) const override {
    if (operation.output == nullptr) return Value::structure();
    const Shape& shape = *operation.output;
    Members members;
    members.reserve(response.headers.size() + 1);
    read_headers(shape, response.headers, true, members);
    for (const Member& member : shape.members) {
      if (member.location != MemberLocation::status_code) continue;
      members.emplace_back(member.name, Value(response.status));
    }
    if (operation.http_method != "HEAD") {
      if (auto problem = read_response_body(shape, response.body, members)) {
        return std::unexpected(std::move(*problem));
      }
    }
    return Value(std::move(members));
  }

  AnswerError read_error(const Operation& operation, const Response& response) const override {
    if (auto error = read_xml_error(response.body.bytes())) return std::move(*error);
    return error_without_body(operation, response.status);
  }

  std::expected<ParsedRequest, ServiceError> read_request(
      const Service& service, const HttpRequest& request) const override {
    if (is_s3(service) && is_aws_chunked(request)) {
      const auto plain = without_chunks(request);
      if (!plain) return std::unexpected(incomplete_body_fault());
      return read_request(service, *plain);
    }
    const QueryString query(request.query);
    const std::string_view bucket =
        is_s3(service) ? bucket_in_host(request.host) : std::string_view();
    std::string hosted_path;  // as if the bucket stood in the path
    if (!bucket.empty()) {
      hosted_path.reserve(1 + bucket.size() + request.path.size());
      hosted_path += '/';
      hosted_path += bucket;
      hosted_path += request.path;
    }
    const std::string_view path = bucket.empty() ? request.path : std::string_view(hosted_path);

    const auto match = router_of(service).find(request.method, path, query, request.headers);
    if (!match) return std::unexpected(route_fault(service, match.error()));
    const Operation& operation = *match->operation;
    if (operation.input == nullptr) return ParsedRequest{&operation, Value::structure()};
    const Shape& shape = *operation.input;

    if (is_s3(service)) {
      if (auto fault = find_checksum_fault(operation, request)) {
        return std::unexpected(std::move(*fault));
      }
    }
    Members members;
    members.reserve(8);
    auto problem = read_labels(shape, *match, members);
    if (!problem) problem = read_query(shape, query, members);
    if (!problem) problem = read_headers(shape, request.headers, false, members);
    if (problem) return std::unexpected(binding_fault(service, *problem));
    if (auto fault = read_request_body(service, operation, request.body, members)) {
      return std::unexpected(std::move(*fault));
    }
    Value input(std::move(members));
    const auto violations = find_violations(shape, input, true);
    if (!violations.empty()) return std::unexpected(violation_fault(service, violations));
    return ParsedRequest{&operation, std::move(input)};
  }

  Response write_response(const Service& service, const Operation& operation, const Value& output,
                          const std::string& request_id) const override {
    Response response;
    response.status = operation.success_status;
    say_who(service, request_id, response.headers);
    if (operation.output == nullptr) return response;
    const Shape& shape = *operation.output;
    // A server's own words hold no line ends; what a client once sent came through a header.
    write_headers(shape, output, response.headers);
    for (const Member& member : shape.members) {
      if (member.location != MemberLocation::status_code || !output.has(member.name)) continue;
      response.status = static_cast<int>(output[member.name].integer());
    }
    // A part of an object, and only that, says which part it is (RFC 9110, 15.3.7).
    if (is_s3(service) && output.has("ContentRange")) response.status = 206;
    if (operation.http_method != "HEAD") write_response_body(service, shape, output, response);
    return response;
  }

  Response write_error(const Service& service, const Operation* operation,
                       const ServiceError& error, const std::string& request_id) const override {
    Response response;
    response.status = error.status;
    say_who(service, request_id, response.headers);
    response.headers.add("Content-Type", "application/xml");
    response.body =
        Body(write_xml_error(is_s3(service) ? XmlErrorDialect::s3 : XmlErrorDialect::everybody,
                             service, operation, error, request_id));
    return response;
  }

 private:
  // S3 has words of its own for them.
  // https://docs.aws.amazon.com/AmazonS3/latest/API/RESTCommonResponseHeaders.html
  static void say_who(const Service& service, const std::string& request_id, Headers& headers) {
    if (service.signing_name != "s3") {
      headers.add("x-amzn-RequestId", request_id);
      return;
    }
    headers.add("x-amz-request-id", request_id);
    headers.add("x-amz-id-2", std::string(s3_host_id));
    headers.add("Server", "AmazonS3");
  }
};

}  // namespace

const WireProtocol& rest_xml_protocol() {
  static const RestXml protocol;
  return protocol;
}

}  // namespace godwit::aws
