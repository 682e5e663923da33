#include "env/simulated_http.h"

namespace godwit {

namespace {

// "example.org:8080" -> "example.org"; "[::1]:80" -> "::1".
std::string without_port(const std::string& host) {
  if (host.starts_with('[')) return host.substr(1, host.find(']') - 1);
  return host.substr(0, host.rfind(':'));
}

std::unexpected<Error> failure(const HttpRequest& request, ErrorKind kind, std::string cause,
                               std::string remedy) {
  return fail({.kind = kind,
               .operation = request.method,
               .subject = request.scheme + "://" + request.host + request.path,
               .cause = std::move(cause),
               .remedy = std::move(remedy)});
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
      return failure(request, ErrorKind::unreachable,
                     "could not resolve " + request.host + ": " + resolution.error().cause,
                     resolution.error().remedy);
    }
    addresses = std::move(resolution->addresses);
  }
  for (const std::string& address : addresses) {
    const auto listener = listeners_.find(address);
    if (listener != listeners_.end()) return listener->second;
  }
  return failure(request, ErrorKind::unreachable, "nobody listens on " + addresses.front(),
                 "check the network and the address");
}

Result<HttpResponse> SimulatedHttp::send(const HttpRequest& request) {
  // A copy of the handler: it may close its own address.
  const Handler handler = TRY(connect(request));
  HttpResponse response = TRY(handler(request));
  if (response.elapsed > request.timeout) {
    return failure(request, ErrorKind::unknown,
                   "timed out after " + format_duration(request.timeout),
                   "see what is there before trying again");
  }
  return response;
}

}  // namespace godwit
