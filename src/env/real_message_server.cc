#include "env/real_message_server.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <boost/asio.hpp>
#include <cerrno>
#include <cstring>
#include <set>
#include <tuple>
#include <vector>

#include "base/text.h"
#include "env/stream_connections.h"

namespace godwit {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;
using boost::system::error_code;
using Steady = std::chrono::steady_clock;

namespace {

constexpr std::size_t batch_size = 32;
constexpr std::size_t most_received = 2U << 10;
// Buffers one after the other at a power of two would all want the same lines of a cache.
constexpr std::size_t stride = most_received + 64;
constexpr std::size_t most_sent = 4U << 10;
// After so many batches others have their turn.
constexpr int most_batches = 16;
constexpr std::size_t most_message = 65535;
// With more than this to write, a connection is not read from.
constexpr std::size_t most_unread = 256U << 10;

IpAddress address_of(const sockaddr_storage& from) {
  IpAddress address;
  if (from.ss_family == AF_INET) {
    std::memcpy(address.bytes.data(), &reinterpret_cast<const sockaddr_in&>(from).sin_addr, 4);
  } else {
    address.family = IpFamily::v6;
    std::memcpy(address.bytes.data(), &reinterpret_cast<const sockaddr_in6&>(from).sin6_addr, 16);
  }
  return address;
}

IpAddress address_of(const tcp::endpoint& from) {
  IpAddress address;
  if (from.address().is_v4()) {
    std::ranges::copy(from.address().to_v4().to_bytes(), address.bytes.begin());
  } else {
    address.family = IpFamily::v6;
    std::ranges::copy(from.address().to_v6().to_bytes(), address.bytes.begin());
  }
  return address;
}

// Room for a batch of datagrams, and their way to the system and back.
class Batch {
 public:
  Batch() : in_(batch_size * stride), out_(batch_size * most_sent) {}

  // How many came; 0: none are there. `with_control`: and which address each came to.
  std::size_t receive(int socket, bool with_control) {
    for (std::size_t n = 0; n < batch_size; ++n) {
      in_parts_[n] = {in_.data() + n * stride, most_received};
      received_[n].msg_hdr = {};
      received_[n].msg_hdr.msg_iov = &in_parts_[n];
      received_[n].msg_hdr.msg_iovlen = 1;
      received_[n].msg_hdr.msg_name = &from_[n];
      received_[n].msg_hdr.msg_namelen = sizeof(from_[n]);
      if (!with_control) continue;
      received_[n].msg_hdr.msg_control = control_[n].data();
      received_[n].msg_hdr.msg_controllen = control_[n].size();
    }
    const int count = recvmmsg(socket, received_.data(), batch_size, MSG_DONTWAIT, nullptr);
    sent_count_ = 0;
    used_ = 0;
    return count > 0 ? static_cast<std::size_t>(count) : 0;
  }
  bool is_whole(std::size_t n) const { return (received_[n].msg_hdr.msg_flags & MSG_TRUNC) == 0; }
  std::span<const std::uint8_t> message(std::size_t n) const {
    return {in_.data() + n * stride, received_[n].msg_len};
  }
  IpAddress from(std::size_t n) const { return address_of(from_[n]); }
  // For the next answer. They stand close together: most are small, and a cache holds them all.
  std::span<std::uint8_t> room() { return {out_.data() + used_, most_sent}; }

  // To where the n-th came from, and from the address that it came to.
  void answer(std::size_t n, std::size_t size) {
    const std::size_t place = sent_count_++;
    out_parts_[place] = {out_.data() + used_, size};
    used_ += size;
    sent_[place].msg_hdr = received_[n].msg_hdr;
    sent_[place].msg_hdr.msg_iov = &out_parts_[place];
    sent_[place].msg_hdr.msg_flags = 0;
    if (sent_[place].msg_hdr.msg_controllen == 0) sent_[place].msg_hdr.msg_control = nullptr;
  }
  // What the system has no room for is lost, as datagrams are.
  void send(int socket) {
    std::size_t done = 0;
    while (done < sent_count_) {
      const int count = sendmmsg(socket, sent_.data() + done,
                                 static_cast<unsigned>(sent_count_ - done), MSG_DONTWAIT);
      // The first of those left cannot be sent: the others may.
      done += count > 0 ? static_cast<std::size_t>(count) : 1;
    }
  }

 private:
  std::vector<std::uint8_t> in_;
  std::vector<std::uint8_t> out_;
  std::array<mmsghdr, batch_size> received_{};
  std::array<mmsghdr, batch_size> sent_{};
  std::array<iovec, batch_size> in_parts_{};
  std::array<iovec, batch_size> out_parts_{};
  std::array<sockaddr_storage, batch_size> from_{};
  alignas(cmsghdr)
      std::array<std::array<std::uint8_t, CMSG_SPACE(sizeof(in6_pktinfo))>, batch_size> control_{};
  std::size_t sent_count_ = 0;
  std::size_t used_ = 0;  // of `out_`
};

}  // namespace

class RealMessageServer::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(asio::io_context& loop, Service service, Limits limits)
      : loop_(loop), service_(std::move(service)), limits_(limits), sweep_(loop) {}

