#include "env/real_http_server.h"

#include <sys/resource.h>

#include <boost/asio.hpp>
#include <ctime>
#include <set>
#include <tuple>
#include <vector>

#include "base/text.h"
#include "base/time.h"
#include "env/http_outbox.h"
#include "env/stream_connections.h"

namespace godwit {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using Steady = std::chrono::steady_clock;

namespace {

constexpr std::size_t read_size = 64U << 10;
// With more than this to write, a connection is not read from: whoever asks has to take answers,
// too.
constexpr std::uint64_t most_unread = 4ULL << 20;

// As many connections as the system lets this process have.
void raise_limit_of_files() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

class RealHttpServer::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(Service service, Limits limits)
      : service_(std::move(service)),
        limits_(limits),
        sweep_(context_),
        tick_(context_),
        signals_(context_),
        buffer_(read_size) {}

  Result<std::uint16_t> listen(const std::string& address, std::uint16_t port);
  void run();
  void stop() {
    asio::post(context_, [this] { context_.stop(); });
  }
  std::size_t connections() const { return connections_.size(); }
  asio::io_context& loop() { return context_; }

 private:
  class Connection;
  struct Listener {
    tcp::acceptor acceptor;
    asio::steady_timer pause;
  };

  void accept(Listener& listener);
  void wake_later(std::optional<Duration> delay);
  void has_answers(std::shared_ptr<Connection> connection);
  void send_answers();
  std::string_view date();

  Service service_;
  Limits limits_;
  asio::io_context context_{1};
  std::vector<std::unique_ptr<Listener>> listeners_;
  asio::steady_timer sweep_;
  asio::steady_timer tick_;
  asio::signal_set signals_;
  std::set<std::shared_ptr<Connection>> connections_;
  std::vector<std::shared_ptr<Connection>> with_answers_;
  bool sending_ = false;
  std::uint64_t held_ = 0;  // bytes of bodies under way
  std::vector<char> buffer_;
  std::time_t date_time_ = 0;
  std::string date_;
};

// One connection: read, cut into requests, answer in order.
class RealHttpServer::Impl::Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Impl& server, tcp::socket socket)
      : server_(server),
        socket_(std::move(socket)),
        framing_(server.limits_.framing),
        deadline_(Steady::now() + server.limits_.idle) {}
  ~Connection() { server_.held_ -= held_; }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void begin() {
    error_code ignored;
    std::ignore = socket_.non_blocking(true, ignored);
    std::ignore = socket_.set_option(tcp::no_delay(true), ignored);
    wait_to_read();
  }

  void write();
  void close();
  bool is_overdue(Steady::time_point now) const { return now > deadline_; }

 private:
  void wait_to_read();
  void read();
  void take(std::string_view bytes);
  // Cuts off what can be answered; the rest is kept.
  std::string_view cut(std::string_view bytes);
  void answer_next();
  void refuse(const HttpFraming::Problem& problem);
  void add(const HttpResponse& response, bool close, bool bare);
  void count_held();

  Impl& server_;
  tcp::socket socket_;
  HttpFraming framing_;
  HttpOutbox outbox_;
  std::string unread_;  // bytes that came and could not be used yet
  std::unique_ptr<asio::steady_timer> delay_;
  Steady::time_point deadline_;
  std::uint64_t held_ = 0;
  bool reading_ = false;  // somebody waits for bytes
  bool writing_ = false;  // somebody waits for room
  bool last_ = false;     // nothing more is read; what is to be written is, and that is all
  bool waiting_ = false;  // an answer is due later
};

void RealHttpServer::Impl::Connection::wait_to_read() {
  if (reading_ || last_ || waiting_ || !socket_.is_open() || outbox_.size() > most_unread) return;
  reading_ = true;
  socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const error_code& error) {
    self->reading_ = false;
    if (error) return self->close();
    self->read();
  });
}

void RealHttpServer::Impl::Connection::read() {
  if (!socket_.is_open() || last_) return;
  error_code error;
  const std::size_t count = socket_.read_some(asio::buffer(server_.buffer_), error);
  if (error == asio::error::would_block || error == asio::error::interrupted) return wait_to_read();
  if (error) return close();
  take({server_.buffer_.data(), count});
  wait_to_read();
}

