// RealHttp against a server on this machine's own loopback, of plain sockets.
#include "env/real_http.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "base/digest.h"
#include "base/text.h"

namespace godwit {
namespace {

// Accepts connections on a port of the system's choice, and gives the whole of each request to a
// function, whose result goes back as it is. An empty result closes the connection; it stays open
// otherwise.
class LoopbackServer {
 public:
  using Handler = std::function<std::string(const std::string& request)>;

  explicit LoopbackServer(Handler handler) : handler_(std::move(handler)) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    bind(listener_, reinterpret_cast<sockaddr*>(&address), length);
    listen(listener_, 8);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }

  ~LoopbackServer() {
    stopping_ = true;
    thread_.join();
    close(listener_);
  }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  int connections() const { return connections_; }

 private:
  bool readable(int socket) const {
    pollfd entry{socket, POLLIN, 0};
    while (!stopping_) {
      if (poll(&entry, 1, 20) > 0) return true;
    }
    return false;
  }

  void serve() {
    std::vector<std::thread> conversations;
    while (readable(listener_)) {
      const int socket = accept(listener_, nullptr, nullptr);
      ++connections_;
      conversations.emplace_back([this, socket] {
        while (answer_one(socket)) {
        }
        close(socket);
      });
    }
    for (std::thread& conversation : conversations) conversation.join();
  }

  bool answer_one(int socket) {
    std::string request;
    while (!is_complete(request)) {
      char buffer[65536];
      if (!readable(socket)) return false;
      const ssize_t count = recv(socket, buffer, sizeof buffer, 0);
      if (count <= 0) return false;
      request.append(buffer, static_cast<std::size_t>(count));
    }
    const std::string response = handler_(request);
    if (response.empty()) return false;
    return send(socket, response.data(), response.size(), MSG_NOSIGNAL) > 0;
  }

  static bool is_complete(const std::string& request) {
    const std::size_t end = request.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    const std::size_t length = to_lower(request).find("content-length: ");
    if (length == std::string::npos) return true;
    return request.size() >= end + 4 + std::stoull(request.substr(length + 16));
  }