  Result<std::uint16_t> listen(const std::string& address, std::uint16_t port);
  void close();

 private:
  class Connection;
  struct Listener {
    udp::socket datagrams;
    tcp::acceptor acceptor;
    asio::steady_timer pause;
    bool everywhere = false;  // at all addresses of this machine
  };

  error_code open(Listener& listener, const asio::ip::address& where, std::uint16_t port);
  void wait_for_datagrams(Listener& listener);
  void answer_datagrams(Listener& listener);
  void accept(Listener& listener);

  asio::io_context& loop_;
  Service service_;
  Limits limits_;
  asio::steady_timer sweep_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::set<std::shared_ptr<Connection>> connections_;
  Batch batch_;
};

// One connection: messages in, answers out, in order.
class RealMessageServer::Impl::Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Impl& server, tcp::socket socket, const IpAddress& from)
      : server_(server),
        socket_(std::move(socket)),
        from_(from),
        deadline_(Steady::now() + server.limits_.idle) {}

  void begin() {
    error_code ignored;
    std::ignore = socket_.non_blocking(true, ignored);
    std::ignore = socket_.set_option(tcp::no_delay(true), ignored);
    wait();
  }
  void close() {
    error_code ignored;
    std::ignore = socket_.close(ignored);
    server_.connections_.erase(shared_from_this());
  }
  bool is_overdue(Steady::time_point now) const { return now > deadline_; }

 private:
  void wait() {
    if (!socket_.is_open()) return;
    const auto what = unsent_.empty() ? tcp::socket::wait_read : tcp::socket::wait_write;
    socket_.async_wait(what, [self = shared_from_this()](const error_code& error) {
      if (error) return self->close();
      if (!self->unsent_.empty()) return self->go_on();
      self->read();
    });
  }
  // Writes what there is to write, and answers what could not be before.
  void go_on() {
    for (bool more = true; more;) {
      if (!write()) return;
      const std::size_t before = unread_.size();
      if (!answer()) return close();
      more = unread_.size() < before;
    }
    wait();
  }
  // False where the connection is gone, or waits for room.
  bool write() {
    while (!unsent_.empty()) {
      error_code error;
      const std::size_t count =
          socket_.send(asio::buffer(unsent_.data(), unsent_.size()), MSG_NOSIGNAL, error);
      if (error == asio::error::would_block || error == asio::error::interrupted) {
        wait();
        return false;
      }
      if (error) {
        close();
        return false;
      }
      unsent_.erase(0, count);
      deadline_ = Steady::now() + server_.limits_.idle;
    }
    return true;
  }
  void read() {
    std::array<char, 16U << 10> bytes;
    error_code error;
    const std::size_t count = socket_.read_some(asio::buffer(bytes), error);
    if (error == asio::error::would_block || error == asio::error::interrupted) return wait();
    if (error) return close();
    unread_.append(bytes.data(), count);
    go_on();
  }
  // What has come whole. False where that is no message at all.
  bool answer() {
    if (unread_.empty()) return true;
    if (server_.service_.before_batch) server_.service_.before_batch();
    std::size_t at = 0;
    while (unread_.size() - at >= 2 && unsent_.size() < most_unread) {
      const std::size_t size = static_cast<std::size_t>(static_cast<std::uint8_t>(unread_[at]))
                                   << 8 |
                               static_cast<std::uint8_t>(unread_[at + 1]);
      if (size == 0) return false;
      if (unread_.size() - at - 2 < size) break;
      static thread_local std::vector<std::uint8_t> out(most_message);
      const std::span<const std::uint8_t> message(
          reinterpret_cast<const std::uint8_t*>(unread_.data()) + at + 2, size);
      const std::size_t written = server_.service_.answer(message, from_, true, out);
      if (written == 0) return false;  // nobody who talks like this has use for the next one
      unsent_ += static_cast<char>(written >> 8);
      unsent_ += static_cast<char>(written & 0xFF);
      unsent_.append(reinterpret_cast<const char*>(out.data()), written);
      at += 2 + size;
      // A message that trickles in is not progress; one that is there is.
      deadline_ = Steady::now() + server_.limits_.idle;
    }
    unread_.erase(0, at);
    return true;
  }

  Impl& server_;
  tcp::socket socket_;
  IpAddress from_;
  std::string unread_;
  std::string unsent_;
  Steady::time_point deadline_;
};

// ---- listening

