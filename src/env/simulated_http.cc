#include "env/simulated_http.h"

#include "base/text.h"
#include "env/http_request.h"

namespace godwit {

namespace {

// "example.org:8080" -> "example.org"; "[::1]:80" -> "::1".
std::string without_port(const std::string& host) {
  if (host.starts_with('[')) return host.substr(1, host.find(']') - 1);
  return host.substr(0, host.rfind(':'));
}

}  // namespace

void SimulatedHttp::listen(std::string address, Handler handler) {
  listeners_.insert_or_assign(std::move(address), std::move(handler));
}

void SimulatedHttp::close(const std::string& address) { listeners_.erase(address); }

Result<SimulatedHttp::Handler> SimulatedHttp::connect(const HttpRequest& request) {
  std::vector<std::string> addresses = {request.address};
  if (request.address.empty()) {
    auto resolution = resolver_.resolve(without_port(request.host));
    if (!resolution) {
      return fail(
          http_error(request, ErrorKind::unreachable,
                     "could not resolve " + request.host + ": " + resolution.error().cause));
    }
    addresses = std::move(resolution->addresses);
  }
  for (const std::string& address : addresses) {
    const auto listener = listeners_.find(address);
    if (listener != listeners_.end()) return listener->second;
  }
  return fail(
      http_error(request, ErrorKind::unreachable, "nobody listens on " + join(addresses, ", ")));
}

Result<HttpResponse> SimulatedHttp::send(const HttpRequest& request) {
  TRY_VOID(check_request(request));
  // A copy of the handler: it may close its own address.
  const Handler handler = TRY(connect(request));
  HttpResponse response = TRY(handler(request));
  if (response.elapsed > request.timeout) {
    return fail(http_error(request, ErrorKind::unknown,
                           "timed out after " + format_duration(request.timeout)));
  }
  return response;
}

}  // namespace godwit
