#include "env/real_message_server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "env/real_http_server.h"

namespace godwit {
namespace {

// Gives every message back, upper case; nothing to "silence", four kilobytes to "much".
class RealMessageServerTest : public testing::Test {
 protected:
  RealMessageServerTest() {
    const auto listening = messages_.listen("127.0.0.1", 0);
    EXPECT_TRUE(listening.has_value());
    port = listening.value_or(0);
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~RealMessageServerTest() override {
    loop_.stop();
    thread_.join();
  }

  int connected(int kind) const {
    const int socket = ::socket(AF_INET, kind, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(socket, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
    timeval limit{.tv_sec = 5, .tv_usec = 0};
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    return socket;
  }
  static std::string receive(int socket) {
    std::string buffer(70'000, '\0');
    const ssize_t size = recv(socket, buffer.data(), buffer.size(), 0);
    buffer.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return buffer;
  }
  static std::string framed(const std::string& message) {
    return std::string{static_cast<char>(message.size() >> 8),
                       static_cast<char>(message.size() & 0xFF)} +
           message;
  }
  // So many bytes of a stream.
  static std::string read(int socket, std::size_t size) {
    std::string all;
    while (all.size() < size) {
      const std::string part = receive(socket);
      if (part.empty()) break;
      all += part;
    }
    return all;
  }

  std::uint16_t port = 0;
  std::atomic<int> batches = 0;

 private:
  RealHttpServer loop_{{}, {}};
  RealMessageServer messages_{
      loop_.loop(),
      {.before_batch = [this] { ++batches; },
       .answer = [](std::span<const std::uint8_t> message, const IpAddress& from, bool stream,
                    std::span<std::uint8_t> out) -> std::size_t {
         const std::string text(message.begin(), message.end());
         if (text == "silence") return 0;
         if (text == "much") {
           const std::size_t size = stream ? 60'000 : 4'096;
           std::fill_n(out.begin(), size, 'm');
           return size;
         }
         if (text == "who") {
           const std::string address = to_string(from);
           std::ranges::copy(address, out.begin());
           return address.size();
         }
         std::ranges::transform(message, out.begin(), [](std::uint8_t letter) {
           return static_cast<std::uint8_t>(std::toupper(letter));
         });
         return message.size();
       }},
      {.connections = 3, .idle = seconds(1)}};
  std::thread thread_;
};

TEST_F(RealMessageServerTest, AnswersDatagrams) {
  const int socket = connected(SOCK_DGRAM);
  for (const std::string message : {"one", "two", "silence", "three", "who"}) {
    send(socket, message.data(), message.size(), 0);
  }
  EXPECT_EQ(receive(socket), "ONE");
  EXPECT_EQ(receive(socket), "TWO");
  EXPECT_EQ(receive(socket), "THREE");
  EXPECT_EQ(receive(socket), "127.0.0.1");
  send(socket, "much", 4, 0);
  EXPECT_EQ(receive(socket).size(), 4'096U);
  const std::string long_one(2'049, 'x');
  send(socket, long_one.data(), long_one.size(), 0);
  send(socket, "after", 5, 0);
  EXPECT_EQ(receive(socket), "AFTER") << "what is too long is dropped";
  close(socket);
}

TEST_F(RealMessageServerTest, AnswersThousandsInBatches) {
  const int socket = connected(SOCK_DGRAM);
  int answered = 0;
  for (int n = 0; n < 2'000; ++n) {
    send(socket, "x", 1, 0);
    if (n % 50 != 49) continue;
    for (int m = 0; m < 50; ++m) answered += receive(socket) == "X" ? 1 : 0;
  }
  EXPECT_EQ(answered, 2'000);
  EXPECT_LE(batches, 2'000);
  EXPECT_GE(batches, 40);
  close(socket);
}

TEST_F(RealMessageServerTest, AnswersStreamsInOrder) {
  const int socket = connected(SOCK_STREAM);
  std::string all;
  std::string expected;
  for (int n = 0; n < 200; ++n) {
    const std::string number = "n" + std::to_string(n);
    all += framed(number);
    expected += framed("N" + std::to_string(n));
  }
  for (std::size_t at = 0; at < all.size(); at += 100) {
    const std::string part = all.substr(at, 100);  // cuts through messages and their sizes
    send(socket, part.data(), part.size(), 0);
  }
  EXPECT_EQ(read(socket, expected.size()), expected);
  close(socket);
}

// Answers that nobody takes stop the reading; when they are taken, all come.
TEST_F(RealMessageServerTest, WaitsForWhoReadsSlowly) {
  const int socket = connected(SOCK_STREAM);
  constexpr int asked = 100;
  std::string all;
  for (int n = 0; n < asked; ++n) all += framed("much");
  send(socket, all.data(), all.size(), 0);
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_EQ(read(socket, asked * 60'002U).size(), asked * 60'002U);
  close(socket);
}

TEST_F(RealMessageServerTest, EndsConnectionsOfNoUse) {
  for (const std::string& bytes : {std::string(2, '\0'), framed("silence")}) {
    const int socket = connected(SOCK_STREAM);
    send(socket, bytes.data(), bytes.size(), 0);
    EXPECT_EQ(receive(socket), "");
    close(socket);
  }
  const int idle = connected(SOCK_STREAM);
  send(idle, "\0", 1, 0);
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(receive(idle), "");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(4)) << "idle for one";
  close(idle);
}

TEST_F(RealMessageServerTest, HasBounds) {
  std::vector<int> sockets;
  for (int n = 0; n < 6; ++n) sockets.push_back(connected(SOCK_STREAM));
  send(sockets[0], framed("a").data(), 3, 0);
  EXPECT_EQ(read(sockets[0], 3), framed("A"));
  for (const int socket : sockets) close(socket);
  const int later = connected(SOCK_STREAM);
  send(later, framed("b").data(), 3, 0);
  EXPECT_EQ(read(later, 3), framed("B")) << "there is room again";
  close(later);
}

TEST_F(RealMessageServerTest, APortIsTakenOnce) {
  RealHttpServer other({}, {});
  RealMessageServer second(other.loop(), {}, {});
  const auto taken = second.listen("127.0.0.1", port);
  ASSERT_FALSE(taken.has_value());
  EXPECT_EQ(taken.error().kind, ErrorKind::conflict);
  EXPECT_FALSE(second.listen("nowhere", 0).has_value());
}

}  // namespace
}  // namespace godwit
