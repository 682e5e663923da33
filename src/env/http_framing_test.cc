#include "env/http_framing.h"

#include <gtest/gtest.h>

namespace godwit {
namespace {

using State = HttpFraming::State;

// Everything that the bytes hold, fed in pieces of so many.
struct Cut {
  std::vector<HttpRequest> requests;
  State state = State::head;
  HttpFraming::Problem problem;
};
Cut cut(std::string_view bytes, std::size_t piece, HttpFraming::Limits limits = {}) {
  HttpFraming framing(limits);
  Cut found;
  std::string held;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    held += bytes.substr(at, piece);
    while (true) {
      const std::size_t used = framing.feed(held);
      held.erase(0, used);
      if (framing.state() == State::complete) {
        found.requests.push_back(framing.take());
      } else if (used == 0 || framing.state() == State::bad || held.empty()) {
        break;
      }
    }
    if (framing.state() == State::bad) break;
  }
  found.state = framing.state();
  found.problem = framing.problem();
  return found;
}

TEST(HttpFraming, CutsPipelinedRequestsWhereverTheBytesAreSplit) {
  const std::string bytes =
      "GET /a/b?x=1&y HTTP/1.1\r\nHost: localhost:4566\r\nX-One: 1\r\nX-One:  2 \r\n\r\n"
      "\r\nPUT /k HTTP/1.1\r\nhost: h\r\nContent-Length: 5\r\n\r\nhello"
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nx-trailer: t\r\n\r\n"
      "DELETE http://other/thing?q HTTP/1.1\r\nHost: h\r\n\r\n";
  for (const std::size_t piece : {1UL, 2UL, 3UL, 7UL, 64UL, 10'000UL}) {
    const Cut found = cut(bytes, piece);
    ASSERT_EQ(found.requests.size(), 4U) << piece << ": " << found.problem.text;
    EXPECT_EQ(found.requests[0].method, "GET");
    EXPECT_EQ(found.requests[0].path, "/a/b");
    EXPECT_EQ(found.requests[0].query, "x=1&y");
    EXPECT_EQ(found.requests[0].host, "localhost:4566");
    EXPECT_EQ(found.requests[0].headers.size(), 2U) << "Host stands in `host` alone";
    EXPECT_EQ(found.requests[1].body.bytes(), "hello");
    EXPECT_EQ(found.requests[2].body.bytes(), "abcde");
    EXPECT_EQ(found.requests[2].headers.get("x-trailer"), "t");
    EXPECT_EQ(found.requests[3].host, "other");
    EXPECT_EQ(found.requests[3].path, "/thing");
  }
}

TEST(HttpFraming, RefusesWhatCouldBeReadInTwoWays) {
  const struct {
    std::string bytes;
    int status;
  } cases[] = {
      {"GET / HTTP/1.1\r\n\r\n", 400},  // no Host
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n", 400},
      {"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400},
      {"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 400},
      {"PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501},
      {"PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400},
      {"GET / HTTP/3.9\r\nHost: a\r\n\r\n", 505},
      {"GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello TLS\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n", 400},
  };
  for (const auto& [bytes, status] : cases) {
    const Cut found = cut(bytes, 10'000);
    EXPECT_TRUE(found.requests.empty()) << bytes;
    EXPECT_EQ(found.state, State::bad) << bytes;
    EXPECT_EQ(found.problem.status, status) << bytes << ": " << found.problem.text;
  }
}

TEST(HttpFraming, HasLimits) {
  const HttpFraming::Limits limits{.head_bytes = 1000, .body_bytes = 100};
  const std::string head = "PUT / HTTP/1.1\r\nHost: a\r\n";
  EXPECT_EQ(cut(head + "X: " + std::string(2000, 'x') + "\r\n\r\n", 100, limits).problem.status,
            431);
  std::string many;
  for (int field = 0; field < 100; ++field) many += "X: " + std::string(20, 'x') + "\r\n";
  for (const std::size_t piece : {7UL, 100UL, 5000UL}) {
    EXPECT_EQ(cut(head + many + "\r\n", piece, limits).problem.status, 431) << piece;
  }
  EXPECT_EQ(cut(head + "Content-Length: 101\r\n\r\n", 100, limits).problem.status, 413);
  EXPECT_EQ(
      cut(head + "Transfer-Encoding: chunked\r\n\r\n65\r\n" + std::string(101, 'x'), 100, limits)
          .problem.status,
      413);
  EXPECT_EQ(
      cut(head + "Content-Length: 100\r\n\r\n" + std::string(100, 'x'), 10, limits).requests.size(),
      1U);
}

TEST(HttpFraming, SaysWhenAClientWaits) {
  HttpFraming framing{{}};
  const std::string head =
      "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
  EXPECT_EQ(framing.feed(head), head.size());
  EXPECT_TRUE(framing.take_expectation());
  EXPECT_FALSE(framing.take_expectation()) << "once";
  framing.feed("abc");
  EXPECT_EQ(framing.state(), State::complete);
  EXPECT_TRUE(framing.keeps_alive());
  framing.take();
  framing.feed("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(framing.state(), State::complete);
  EXPECT_TRUE(framing.take_expectation()) << "an empty body is waited for, too";
  framing.take();
  framing.feed("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx");
  EXPECT_FALSE(framing.take_expectation()) << "the body is there";
  framing.take();
  framing.feed("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_FALSE(framing.keeps_alive());
  framing.take();
  framing.feed("GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(framing.state(), State::complete) << "HTTP/1.0 needs no Host";
  EXPECT_FALSE(framing.keeps_alive());
}

}  // namespace
}  // namespace godwit
