// RealMessageServer: answers messages on sockets as DNS carries them: a datagram each over UDP, and
// over TCP each behind its size in two bytes (RFC 1035, 4.2; RFC 7766).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "base/ip.h"
#include "base/result.h"
#include "base/time.h"

namespace boost::asio {
class io_context;
}

namespace godwit {

// One thread: whoever runs the loop. Nothing of it may outlive this server's use: destroy it after
// the loop has ended.
//
// Datagrams come and go in batches of up to 32. Bounds: messages of up to 2 KiB over UDP (longer
// ones are dropped), a thousand connections, which are closed after ten idle seconds; who does not
// take its answers is not read from.
class RealMessageServer {
 public:
  struct Service {
    // Called before the messages that are there are answered.
    std::function<void()> before_batch;
    // The size of what was written to `out`; 0: there is no answer. `out` has room for 4 KiB over
    // UDP, for 65,535 bytes over TCP.
    std::function<std::size_t(std::span<const std::uint8_t> message, const IpAddress& from,
                              bool stream, std::span<std::uint8_t> out)>
        answer;
  };
  struct Limits {
    std::size_t connections = 1'000;
    Duration idle = seconds(10);
  };

  RealMessageServer(boost::asio::io_context& loop, Service service, Limits limits);
  ~RealMessageServer();
  RealMessageServer(const RealMessageServer&) = delete;
  RealMessageServer& operator=(const RealMessageServer&) = delete;

  // Listens at an address and port, or at one that is free for both UDP and TCP where it is 0;
  // gives the port. Errors: conflict where somebody has it; invalid.
  Result<std::uint16_t> listen(const std::string& address, std::uint16_t port);

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace godwit
