// RealHttpServer: answers HTTP/1.1 requests on sockets, thousands of connections in one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "env/http.h"
#include "env/http_framing.h"

namespace boost::asio {
class io_context;
}

namespace godwit {

// What becomes of one request.
struct HttpReply {
  HttpResponse response;
  Duration delay{};   // before it is sent; later requests of the connection wait behind it
  bool drop = false;  // hang up instead of answering
};

// One thread: everything happens in run(), whose caller's thread it is.
//
// Bounds, so that nobody can take more than a share: a head must be there 30 s after its first
// byte, and a body or a reader must move within 60 s; idle connections are kept for five minutes; a
// head has 64 KiB at most, and all bodies that are under way 1 GiB together.
class RealHttpServer {
 public:
  struct Service {
    std::function<HttpReply(HttpRequest&&)> answer;
    // What is said to bytes that are no request, or to one that is too large.
    std::function<HttpResponse(const HttpFraming::Problem&)> refuse;
    // Called once before the answers to a batch of requests leave: what they say has happened is to
    // be on stable storage when this returns. Answers are dropped where it fails. May be empty.
    std::function<bool()> before_answers;
    // Called after each batch, and when the time that it asked for has passed. May be empty.
    std::function<std::optional<Duration>()> tick;
  };
  struct Limits {
    HttpFraming::Limits framing;
    std::uint64_t held_bytes = 1ULL << 30;  // of bodies under way
    std::size_t connections = 20'000;
    Duration head = seconds(30);
    Duration progress = seconds(60);
    Duration idle = minutes(5);
  };

  RealHttpServer(Service service, Limits limits);
  ~RealHttpServer();
  RealHttpServer(const RealHttpServer&) = delete;
  RealHttpServer& operator=(const RealHttpServer&) = delete;

  // Listens at an address ("127.0.0.1", "::1") and port, or a free one where it is 0; gives the
  // port.
  Result<std::uint16_t> listen(const std::string& address, std::uint16_t port);
  // Answers until stop(), SIGTERM or SIGINT; what has been answered is then sent.
  void run();
  // From any thread.
  void stop();

  std::size_t connections() const;

  // What run() turns: for other servers that are to be part of it. They are there before run() and
  // until after it.
  boost::asio::io_context& loop();

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace godwit
