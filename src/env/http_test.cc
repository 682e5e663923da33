#include "env/http.h"

#include <gtest/gtest.h>

#include "env/http_request.h"
#include "env/simulated_env.h"

namespace godwit {
namespace {

TEST(Headers, IgnoreTheCaseOfNames) {
  Headers headers = {{"Content-Type", "text/plain"}};
  EXPECT_EQ(headers.get("content-type"), "text/plain");
  EXPECT_EQ(headers.get("content-length"), "");
  EXPECT_EQ(headers.find("content-length"), nullptr);
  headers.set("CONTENT-TYPE", "text/html");
  EXPECT_EQ(headers.size(), 1U);
  EXPECT_EQ(*headers.find("Content-Type"), "text/html");
}

TEST(Headers, KeepOrderAndRepetitions) {
  Headers headers;
  headers.add("Set-Cookie", "a");
  headers.set("Host", "example.org");
  headers.add("set-cookie", "b");
  EXPECT_EQ(headers.get("Set-Cookie"), "a");
  const std::vector<Headers::Field> expected = {
      {"Set-Cookie", "a"}, {"Host", "example.org"}, {"set-cookie", "b"}};
  EXPECT_EQ(std::vector(headers.begin(), headers.end()), expected);
  headers.remove("SET-COOKIE");
  EXPECT_EQ(headers.size(), 1U);
}

TEST(HttpRequest, MayNotSmuggle) {
  HttpRequest good{.host = "example.org:8080", .path = "/a/../b%20c", .query = "a=b?c"};
  good.headers.add("X-Empty", "");
  EXPECT_TRUE(check_request(good));

  const auto rejects = [&](auto change) {
    HttpRequest request = good;
    change(request);
    const auto checked = check_request(request);
    return !checked && checked.error().kind == ErrorKind::invalid;
  };
  EXPECT_TRUE(rejects([](auto& request) { request.method = ""; }));
  EXPECT_TRUE(rejects([](auto& request) { request.method = "GET /x"; }));
  EXPECT_TRUE(rejects([](auto& request) { request.scheme = "file"; }));
  EXPECT_TRUE(rejects([](auto& request) { request.host = ""; }));
  EXPECT_TRUE(rejects([](auto& request) { request.host = "user@example.org"; }));
  EXPECT_TRUE(rejects([](auto& request) { request.host = "example.org/x"; }));
  EXPECT_TRUE(rejects([](auto& request) { request.path = "x"; }));
  EXPECT_TRUE(rejects([](auto& request) { request.path = "/a?b"; }));
  EXPECT_TRUE(rejects([](auto& request) { request.path = "/a b"; }));
  EXPECT_TRUE(rejects([](auto& request) { request.query = "a#b"; }));
  EXPECT_TRUE(rejects([](auto& request) { request.address = "a,b"; }));
  EXPECT_TRUE(rejects([](auto& request) { request.headers.add("A", "b\r\nC: d"); }));
  EXPECT_TRUE(rejects([](auto& request) { request.headers.add("A: b", "c"); }));
  EXPECT_TRUE(rejects([](auto& request) { request.headers.add("", "c"); }));
}

TEST(HttpRequest, ErrorsDoNotShowTheQuery) {
  const HttpRequest request{
      .method = "PUT", .host = "example.org", .path = "/a", .query = "secret"};
  EXPECT_EQ(to_string(http_error(request, ErrorKind::unknown, "timed out after 5s")),
            "cannot tell the outcome of PUT https://example.org/a: timed out after 5s\n"
            "  see what is there before trying again");
}

struct SimulatedHttpTest : testing::Test {
  SimulatedEnv world{Time(), 1, [](const std::string& name) -> Result<Resolution> {
                       if (name == "example.org") return Resolution{{"10.0.0.1", "10.0.0.2"}};
                       return fail({.kind = ErrorKind::not_found, .cause = "no such name"});
                     }};
  Http& http = world.http;

  static SimulatedHttp::Handler answering(int status, Duration elapsed = {}) {
    return [=](const HttpRequest& request) -> Result<HttpResponse> {
      return HttpResponse{.status = status, .body = request.path, .elapsed = elapsed};
    };
  }
};

TEST_F(SimulatedHttpTest, GoesToTheAddress) {
  world.http.listen("10.0.0.9", answering(204));
  const auto response = http.send({.host = "elsewhere", .path = "/x", .address = "10.0.0.9"});
  EXPECT_EQ(response->status, 204);
  EXPECT_EQ(response->body, Body("/x"));
}

TEST_F(SimulatedHttpTest, ResolvesTheHost) {
  world.http.listen("10.0.0.2", answering(200));
  EXPECT_EQ(http.send({.host = "example.org"})->status, 200);
  world.http.listen("10.0.0.1", answering(201));
  EXPECT_EQ(http.send({.host = "example.org:8080"})->status, 201);
}

TEST_F(SimulatedHttpTest, WithoutListenerOrNameNobodyIsReached) {
  const auto refused = http.send({.host = "example.org"});
  EXPECT_EQ(refused.error().kind, ErrorKind::unreachable);
  EXPECT_EQ(refused.error().cause, "nobody listens on 10.0.0.1, 10.0.0.2");
  const auto unresolved = http.send({.host = "example.com"});
  EXPECT_EQ(unresolved.error().kind, ErrorKind::unreachable);
  EXPECT_EQ(unresolved.error().cause, "could not resolve example.com: no such name");
}

TEST_F(SimulatedHttpTest, AClosedAddressAnswersNoMore) {
  world.http.listen("10.0.0.1", [&](const HttpRequest&) -> Result<HttpResponse> {
    world.http.close("10.0.0.1");
    return HttpResponse{.status = 200};
  });
  EXPECT_EQ(http.send({.host = "example.org"})->status, 200);
  EXPECT_EQ(http.send({.host = "example.org"}).error().kind, ErrorKind::unreachable);
}

TEST_F(SimulatedHttpTest, ALateResponseIsATimeOut) {
  world.http.listen("10.0.0.1", answering(200, seconds(5)));
  EXPECT_EQ(http.send({.host = "example.org", .timeout = seconds(5)})->elapsed, seconds(5));
  const auto late = http.send({.host = "example.org", .timeout = milliseconds(4999)});
  EXPECT_EQ(late.error().kind, ErrorKind::unknown);
  EXPECT_EQ(late.error().cause, "timed out after 4.9s");
}

TEST_F(SimulatedHttpTest, HandsOnTheHandlersError) {
  world.http.listen("10.0.0.1", [](const HttpRequest& request) -> Result<HttpResponse> {
    return fail(http_error(request, ErrorKind::unknown, "connection reset"));
  });
  EXPECT_EQ(http.send({.host = "example.org"}).error().cause, "connection reset");
}

TEST(SimulatedResolver, AnswersAsItIsTold) {
  SimulatedResolver resolver;
  EXPECT_EQ(resolver.resolve("a").error().kind, ErrorKind::not_found);
  resolver.answer_with([](const std::string& name) { return Resolution{{name}, seconds(60)}; });
  EXPECT_EQ(resolver.resolve("a")->addresses, std::vector<std::string>{"a"});
  EXPECT_EQ(resolver.resolve("a")->ttl, seconds(60));
}

}  // namespace
}  // namespace godwit
