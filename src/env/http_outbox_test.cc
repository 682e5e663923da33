#include "env/http_outbox.h"

#include <gtest/gtest.h>

namespace godwit {
namespace {

// All of it, taken in pieces of at most so many bytes.
std::string drain(HttpOutbox& outbox, std::size_t piece) {
  std::string all;
  while (!outbox.empty()) {
    const std::string_view next = outbox.front().substr(0, piece);
    EXPECT_FALSE(next.empty());
    if (next.empty()) break;
    all += next;
    outbox.consume(next.size());
  }
  return all;
}

TEST(HttpOutbox, WritesAnswersInOrder) {
  for (const std::size_t piece : {1UL, 17UL, 1UL << 30}) {
    HttpOutbox outbox;
    outbox.add({.status = 200, .headers = {{"X-A", "1"}, {"Content-Length", "99"}}, .body = "hi"},
               "now", false, false);
    const Body large = Body::synthetic(300'000, 7);
    outbox.add({.status = 206, .headers = {}, .body = large}, "now", false, false);
    outbox.add({.status = 404, .headers = {}, .body = "gone"}, "now", true, false);
    EXPECT_EQ(outbox.size() > 300'000, true);
    EXPECT_EQ(drain(outbox, piece),
              "HTTP/1.1 200 OK\r\nDate: now\r\nX-A: 1\r\nContent-Length: 2\r\n\r\nhi"
              "HTTP/1.1 206 Partial Content\r\nDate: now\r\nContent-Length: 300000\r\n\r\n" +
                  large.slice(0, 300'000) +
                  "HTTP/1.1 404 Not Found\r\nDate: now\r\nContent-Length: 4\r\nConnection: "
                  "close\r\n\r\ngone");
    EXPECT_TRUE(outbox.empty());
    EXPECT_EQ(outbox.size(), 0U);
  }
}

TEST(HttpOutbox, LargeBodiesAreNotCopied) {
  const Body large(std::string(200'000, 'x'));
  for (const std::size_t piece : {999UL, 1UL << 30}) {
    HttpOutbox outbox;
    for (int i = 0; i < 3; ++i) outbox.add({.status = 200, .body = large}, "now", false, false);
    const std::string head = "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 200000\r\n\r\n";
    const std::string one = head + std::string(large.bytes());
    EXPECT_EQ(outbox.size(), 3 * one.size());
    EXPECT_EQ(drain(outbox, piece), one + one + one);
  }
}

TEST(HttpOutbox, AnswersThatHaveNoBody) {
  HttpOutbox outbox;
  outbox.add({.status = 200, .headers = {{"Content-Length", "1024"}}}, "now", false, true);
  outbox.add({.status = 204, .body = "never"}, "now", false, false);
  outbox.add({.status = 304, .headers = {{"ETag", "e"}}}, "now", false, false);
  EXPECT_EQ(drain(outbox, 1000),
            "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 1024\r\n\r\n"
            "HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n"
            "HTTP/1.1 304 Not Modified\r\nDate: now\r\nETag: e\r\n\r\n");
}

TEST(HttpOutbox, NobodySmugglesFields) {
  HttpOutbox outbox;
  outbox.add({.status = 200, .headers = {{"x-amz-meta-a", "1\r\nSet-Cookie: x"}}}, "now", false,
             false);
  EXPECT_EQ(drain(outbox, 1000).find("Set-Cookie"), std::string::npos);
}

}  // namespace
}  // namespace godwit
