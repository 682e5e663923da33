// HttpFraming: bytes as they come from a socket, cut into HTTP/1.1 requests. Pure: no sockets, so
// that any bytes at all can be tried on it. RFC 9112; the parser is Boost.Beast's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "env/http.h"

namespace godwit {

// One connection's requests, one after the other.
class HttpFraming {
 public:
  struct Limits {
    std::uint32_t head_bytes = 64U << 10;  // request line and fields
    std::uint64_t body_bytes = 512ULL << 20;
  };
  enum class State {
    head,      // more bytes, please: of the head
    body,      // and of the body
    complete,  // a request can be taken
    bad,       // no request will ever come of this: answer, and hang up
  };
  // What is wrong, with the status that says so.
  struct Problem {
    int status = 400;
    std::string text;
  };

  explicit HttpFraming(Limits limits);
  ~HttpFraming();
  HttpFraming(HttpFraming&&) noexcept;
  HttpFraming& operator=(HttpFraming&&) noexcept;

  // Takes bytes and says how many it used; what it did not use comes again, with more behind it.
  // Uses nothing once a request is complete, or bad.
  std::size_t feed(std::string_view bytes);

  State state() const;
  // Nothing of a request has come yet.
  bool idle() const;
  // The client waits for "100 Continue" before it sends its body. True once; also of an empty body,
  // for botocore before 1.31 mistakes what follows a final answer without it (RFC 9110, 10.1.1,
  // allows both).
  bool take_expectation();
  // May another request follow on the connection? Of a request that is complete.
  bool keeps_alive() const;
  std::uint64_t held_bytes() const;  // of a body that is under way
  const Problem& problem() const;    // of what is bad
  bool is_head_request() const;      // its answer has no body; also of what is bad

  // The request that is complete; the next one begins. Host is in `host` alone, and the target is
  // split into path and query as it was sent.
  HttpRequest take();

 private:
  class Parser;
  Limits limits_;
  std::unique_ptr<Parser> parser_;
};

}  // namespace godwit
