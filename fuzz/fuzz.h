// What the fuzzers have in common. A property that does not hold is a crash.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "aws/codec.h"

namespace godwit::fuzz {

inline void must(bool holds) {
  if (!holds) std::abort();
}

inline std::string_view text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// The part up to the next line end, taken off.
inline std::string_view line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  const std::string_view first = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return first;
}

// A server's whole way: any bytes are either an input that can be answered, or an error that can be
// said.
inline void serve(const aws::Service& service, const HttpRequest& request) {
  const auto parsed = aws::parse_request(service, request);
  if (!parsed) {
    must(parsed.error().status >= 300 && !parsed.error().code.empty());
    must(aws::serialize_error(service, nullptr, parsed.error(), "id", false).status >= 300);
    return;
  }
  must(parsed->operation != nullptr);
}

// And a client's, with whatever a server says.
inline void read_answer(const aws::Service& service, std::string_view operation, int status,
                        std::string_view body, std::string_view content_type) {
  aws::Response response{.status = status,
                         .headers = {{"Content-Type", std::string(content_type)}},
                         .body = std::string(body)};
  const auto output = aws::parse_response(service, *service.find(operation), response);
  if (!output) must(!output.error().cause.empty());
}

}  // namespace godwit::fuzz