void RealHttpServer::Impl::Connection::take(std::string_view bytes) {
  if (unread_.empty()) {
    unread_ = cut(bytes);
  } else {
    unread_.append(bytes);
    const std::string_view left = cut(unread_);
    unread_.erase(0, unread_.size() - left.size());
  }
  const auto now = Steady::now();
  if (framing_.idle() && unread_.empty()) {
    deadline_ = now + server_.limits_.idle;
  } else if (framing_.state() == HttpFraming::State::head) {
    // Counted from the first byte: one byte now and then is not progress.
    deadline_ = std::min(deadline_, now + server_.limits_.head);
  } else {
    deadline_ = now + server_.limits_.progress;
  }
}

std::string_view RealHttpServer::Impl::Connection::cut(std::string_view bytes) {
  while (!bytes.empty() && !last_ && !waiting_) {
    const bool fresh = framing_.idle();
    const std::size_t used = framing_.feed(bytes);
    bytes.remove_prefix(used);
    if (fresh) deadline_ = Steady::now() + server_.limits_.head;
    count_held();
    if (framing_.state() == HttpFraming::State::bad) {
      refuse(framing_.problem());
    } else if (framing_.state() == HttpFraming::State::complete) {
      if (framing_.take_expectation()) outbox_.add("HTTP/1.1 100 Continue\r\n\r\n");
      answer_next();
    } else if (framing_.take_expectation()) {
      outbox_.add("HTTP/1.1 100 Continue\r\n\r\n");
      server_.has_answers(shared_from_this());
    } else if (used == 0) {
      break;
    }
  }
  return last_ ? std::string_view() : bytes;
}

void RealHttpServer::Impl::Connection::count_held() {
  const std::uint64_t now = framing_.held_bytes();
  server_.held_ += now - held_;
  held_ = now;
  if (server_.held_ <= server_.limits_.held_bytes) return;
  if (framing_.state() == HttpFraming::State::body)
    refuse({503, "Please reduce your request rate."});
}

void RealHttpServer::Impl::Connection::answer_next() {
  const bool keep = framing_.keeps_alive();
  const bool bare = framing_.is_head_request();
  HttpReply reply = server_.service_.answer(framing_.take());
  count_held();
  if (reply.drop) return close();
  if (reply.delay <= Duration::zero()) return add(reply.response, !keep, bare);
  waiting_ = true;
  deadline_ = Steady::time_point::max();
  delay_ = std::make_unique<asio::steady_timer>(server_.context_, reply.delay);
  delay_->async_wait([self = shared_from_this(), response = std::move(reply.response), keep,
                      bare](const error_code& error) {
    if (error || !self->socket_.is_open()) return;
    self->waiting_ = false;
    self->add(response, !keep, bare);
    self->take({});
    if (!self->unread_.empty()) {
      const std::string kept = std::move(self->unread_);
      self->unread_.clear();
      self->take(kept);
    }
    self->wait_to_read();
  });
}

void RealHttpServer::Impl::Connection::refuse(const HttpFraming::Problem& problem) {
  add(server_.service_.refuse(problem), true, framing_.is_head_request());
}

void RealHttpServer::Impl::Connection::add(const HttpResponse& response, bool close, bool bare) {
  outbox_.add(response, server_.date(), close, bare);
  last_ = last_ || close;
  server_.has_answers(shared_from_this());
}

void RealHttpServer::Impl::Connection::write() {
  while (socket_.is_open() && !outbox_.empty()) {
    const std::string_view bytes = outbox_.front();
    error_code error;
    const std::size_t count =
        socket_.send(asio::buffer(bytes.data(), bytes.size()), MSG_NOSIGNAL, error);
    if (error == asio::error::would_block || error == asio::error::interrupted) {
      if (writing_) return;
      writing_ = true;
      deadline_ = Steady::now() + server_.limits_.progress;
      socket_.async_wait(tcp::socket::wait_write,
                         [self = shared_from_this()](const error_code& failed) {
                           self->writing_ = false;
                           if (failed) return self->close();
                           self->write();
                         });
      return;
    }
    if (error) return close();
    outbox_.consume(count);
    deadline_ = Steady::now() + (framing_.idle() ? server_.limits_.idle : server_.limits_.progress);
  }
  if (last_) {
    // The end of what is sent, not of the connection: bytes that nobody read would otherwise make
    // the system throw the answer away with it (RFC 9112, 9.6). The sweep ends what the client does
    // not.
    error_code ignored;
    std::ignore = socket_.shutdown(tcp::socket::shutdown_send, ignored);
    deadline_ = std::min(deadline_, Steady::now() + seconds(2));
    return;
  }
  wait_to_read();
}

