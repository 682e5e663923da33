// RealHttpServer on this machine's own loopback, asked by RealHttp and by raw sockets.
#include "env/real_http_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "env/real_http.h"

namespace godwit {
namespace {

class RealHttpServerTest : public testing::Test {
 protected:
  ~RealHttpServerTest() override {
    if (!thread_.joinable()) return;
    server_->stop();
    thread_.join();
  }

  // Answers with the request's method, path, query and body, as `answer_` has it by then.
  void start(RealHttpServer::Limits limits = {}) {
    server_ = std::make_unique<RealHttpServer>(
        RealHttpServer::Service{
            .answer = [this](HttpRequest&& request) { return answer_(std::move(request)); },
            .refuse =
                [](const HttpFraming::Problem& problem) {
                  return HttpResponse{.status = problem.status, .body = problem.text};
                },
            .before_answers =
                [this] {
                  ++batches_;
                  return !broken_;
                },
            .tick = {}},
        limits);
    const auto port = server_->listen("127.0.0.1", 0);
    ASSERT_TRUE(port) << to_string(port.error());
    port_ = *port;
    thread_ = std::thread([this] { server_->run(); });
  }

  int connect() const {
    const int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    const timeval patience{10, 0};
    setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return client;
  }
  static void say(int client, std::string_view bytes) {
    EXPECT_EQ(send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }
  // Until so many bytes are there, or the end.
  static std::string hear(int client, std::size_t most) {
    std::string all;
    char buffer[4096];
    while (all.size() < most) {
      const ssize_t count = recv(client, buffer, std::min(sizeof buffer, most - all.size()), 0);
      if (count <= 0) break;
      all.append(buffer, static_cast<std::size_t>(count));
    }
    return all;
  }
  static std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
    return found;
  }
  // The whole conversation of a client that ends by itself.
  std::string exchange(std::string_view bytes) const {
    const int client = connect();
    say(client, bytes);
    std::string answer = hear(client, 1 << 20);
    close(client);
    return answer;
  }

