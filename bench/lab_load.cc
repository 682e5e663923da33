// lab_load: how many requests a second a server answers, asked by one thread over kept connections,
// one request under way on each. All requests are made and signed beforehand, so that this costs
// little; the server checks every signature all the same.
//
//   lab_load ADDRESS:PORT get|put|list|prepare|plain SECONDS [CONNECTIONS] [ACCESS_KEY_ID SECRET]
//
// `prepare` makes the bucket and 1,000 objects in it; `fill COUNT FIRST` puts COUNT more. `plain`
// asks for /1k without a signature. The result is one line of JSON.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "aws/codec.h"
#include "aws/signature.h"
#include "base/text.h"

namespace {

using namespace godwit;
using Steady = std::chrono::steady_clock;

constexpr std::size_t keys = 1000;
const std::string bucket = "bench-bucket";
const std::string region = "us-east-1";

struct Target {
  sockaddr_in address{};
  std::string host;
  aws::Credentials credentials;
};

[[noreturn]] void stop(const std::string& why) {
  std::fprintf(stderr, "lab_load: %s\n", why.c_str());
  std::exit(2);
}

std::string bytes_of(const Target& target, std::string_view operation, const aws::Value& input) {
  const aws::Service& s3 = aws::service("s3");
  auto request = aws::serialize_request(s3, *s3.find(operation), region, input);
  if (!request) stop(to_string(request.error()));
  HttpRequest http = std::move(request->http);
  // A client with a custom endpoint: the bucket in the path.
  if (http.host.starts_with(bucket + "."))
    http.path = "/" + bucket + (http.path == "/" ? "" : http.path);
  http.host = target.host;
  const Time now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  aws::sign(http, {region, "s3"}, target.credentials, now);
  std::string bytes = http.method + " " + http.path + (http.query.empty() ? "" : "?" + http.query) +
                      " HTTP/1.1\r\nHost: " + http.host + "\r\n";
  for (const auto& [name, value] : http.headers) {
    if (!equal_ignoring_case(name, "Content-Length")) bytes += name + ": " + value + "\r\n";
  }
  if (!http.body.empty()) bytes += "Content-Length: " + std::to_string(http.body.size()) + "\r\n";
  return bytes + "\r\n" + std::string(http.body.bytes());
}

std::string key(std::size_t number) { return fmt::format("objects/{:06}", number); }

std::string put_request(const Target& target, std::size_t number) {
  return bytes_of(target, "PutObject",
                  aws::Value()
                      .set("Bucket", bucket)
                      .set("Key", key(number))
                      .set("Body", Body(std::string(1024, 'x'))));
}

std::vector<std::string> requests_for(const Target& target, const std::string& what) {
  std::vector<std::string> all;
  if (what == "plain") {
    all.push_back("GET /1k HTTP/1.1\r\nHost: " + target.host + "\r\n\r\n");
  } else if (what == "list") {
    all.push_back(bytes_of(target, "ListObjectsV2", aws::Value().set("Bucket", bucket)));
  } else if (what == "get") {
    for (std::size_t i = 0; i < keys; ++i) {
      all.push_back(
          bytes_of(target, "GetObject", aws::Value().set("Bucket", bucket).set("Key", key(i))));
    }
  } else if (what == "put" || what == "prepare") {
    if (what == "prepare")
      all.push_back(bytes_of(target, "CreateBucket", aws::Value().set("Bucket", bucket)));
    for (std::size_t i = 0; i < keys; ++i) {
      all.push_back(put_request(target, i));
    }
  } else {
    stop("there is no workload '" + what + "'");
  }
  return all;
}

struct Connection {
  int socket = -1;
  std::size_t sent = 0;
  const std::string* request = nullptr;
  std::string received;
  Steady::time_point began;
};

// How long the answer is, with its head; 0 while nobody can tell.
std::size_t length_of(const std::string& received) {
  const std::size_t end = received.find("\r\n\r\n");
  if (end == std::string::npos) return 0;
  for (std::string_view name : {"\r\nContent-Length: ", "\r\ncontent-length: "}) {
    const std::size_t at = received.find(name);
    if (at == std::string::npos || at > end) continue;
    std::size_t length = 0;
    std::from_chars(received.data() + at + name.size(), received.data() + end, length);
    return end + 4 + length;
  }
  return end + 4;
}

class Load {
 public:
  Load(const Target& target, std::vector<std::string> requests, std::size_t connections)
      : target_(target),
        requests_(std::move(requests)),
        connections_(connections),
        epoll_(epoll_create1(0)) {
    for (Connection& connection : connections_) open(connection);
  }