void RealHttpServer::Impl::Connection::close() {
  error_code ignored;
  last_ = true;
  if (delay_) delay_->cancel();
  std::ignore = socket_.close(ignored);
  server_.connections_.erase(shared_from_this());
}

Result<std::uint16_t> RealHttpServer::Impl::listen(const std::string& address, std::uint16_t port) {
  raise_limit_of_files();
  // From here on somebody may know of us, and ask us to stop.
  signals_.add(SIGTERM);
  signals_.add(SIGINT);
  auto listener =
      std::make_unique<Listener>(Listener{tcp::acceptor(context_), asio::steady_timer(context_)});
  error_code error;
  const auto where = asio::ip::make_address(address, error);
  const tcp::endpoint endpoint(where, port);
  if (!error) std::ignore = listener->acceptor.open(endpoint.protocol(), error);
  if (!error)
    std::ignore = listener->acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error && where.is_v6())
    std::ignore = listener->acceptor.set_option(asio::ip::v6_only(true), error);
  if (!error) std::ignore = listener->acceptor.bind(endpoint, error);
  if (!error) std::ignore = listener->acceptor.listen(4096, error);
  if (error) {
    return fail(
        {.kind = error == asio::error::address_in_use ? ErrorKind::conflict : ErrorKind::invalid,
         .operation = "listen",
         .subject = address + ":" + std::to_string(port),
         .cause = uncapitalize(error.message()),
         .remedy = "choose another port with --port, or 0 for a free one",
         .code = {},
         .where = {}});
  }
  const std::uint16_t chosen = listener->acceptor.local_endpoint(error).port();
  accept(*listener);
  listeners_.push_back(std::move(listener));
  return chosen;
}

void RealHttpServer::Impl::accept(Listener& listener) {
  accept_connections(listener, [this](tcp::socket socket) {
    if (connections_.size() >= limits_.connections) return false;
    auto connection = std::make_shared<Connection>(*this, std::move(socket));
    connections_.insert(connection);
    connection->begin();
    return true;
  });
}

void RealHttpServer::Impl::has_answers(std::shared_ptr<Connection> connection) {
  with_answers_.push_back(std::move(connection));
  if (sending_) return;
  sending_ = true;
  // Behind everything that is ready now: so one wait for the disk serves them all.
  asio::post(context_, [this] { send_answers(); });
}

void RealHttpServer::Impl::send_answers() {
  sending_ = false;
  const bool kept = !service_.before_answers || service_.before_answers();
  const auto connections = std::move(with_answers_);
  with_answers_.clear();
  for (const auto& connection : connections) kept ? connection->write() : connection->close();
  if (service_.tick) wake_later(service_.tick());
}

void RealHttpServer::Impl::wake_later(std::optional<Duration> delay) {
  if (!delay) return;
  tick_.expires_after(std::max(*delay, Duration(milliseconds(1))));
  tick_.async_wait([this](const error_code& error) {
    if (!error) wake_later(service_.tick());
  });
}

std::string_view RealHttpServer::Impl::date() {
  const std::time_t now = std::time(nullptr);
  if (now != date_time_) {
    date_time_ = now;
    date_ = format_http_date(
        std::chrono::time_point_cast<Duration>(std::chrono::system_clock::from_time_t(now)));
  }
  return date_;
}

void RealHttpServer::Impl::run() {
  signals_.async_wait([this](const error_code& error, int) {
    if (!error) context_.stop();
  });
  close_overdue(sweep_, connections_);
  if (service_.tick) wake_later(service_.tick());
  context_.run();
  send_answers();
  for (const auto& listener : listeners_) {
    error_code ignored;
    std::ignore = listener->acceptor.close(ignored);
  }
  tick_.cancel();
  sweep_.cancel();
  const auto connections = connections_;
  for (const auto& connection : connections) connection->close();
  // What is cancelled lets go of its connection.
  context_.restart();
  context_.poll();
  context_.restart();
}

RealHttpServer::RealHttpServer(Service service, Limits limits)
    : impl_(std::make_shared<Impl>(std::move(service), limits)) {}
RealHttpServer::~RealHttpServer() = default;

Result<std::uint16_t> RealHttpServer::listen(const std::string& address, std::uint16_t port) {
  return impl_->listen(address, port);
}
void RealHttpServer::run() { impl_->run(); }
void RealHttpServer::stop() { impl_->stop(); }
std::size_t RealHttpServer::connections() const { return impl_->connections(); }
asio::io_context& RealHttpServer::loop() { return impl_->loop(); }

}  // namespace godwit