  Handler handler_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> connections_ = 0;
  std::thread thread_;
};

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

HttpRequest request_to(const LoopbackServer& server) {
  return {.scheme = "http", .host = "example.test", .address = server.address()};
}

TEST(RealHttp, BringsStatusHeadersAndBody) {
  LoopbackServer server([](const std::string&) {
    return "HTTP/1.1 404 Not Found\r\nX-First: 1\r\nx-empty:\r\nX-First: 2 \r\n"
           "Content-Length: 4\r\n\r\ngone";
  });
  const auto response = RealHttp().send(request_to(server));
  ASSERT_TRUE(response) << to_string(response.error());
  EXPECT_EQ(response->status, 404);
  EXPECT_EQ(response->body, Body("gone"));
  EXPECT_EQ(response->headers.size(), 4U);
  EXPECT_EQ(response->headers.get("x-first"), "1");
  EXPECT_NE(response->headers.find("X-Empty"), nullptr);
  EXPECT_GT(response->elapsed, Duration::zero());
  EXPECT_LT(response->elapsed, seconds(20));
}

TEST(RealHttp, SendsTheRequestAsItIs) {
  std::string seen;
  LoopbackServer server([&](const std::string& request) {
    seen = request;
    return ok;
  });
  HttpRequest request = request_to(server);
  request.method = "PUT";
  request.path = "/a/../b%20c";
  request.query = "x-id=1&acl";
  request.headers = {{"X-Amz-Date", "20260105T060000Z"}, {"X-Empty", ""}};
  request.body = "content";
  ASSERT_TRUE(RealHttp().send(request));
  EXPECT_TRUE(seen.starts_with("PUT /a/../b%20c?x-id=1&acl HTTP/1.1\r\nHost: example.test\r\n"));
  EXPECT_NE(seen.find("\r\nX-Amz-Date: 20260105T060000Z\r\n"), std::string::npos);
  EXPECT_NE(seen.find("\r\nX-Empty:\r\n"), std::string::npos);
  EXPECT_NE(seen.find("\r\nContent-Length: 7\r\n"), std::string::npos);
  EXPECT_TRUE(seen.ends_with("\r\n\r\ncontent"));
  for (const char* added :
       {"Expect", "Accept", "User-Agent", "Content-Type", "Transfer-Encoding"}) {
    EXPECT_EQ(seen.find(added), std::string::npos) << added;
  }
}

TEST(RealHttp, KnowsAllMethods) {
  std::string seen;
  LoopbackServer server([&](const std::string& request) {
    seen = request;
    return request.starts_with("HEAD") ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" : ok;
  });
  RealHttp http;
  for (const char* method : {"GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS"}) {
    HttpRequest request = request_to(server);
    request.method = method;
    const auto response = http.send(request);
    ASSERT_TRUE(response) << to_string(response.error());
    EXPECT_EQ(response->status, 200);
    EXPECT_TRUE(seen.starts_with(std::string(method) + " / HTTP/1.1")) << seen;
    const bool says_length = seen.find("Content-Length: 0\r\n") != std::string::npos;
    EXPECT_EQ(says_length, std::string_view(method).starts_with("P")) << method;
  }
}

TEST(RealHttp, StreamsASyntheticBody) {
  const Body body = Body::synthetic(3'000'001, 11);
  std::uint32_t crc = 0;
  LoopbackServer server([&](const std::string& request) {
    crc = crc32c(std::string_view(request).substr(request.find("\r\n\r\n") + 4));
    return ok;
  });
  HttpRequest request = request_to(server);
  request.method = "POST";
  request.body = body;
  ASSERT_TRUE(RealHttp().send(request));
  EXPECT_EQ(crc, body.crc32c());
}

TEST(RealHttp, ReadsALargeChunkedBody) {
  LoopbackServer server([&](const std::string&) {
    std::string response = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 100; ++i) response += "3e8\r\n" + std::string(1000, 'x') + "\r\n";
    return response + "0\r\n\r\n";
  });
  EXPECT_EQ(RealHttp().send(request_to(server))->body, Body(std::string(100'000, 'x')));
}

TEST(RealHttp, SkipsInterimResponses) {
  LoopbackServer server(
      [](const std::string&) { return "HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\n" + ok; });
  const auto response = RealHttp().send(request_to(server));
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->headers.find("X-Interim"), nullptr);
}

TEST(RealHttp, DoesNotFollowRedirects) {
  LoopbackServer server([](const std::string&) {
    return "HTTP/1.1 301 Moved\r\nLocation: http://example.test/b\r\nContent-Length: 0\r\n\r\n";
  });
  const auto response = RealHttp().send(request_to(server));
  EXPECT_EQ(response->status, 301);
  EXPECT_EQ(response->headers.get("location"), "http://example.test/b");
}

TEST(RealHttp, KeepsConnections) {
  LoopbackServer server([](const std::string&) { return ok; });
  RealHttp http;
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(http.send(request_to(server)));
  EXPECT_EQ(server.connections(), 1);
}

TEST(RealHttp, SaysUnknownAfterATimeOut) {
  LoopbackServer server([](const std::string&) {
    std::this_thread::sleep_for(milliseconds(200));
    return ok;
  });
  HttpRequest request = request_to(server);
  request.method = "PUT";
  request.timeout = milliseconds(50);
  const auto response = RealHttp().send(request);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::unknown);
  EXPECT_EQ(response.error().cause, "timed out after 50ms");
  EXPECT_EQ(response.error().subject, "http://example.test/");
}

TEST(RealHttp, SaysUnknownWhenTheConnectionBreaks) {
  LoopbackServer nothing([](const std::string&) { return std::string(); });
  EXPECT_EQ(RealHttp().send(request_to(nothing)).error().kind, ErrorKind::unknown);
  LoopbackServer half([count = 0](const std::string&) mutable {
    return count++ == 0 ? "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf" : "";
  });
  HttpRequest request = request_to(half);
  request.timeout = milliseconds(300);
  EXPECT_EQ(RealHttp().send(request).error().kind, ErrorKind::unknown);
}

// libcurl would send it again on a new connection if it were let.
TEST(RealHttp, RepeatsNothingThatWasLostOnAKeptConnection) {
  for (const char* content : {"", "content"}) {
    std::atomic<int> requests = 0;
    LoopbackServer server([&](const std::string&) { return requests++ == 0 ? ok : ""; });
    RealHttp http;
    ASSERT_TRUE(http.send(request_to(server)));
    HttpRequest request = request_to(server);
    request.method = "POST";
    request.body = content;
    const auto lost = http.send(request);
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().kind, ErrorKind::unknown);
    EXPECT_EQ(requests, 2) << content;
  }
}

