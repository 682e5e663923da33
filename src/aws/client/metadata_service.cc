#include "aws/client/metadata_service.h"

#include <algorithm>
#include <array>

#include "aws/client/web_address.h"
#include "base/text.h"

namespace godwit::aws {

namespace {

const std::string instance_source = "the instance metadata service";
const std::string container_source = "the container's credentials endpoint";

// Nothing here goes through a proxy, which naming the address says.
void go_straight(HttpRequest& request) { request.address = request.host; }

bool is_true(std::string_view text) { return equal_ignoring_case(text, "true"); }

// Hosts whose plain HTTP cannot be listened to by others.
bool is_trusted_host(std::string_view host) {
  constexpr std::array<std::string_view, 6> hosts = {
      "localhost", "[::1]", "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]", "[fd00:ec2::254]"};
  const std::size_t port = host.rfind(':');
  const bool has_port = port != std::string_view::npos && host.find(']', port) == host.npos;
  const std::string_view name = has_port ? host.substr(0, port) : host;
  const bool is_loopback =
      name.starts_with("127.") && name.find_first_not_of("0123456789.") == name.npos;
  return is_loopback || std::ranges::find(hosts, name) != hosts.end();
}

}  // namespace

InstanceMetadata::InstanceMetadata(const Env& env, const Environment& environment) : env_(env) {
  disabled_ = is_true(environment.get("AWS_EC2_METADATA_DISABLED"));
  const bool ipv6 =
      equal_ignoring_case(environment.get("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"), "ipv6");
  host_ = ipv6 ? "[fd00:ec2::254]" : "169.254.169.254";
  const std::string named = environment.get("AWS_EC2_METADATA_SERVICE_ENDPOINT");
  if (const auto address = parse_web_address(named)) {
    scheme_ = address->scheme;
    host_ = address->host;
    path_ = address->path == "/" ? "" : address->path;
  }
  const auto timeout = parse_integer(environment.get("AWS_METADATA_SERVICE_TIMEOUT"));
  if (timeout && *timeout > 0) timeout_ = seconds(std::min<std::int64_t>(*timeout, 60));
}

Result<std::string> InstanceMetadata::send(HttpRequest request) const {
  request.scheme = scheme_;
  request.host = host_;
  request.path = path_ + request.path;
  request.timeout = timeout_;
  go_straight(request);
  const auto response = env_.http.send(request);
  if (!response) {
    return no_credentials(instance_source, response.error().cause,
                          "give credentials by AWS_PROFILE, AWS_ACCESS_KEY_ID or a role",
                          ErrorKind::unreachable);
  }
  if (response->status != 200) {
    return no_credentials(instance_source,
                          "it answered " + std::to_string(response->status) + " to " +
                              request.method + " " + request.path,
                          response->status == 404 ? "give the instance a role" : "try again",
                          ErrorKind::unreachable);
  }
  return std::string(response->body.bytes());
}

Result<std::string> InstanceMetadata::token() const {
  return send({.method = "PUT",
               .path = "/latest/api/token",
               .headers = {{"x-aws-ec2-metadata-token-ttl-seconds", "21600"}}});
}

Result<std::string> InstanceMetadata::get(const std::string& token, const std::string& path) const {
  return send(
      {.path = "/latest/meta-data/" + path, .headers = {{"x-aws-ec2-metadata-token", token}}});
}

Result<LentCredentials> InstanceMetadata::credentials() const {
  const std::string token = TRY(this->token());
  const std::string folder = "iam/security-credentials/";
  const std::string roles = TRY(get(token, folder));
  const std::string role(trim(split(roles, '\n').front()));
  if (role.empty()) {
    return no_credentials(instance_source, "the instance has no role", "give it one");
  }
  return parse_lent_credentials(TRY(get(token, folder + role)), instance_source, "Token");
}

Result<std::string> InstanceMetadata::region() const {
  const std::string token = TRY(this->token());
  return std::string(trim(TRY(get(token, "placement/region"))));
}

bool has_container_credentials(const Environment& environment) {
  return !environment.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI").empty() ||
         !environment.get("AWS_CONTAINER_CREDENTIALS_FULL_URI").empty();
}

Result<LentCredentials> container_credentials(const Env& env, const Environment& environment) {
  const std::string relative = environment.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  const auto address =
      parse_web_address(relative.empty() ? environment.get("AWS_CONTAINER_CREDENTIALS_FULL_URI")
                                         : "http://169.254.170.2" + relative);
  if (!address) {
    return no_credentials(container_source, "its address is no URL",
                          "check AWS_CONTAINER_CREDENTIALS_FULL_URI");
  }
  if (address->scheme != "https" && !is_trusted_host(address->host)) {
    return no_credentials(container_source, "'" + address->host + "' may not be asked without TLS",
                          "name a loopback address, 169.254.170.2, 169.254.170.23, or use https");
  }
  HttpRequest request{.scheme = address->scheme,
                      .host = address->host,
                      .path = address->path,
                      .query = address->query,
                      .headers = {{"Accept", "application/json"}},
                      .timeout = seconds(2)};
  if (address->scheme != "https") go_straight(request);
  std::string token = environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN");
  const std::string file = environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
  if (!file.empty()) {  // it is replaced now and then
    auto content = read_file(env.disk, file, 64 << 10);
    if (!content) {
      return no_credentials(container_source, content.error().cause,
                            "check AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    }
    token = *content;
  }
  while (token.ends_with('\n') || token.ends_with('\r')) token.pop_back();
  if (!token.empty()) request.headers.add("Authorization", token);
  const auto response = env.http.send(request);
  if (!response) {
    return no_credentials(container_source, response.error().cause, "try again",
                          ErrorKind::unreachable);
  }
  if (response->status != 200) {
    return no_credentials(container_source, "it answered " + std::to_string(response->status),
                          "check the task's role", ErrorKind::unreachable);
  }
  return parse_lent_credentials(response->body.bytes(), container_source, "Token");
}

}  // namespace godwit::aws