error_code RealMessageServer::Impl::open(Listener& listener, const asio::ip::address& where,
                                         std::uint16_t port) {
  error_code error;
  const udp::endpoint at(where, port);
  if (!error) std::ignore = listener.datagrams.open(at.protocol(), error);
  if (!error && where.is_v6())
    std::ignore = listener.datagrams.set_option(asio::ip::v6_only(true), error);
  if (!error) std::ignore = listener.datagrams.bind(at, error);
  if (error) return error;
  error_code ignored;
  // Bursts of a busy resolver; the system gives as much of this as it allows.
  std::ignore = listener.datagrams.set_option(udp::socket::receive_buffer_size(4 << 20), ignored);
  std::ignore = listener.datagrams.set_option(udp::socket::send_buffer_size(4 << 20), ignored);
  listener.everywhere = where.is_unspecified();
  if (listener.everywhere) {
    // An answer is to leave from the address that was asked.
    const int on = 1;
    const bool v4 = where.is_v4();
    setsockopt(listener.datagrams.native_handle(), v4 ? IPPROTO_IP : IPPROTO_IPV6,
               v4 ? IP_PKTINFO : IPV6_RECVPKTINFO, &on, sizeof on);
  }
  if (where.is_loopback() && where.is_v4()) {
    // Nothing is ever cut up here, so that the system need not number the datagrams (RFC 6864).
    const int never = IP_PMTUDISC_DO;
    setsockopt(listener.datagrams.native_handle(), IPPROTO_IP, IP_MTU_DISCOVER, &never,
               sizeof never);
  }
  const tcp::endpoint beside(where, listener.datagrams.local_endpoint(error).port());
  if (!error) std::ignore = listener.acceptor.open(beside.protocol(), error);
  if (!error) std::ignore = listener.acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error && where.is_v6())
    std::ignore = listener.acceptor.set_option(asio::ip::v6_only(true), error);
  if (!error) std::ignore = listener.acceptor.bind(beside, error);
  if (!error) std::ignore = listener.acceptor.listen(512, error);
  return error;
}

Result<std::uint16_t> RealMessageServer::Impl::listen(const std::string& address,
                                                      std::uint16_t port) {
  error_code error;
  const auto where = asio::ip::make_address(address, error);
  std::unique_ptr<Listener> listener;
  // A port that is free for UDP need not be so for TCP.
  for (int tries = port == 0 ? 20 : 1; !listener && tries > 0; --tries) {
    if (error && error != asio::error::address_in_use) break;
    auto candidate = std::make_unique<Listener>(
        Listener{udp::socket(loop_), tcp::acceptor(loop_), asio::steady_timer(loop_)});
    error = open(*candidate, where, port);
    if (!error) listener = std::move(candidate);
  }
  if (!listener) {
    return fail(
        {.kind = error == asio::error::address_in_use ? ErrorKind::conflict : ErrorKind::invalid,
         .operation = "listen for DNS",
         .subject = address + ":" + std::to_string(port),
         .cause = uncapitalize(error.message()),
         .remedy = "choose another port with --dns, or 0 for a free one",
         .code = {},
         .where = {}});
  }
  const std::uint16_t chosen = listener->acceptor.local_endpoint(error).port();
  if (listeners_.empty()) close_overdue(sweep_, connections_);
  Listener& kept = *listeners_.emplace_back(std::move(listener));
  wait_for_datagrams(kept);
  accept(kept);
  return chosen;
}

void RealMessageServer::Impl::close() {
  error_code ignored;
  sweep_.cancel();
  for (const auto& listener : listeners_) {
    std::ignore = listener->datagrams.close(ignored);
    std::ignore = listener->acceptor.close(ignored);
    listener->pause.cancel();
  }
  const auto connections = connections_;
  for (const auto& connection : connections) connection->close();
  // What is cancelled lets go of what it refers to.
  loop_.restart();
  loop_.poll();
  loop_.restart();
}

// ---- datagrams

void RealMessageServer::Impl::wait_for_datagrams(Listener& listener) {
  listener.datagrams.async_wait(udp::socket::wait_read, [this, &listener](const error_code& error) {
    if (error) return;
    answer_datagrams(listener);
    wait_for_datagrams(listener);
  });
}

void RealMessageServer::Impl::answer_datagrams(Listener& listener) {
  const int socket = listener.datagrams.native_handle();
  for (int batches = 0; batches < most_batches; ++batches) {
    const std::size_t count = batch_.receive(socket, listener.everywhere);
    if (count == 0) return;
    if (service_.before_batch) service_.before_batch();
    for (std::size_t n = 0; n < count; ++n) {
      if (!batch_.is_whole(n)) continue;
      const std::size_t size =
          service_.answer(batch_.message(n), batch_.from(n), false, batch_.room());
      if (size != 0) batch_.answer(n, size);
    }
    batch_.send(socket);
  }
}

// ---- connections

void RealMessageServer::Impl::accept(Listener& listener) {
  accept_connections(listener, [this](tcp::socket socket) {
    error_code gone;
    const tcp::endpoint from = socket.remote_endpoint(gone);
    if (gone || connections_.size() >= limits_.connections) return false;
    auto connection = std::make_shared<Connection>(*this, std::move(socket), address_of(from));
    connections_.insert(connection);
    connection->begin();
    return true;
  });
}

RealMessageServer::RealMessageServer(asio::io_context& loop, Service service, Limits limits)
    : impl_(std::make_shared<Impl>(loop, std::move(service), limits)) {}
RealMessageServer::~RealMessageServer() { impl_->close(); }

Result<std::uint16_t> RealMessageServer::listen(const std::string& address, std::uint16_t port) {
  return impl_->listen(address, port);
}

}  // namespace godwit