  std::function<HttpReply(HttpRequest&&)> answer_ = [](HttpRequest&& request) {
    return HttpReply{{.status = 200,
                      .body = request.method + " " + request.path + " " + request.query + " " +
                              std::string(request.body.bytes())}};
  };
  std::unique_ptr<RealHttpServer> server_;
  std::uint16_t port_ = 0;
  std::atomic<int> batches_ = 0;
  std::atomic<bool> broken_ = false;
  std::thread thread_;
};

TEST_F(RealHttpServerTest, AnswersAnOrdinaryClient) {
  start();
  RealHttp http;
  for (int i = 0; i < 3; ++i) {
    const auto response = http.send({.method = "PUT",
                                     .scheme = "http",
                                     .host = "127.0.0.1:" + std::to_string(port_),
                                     .path = "/a",
                                     .query = "b=c",
                                     .body = std::string(200'000, 'x')});
    ASSERT_TRUE(response) << to_string(response.error());
    EXPECT_EQ(response->body.size(), 11U + 200'000U);
  }
  EXPECT_EQ(server_->connections(), 1U) << "kept";
}

TEST_F(RealHttpServerTest, AnswersPipelinedRequestsInOrder) {
  start();
  std::string all;
  for (int i = 0; i < 200; ++i) {
    all += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n" +
           (i == 199 ? "Connection: close\r\n\r\n" : "\r\n");
  }
  const std::string answer = exchange(all);
  EXPECT_EQ(count(answer, "HTTP/1.1 200 OK"), 200U);
  EXPECT_LT(answer.find("GET /7 "), answer.find("GET /8 "));
  EXPECT_LT(batches_, 100) << "they share what is done before answers leave";
}

TEST_F(RealHttpServerTest, LetsWhoWaitsSendTheBody) {
  start();
  const int client = connect();
  say(client,
      "PUT /k HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n"
      "Connection: close\r\n\r\n");
  EXPECT_EQ(hear(client, 25), "HTTP/1.1 100 Continue\r\n\r\n");
  say(client, "abc");
  EXPECT_NE(hear(client, 1 << 20).find("PUT /k  abc"), std::string::npos);
  close(client);
}

TEST_F(RealHttpServerTest, SaysWhatIsWrongAndHangsUp) {
  start();
  EXPECT_EQ(exchange("\x16\x03\x01 not HTTP\r\n\r\n").substr(0, 12), "HTTP/1.1 400");
  EXPECT_EQ(exchange("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n")
                .substr(0, 12),
            "HTTP/1.1 431");
  EXPECT_EQ(
      exchange("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n").substr(0, 12),
      "HTTP/1.1 413");
}

TEST_F(RealHttpServerTest, EndsWhatTakesTooLongWhileOthersAreServed) {
  start({.head = milliseconds(300), .progress = milliseconds(300), .idle = seconds(30)});
  const int slow_head = connect();
  const int slow_body = connect();
  const int idle = connect();
  say(slow_head, "GET / HT");
  say(slow_body, "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_NE(exchange("GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").find("GET /x"),
            std::string::npos);
  EXPECT_EQ(hear(slow_head, 1), "") << "hung up on";
  EXPECT_EQ(hear(slow_body, 1), "");
  say(idle, "GET /y HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_NE(hear(idle, 1 << 20).find("GET /y"), std::string::npos) << "idle is not slow";
  for (const int client : {slow_head, slow_body, idle}) close(client);
}

TEST_F(RealHttpServerTest, DelaysAndDrops) {
  answer_ = [](HttpRequest&& request) {
    if (request.path == "/drop") return HttpReply{.drop = true};
    return HttpReply{{.status = 200, .body = request.path},
                     request.path == "/late" ? milliseconds(100) : Duration{}};
  };
  start();
  EXPECT_EQ(exchange("GET /drop HTTP/1.1\r\nHost: a\r\n\r\n"), "");
  const std::string answer = exchange(
      "GET /late HTTP/1.1\r\nHost: a\r\n\r\n"
      "GET /soon HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_LT(answer.find("/late"), answer.find("/soon")) << "one connection, one order";
}

TEST_F(RealHttpServerTest, SaysNothingThatIsNotKept) {
  broken_ = true;
  start();
  EXPECT_EQ(exchange("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"), "");
}

TEST_F(RealHttpServerTest, SendsLargeAnswersToSlowReaders) {
  const Body large = Body::synthetic(20'000'000, 3);
  answer_ = [&](HttpRequest&&) { return HttpReply{{.status = 200, .body = large}}; };
  start();
  const std::string answer = [&] {
    const int client = connect();
    say(client, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    std::this_thread::sleep_for(milliseconds(100));
    std::string all = hear(client, 1 << 26);
    close(client);
    return all;
  }();
  const std::size_t head = answer.find("\r\n\r\n") + 4;
  EXPECT_EQ(Body(answer.substr(head)), large);
}

TEST(RealHttpServer, IsToldToStopAsSoonAsItListens) {
  RealHttpServer server({.answer = [](HttpRequest&&) { return HttpReply{}; },
                         .refuse = [](const HttpFraming::Problem&) { return HttpResponse{}; },
                         .before_answers = {},
                         .tick = {}},
                        {});
  ASSERT_TRUE(server.listen("127.0.0.1", 0));
  std::raise(SIGTERM);
  server.run();
}

TEST_F(RealHttpServerTest, RefusesAPortThatIsTaken) {
  start();
  RealHttpServer other({.answer = answer_, .refuse = {}, .before_answers = {}, .tick = {}}, {});
  const auto port = other.listen("127.0.0.1", port_);
  ASSERT_FALSE(port);
  EXPECT_EQ(port.error().kind, ErrorKind::conflict);
  EXPECT_FALSE(other.listen("not an address", 0));
}

}  // namespace
}  // namespace godwit