TEST(RealHttp, SaysUnreachableWhereNobodyListens) {
  std::string address;
  {
    const LoopbackServer server([](const std::string&) { return ok; });
    address = server.address();
  }
  const auto response =
      RealHttp().send({.scheme = "http", .host = "example.test", .address = address});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::unreachable);
  EXPECT_EQ(response.error().operation, "GET");
  EXPECT_NE(response.error().remedy, "");
}

TEST(RealHttp, SaysUnreachableWhenTlsFails) {
  LoopbackServer server([](const std::string&) { return ok; });
  HttpRequest request = request_to(server);
  request.scheme = "https";  // to a server that does not speak it: it waits for a request
  request.timeout = milliseconds(100);
  EXPECT_EQ(RealHttp().send(request).error().kind, ErrorKind::unreachable);
}

TEST(RealHttp, AcceptsAddressesWithoutPort) {
  LoopbackServer server([](const std::string&) { return ok; });
  HttpRequest request = request_to(server);
  request.host = "example.test:" + server.address().substr(server.address().find(':') + 1);
  request.address = "127.0.0.1";
  EXPECT_TRUE(RealHttp().send(request));
  request.address = "::1";  // where nobody listens, but which is understood
  EXPECT_EQ(RealHttp().send(request).error().kind, ErrorKind::unreachable);
}

TEST(RealHttp, RefusesWhatCannotBeSent) {
  LoopbackServer server([](const std::string&) { return ok; });
  HttpRequest request = request_to(server);
  request.headers.add("X", "a\r\nY: b");
  EXPECT_EQ(RealHttp().send(request).error().kind, ErrorKind::invalid);
  EXPECT_EQ(server.connections(), 0);
}

TEST(RealHttp, ServesManyThreads) {
  RealHttp http;
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      LoopbackServer server([](const std::string&) { return ok; });
      for (int j = 0; j < 20; ++j) good += http.send(request_to(server)) ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 80);
}

TEST(RealHttp, WaitsForTheFirstByteOnlySoLong) {
  LoopbackServer server([](const std::string&) {
    std::this_thread::sleep_for(seconds(3));
    return ok;
  });
  HttpRequest request = request_to(server);
  const HttpOptions options{.first_byte_timeout = milliseconds(300)};
  request.options = &options;
  const auto response = RealHttp().send(request);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::unknown);
  EXPECT_EQ(response.error().cause, "no answer began within 300ms");
}

TEST(RealHttp, NoticesAnAnswerThatStalls) {
  LoopbackServer server(
      [](const std::string&) { return "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhal"; });
  HttpRequest request = request_to(server);
  const HttpOptions options{.first_byte_timeout = seconds(20), .stall_timeout = milliseconds(300)};
  request.options = &options;
  const auto response = RealHttp().send(request);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::unknown);
  EXPECT_EQ(response.error().cause, "nothing moved for 300ms");
}

TEST(RealHttp, ConnectsOnlySoLong) {
  // Of the range for documentation: nobody answers there (RFC 5737).
  HttpRequest request{.scheme = "http", .host = "example.test", .address = "192.0.2.1:81"};
  const HttpOptions options{.connect_timeout = milliseconds(200)};
  request.options = &options;
  const auto response = RealHttp().send(request);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::unreachable);
}

// Sets a variable for the test's time; libcurl reads it.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    setenv(name, value.c_str(), 1);
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  ~Variable() { unsetenv(name_); }

 private:
  const char* name_;
};

