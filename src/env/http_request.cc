#include "env/http_request.h"

#include <algorithm>

namespace godwit {

namespace {

bool is_plain(std::string_view text, std::string_view forbidden = {}) {
  return std::ranges::none_of(text, [&](char letter) {
    const auto value = static_cast<unsigned char>(letter);
    return value < ' ' || value == 0x7f || forbidden.contains(letter);
  });
}

bool is_plain(const Headers::Field& field) {
  return !field.first.empty() && is_plain(field.first, " :;") && is_plain(field.second);
}

std::string_view fault_of(const HttpRequest& request) {
  if (request.method.empty() || !is_plain(request.method, " ")) return "method";
  if (request.scheme != "http" && request.scheme != "https") return "scheme";
  if (request.host.empty() || !is_plain(request.host, " /?#@\\")) return "host";
  if (!request.path.starts_with('/') || !is_plain(request.path, " ?#")) return "path";
  if (!is_plain(request.query, " #")) return "query";
  if (!is_plain(request.address, " ,")) return "address";
  const bool headers_are_plain = std::ranges::all_of(
      request.headers, [](const Headers::Field& field) { return is_plain(field); });
  return headers_are_plain ? "" : "headers";
}

std::string_view remedy_for(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid:
      return "percent-encode what does not belong there";
    case ErrorKind::unreachable:
      return "check the network and the address";
    case ErrorKind::unknown:
      return "see what is there before trying again";
    default:
      return "";
  }
}

}  // namespace

std::string url_of(const HttpRequest& request) {
  return request.scheme + "://" + request.host + request.path;
}

Result<void> check_request(const HttpRequest& request) {
  const std::string_view fault = fault_of(request);
  if (fault.empty()) return {};
  return fail(http_error(request, ErrorKind::invalid,
                         "its " + std::string(fault) + " cannot stand in an HTTP request"));
}

Error http_error(const HttpRequest& request, ErrorKind kind, std::string cause) {
  return {.kind = kind,
          .operation = request.method,
          .subject = url_of(request),
          .cause = std::move(cause),
          .remedy = std::string(remedy_for(kind))};
}

}  // namespace godwit