  // Until the time is over, or, with 0, until every request has been answered once.
  void run(double wanted_seconds) {
    const auto begin = Steady::now();
    const auto end = begin + std::chrono::duration_cast<Steady::duration>(
                                 std::chrono::duration<double>(wanted_seconds));
    for (Connection& connection : connections_) next(connection);
    epoll_event events[256];
    while (wanted_seconds > 0 ? Steady::now() < end : answered_ < requests_.size()) {
      const int ready = epoll_wait(epoll_, events, 256, 30'000);
      if (ready == 0) stop("no answer for 30 s");
      for (int i = 0; i < ready; ++i) take(*static_cast<Connection*>(events[i].data.ptr));
    }
    took_ = std::chrono::duration<double>(Steady::now() - begin).count();
  }

  void report(const std::string& what) {
    std::ranges::sort(latencies_);
    const auto at = [&](double share) {
      return latencies_.empty() ? 0.0
                                : latencies_[static_cast<std::size_t>(
                                      share * static_cast<double>(latencies_.size() - 1))];
    };
    std::printf(
        R"({"workload": "%s", "requests": %zu, "failed": %zu, "per_second": %.1f, "median_us": %.1f, "p99_us": %.1f})"
        "\n",
        what.c_str(), answered_, failed_, static_cast<double>(answered_) / took_, at(0.5),
        at(0.99));
  }
  std::size_t failed() const { return failed_; }

 private:
  void open(Connection& connection) {
    connection.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(connection.socket, reinterpret_cast<const sockaddr*>(&target_.address),
                  sizeof target_.address) != 0) {
      stop("cannot connect to " + target_.host);
    }
    const int on = 1;
    setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    epoll_event event{EPOLLIN, {.ptr = &connection}};
    epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.socket, &event);
  }

  void next(Connection& connection) {
    connection.request = &requests_[given_++ % requests_.size()];
    connection.received.clear();
    connection.began = Steady::now();
    const std::string& bytes = *connection.request;
    for (std::size_t sent = 0; sent < bytes.size();) {
      const ssize_t count =
          ::send(connection.socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) return again(connection);
      sent += static_cast<std::size_t>(count);
    }
  }

  // The server hung up between two requests, as some do after each.
  void again(Connection& connection) {
    ::close(connection.socket);
    open(connection);
    --given_;
    next(connection);
  }

  void take(Connection& connection) {
    char buffer[256 << 10];
    const ssize_t count = ::recv(connection.socket, buffer, sizeof buffer, 0);
    if (count <= 0) return again(connection);
    connection.received.append(buffer, static_cast<std::size_t>(count));
    const std::size_t length = length_of(connection.received);
    if (length == 0 || connection.received.size() < length) return;
    ++answered_;
    if (connection.received.compare(9, 1, "2") != 0) {
      if (failed_++ == 0) std::fprintf(stderr, "lab_load: %s\n", connection.received.c_str());
    }
    latencies_.push_back(
        std::chrono::duration<double, std::micro>(Steady::now() - connection.began).count());
    // Some servers take one request a connection, and say so.
    if (connection.received.find("\r\nConnection: close") < connection.received.find("\r\n\r\n")) {
      ::close(connection.socket);
      open(connection);
    }
    next(connection);
  }

  const Target& target_;
  std::vector<std::string> requests_;
  std::vector<Connection> connections_;
  int epoll_;
  std::size_t given_ = 0;
  std::size_t answered_ = 0;
  std::size_t failed_ = 0;
  double took_ = 0;
  std::vector<double> latencies_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4)
    stop(
        "usage: lab_load ADDRESS:PORT get|put|list|prepare|plain SECONDS [CONNECTIONS] [KEY "
        "SECRET]");
  Target target{.host = argv[1],
                .credentials = {argc > 6 ? argv[5] : "test", argc > 6 ? argv[6] : "test", {}}};
  const std::size_t colon = target.host.rfind(':');
  if (colon == std::string::npos) stop("ADDRESS:PORT, please");
  target.address.sin_family = AF_INET;
  target.address.sin_port =
      htons(static_cast<std::uint16_t>(std::atoi(target.host.c_str() + colon + 1)));
  if (inet_pton(AF_INET, target.host.substr(0, colon).c_str(), &target.address.sin_addr) != 1)
    stop("an IPv4 address, please");
  const std::string what = argv[2];
  if (what == "fill") {
    std::vector<std::string> requests;
    const std::size_t count = std::strtoul(argv[3], nullptr, 10);
    const std::size_t first = argc > 4 ? std::strtoul(argv[4], nullptr, 10) : 0;
    for (std::size_t i = first; i < first + count; ++i) requests.push_back(put_request(target, i));
    Load load(target, std::move(requests), 8);
    load.run(0);
    load.report(what);
    return load.failed() == 0 ? 0 : 1;
  }
  const bool prepare = what == "prepare";
  const std::size_t connections = prepare ? 1 : argc > 4 ? std::strtoul(argv[4], nullptr, 10) : 32;
  Load load(target, requests_for(target, what), std::max<std::size_t>(connections, 1));
  load.run(prepare ? 0 : std::atof(argv[3]));
  load.report(what);
  return load.failed() == 0 ? 0 : 1;
}