TEST(RealHttp, GoesThroughTheProxyOfTheEnvironment) {
  std::string seen;
  LoopbackServer proxy([&](const std::string& request) {
    seen = request;
    return request.starts_with("CONNECT") ? "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
                                          : ok;
  });
  const Variable plain("http_proxy", "http://" + proxy.address());
  const Variable secure("HTTPS_PROXY", "http://" + proxy.address());
  const auto answer = RealHttp().send({.scheme = "http", .host = "example.test", .path = "/a"});
  ASSERT_TRUE(answer) << to_string(answer.error());
  EXPECT_TRUE(seen.starts_with("GET http://example.test/a HTTP/1.1\r\n")) << seen;

  // What the proxy does not let through has not happened.
  const auto refused = RealHttp().send({.method = "PUT", .host = "example.test", .body = "b"});
  ASSERT_FALSE(refused);
  EXPECT_TRUE(seen.starts_with("CONNECT example.test:443 HTTP/1.1\r\n")) << seen;
  EXPECT_EQ(refused.error().kind, ErrorKind::unreachable) << refused.error().cause;

  seen.clear();
  const Variable except("NO_PROXY", "127.0.0.1");
  LoopbackServer direct([](const std::string&) { return ok; });
  EXPECT_TRUE(RealHttp().send({.scheme = "http", .host = direct.address()}));
  EXPECT_EQ(seen, "");
}

// A server with a certificate of its own making, by the openssl program; skipped without it.
class TlsServer {
 public:
  TlsServer() : folder_(::testing::TempDir() + "godwit-tls-" + std::to_string(getpid())) {
    mkdir(folder_.c_str(), 0700);
    const std::string make =
        "cd " + folder_ +
        " && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
        " -subj /CN=example.test -addext subjectAltName=DNS:example.test"
        " -keyout key.pem -out certificate.pem >openssl.log 2>&1";
    if (std::system(make.c_str()) != 0) return;
    int ends[2];
    if (pipe(ends) != 0) return;
    process_ = fork();
    if (process_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      if (chdir(folder_.c_str()) != 0) _exit(1);
      execlp("openssl", "openssl", "s_server", "-accept", "127.0.0.1:0", "-www", "-key", "key.pem",
             "-cert", "certificate.pem", nullptr);
      _exit(127);
    }
    close(ends[1]);
    // "ACCEPT 127.0.0.1:36241"
    std::string line;
    for (char letter = 0; read(ends[0], &letter, 1) == 1;) {
      if (letter != '\n') {
        line += letter;
      } else if (line.starts_with("ACCEPT ")) {
        address_ = line.substr(7);
        break;
      } else {
        line.clear();
      }
    }
    close(ends[0]);
  }

  ~TlsServer() {
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }

  const std::string& address() const { return address_; }  // empty: there is none
  std::string certificate() const { return folder_ + "/certificate.pem"; }

 private:
  std::string folder_;
  std::string address_;
  pid_t process_ = -1;
};

TEST(RealHttp, TrustsOnlyWhatItIsToldToTrust) {
  const TlsServer server;
  if (server.address().empty()) GTEST_SKIP() << "openssl is not here";
  RealHttp http;
  HttpRequest request{.host = "example.test", .address = server.address()};
  const auto stranger = http.send(request);
  ASSERT_FALSE(stranger);
  EXPECT_EQ(stranger.error().kind, ErrorKind::unreachable) << stranger.error().cause;

  const HttpOptions options{.ca_bundle = server.certificate(), .http_2 = true};
  request.options = &options;
  const auto friendly = http.send(request);
  ASSERT_TRUE(friendly) << to_string(friendly.error());
  EXPECT_EQ(friendly->status, 200);

  request.host = "other.test";
  const auto other = http.send(request);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().kind, ErrorKind::unreachable);
  const HttpOptions missing{.ca_bundle = "/no/such/file"};
  request.options = &missing;
  EXPECT_EQ(http.send(request).error().kind, ErrorKind::unreachable);
}

// A kept connection belongs to whoever trusted it: others verify anew.
TEST(RealHttp, DoesNotLendTrust) {
  const TlsServer server;
  if (server.address().empty()) GTEST_SKIP() << "openssl is not here";
  RealHttp http;
  HttpRequest request{.host = "example.test", .address = server.address()};
  const HttpOptions options{.ca_bundle = server.certificate()};
  request.options = &options;
  ASSERT_TRUE(http.send(request));
  request.options = nullptr;
  EXPECT_FALSE(http.send(request));
}

}  // namespace
}  // namespace godwit
