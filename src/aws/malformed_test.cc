// Whatever arrives, there is an answer: requests and responses, changed at random.
#include <gtest/gtest.h>

#include "aws/codec.h"
#include "aws/signature.h"
#include "aws/testing/spoken.h"

namespace godwit::aws {
namespace {

using testing::random_for;
using testing::RandomValue;
using testing::Spoken;

constexpr int rounds = 60;

class Malformed : public ::testing::TestWithParam<Spoken> {};

INSTANTIATE_TEST_SUITE_P(Models, Malformed, ::testing::ValuesIn(testing::everything_spoken()),
                         [](const auto& each) { return testing::test_name(each.param); });

// A few bytes other than they were: changed, lost, doubled, or cut off.
std::string damaged(std::string text, RandomValue& random) {
  for (std::uint64_t i = 0; i <= random.below(4); ++i) {
    const std::size_t at = random.below(text.size() + 1);
    switch (random.below(5)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(random.below(256));
        break;
      case 1:
        text.insert(at, 1, static_cast<char>(random.below(256)));
        break;
      case 2:
        text.erase(at, random.below(8));
        break;
      case 3:
        text.insert(at, text.substr(at, random.below(64)));
        break;
      default:
        if (random.below(4) == 0) text.resize(at);
    }
  }
  return text;
}

Headers damaged(const Headers& headers, RandomValue& random) {
  Headers result;
  for (const auto& [name, value] : headers) {
    switch (random.below(8)) {
      case 0:
        result.add(name, damaged(value, random));
        break;
      case 1:
        result.add(damaged(name, random), value);
        break;
      case 2:
        break;
      default:
        result.add(name, value);
    }
  }
  return result;
}

TEST_P(Malformed, RequestsAreAnswered) {
  const Service& service = *GetParam().service;
  const Protocol protocol = GetParam().protocol;
  const Credentials credentials{"AKID", "secret", ""};
  const Time now = *parse_time("2026-01-05T06:00:00Z");
  for (const Operation& operation : service.operations) {
    SCOPED_TRACE(operation.name);
    RandomValue random = random_for(GetParam(), 6);
    for (int round = 0; round < rounds; ++round) {
      const Value input = operation.input != nullptr ? random.of(*operation.input) : Value();
      HttpRequest request =
          serialize_request(service, operation, "eu-west-1", input, {protocol, {}})->http;
      sign(request, {"eu-west-1", std::string(service.signing_name)}, credentials, now);
      if (random.below(2) == 0) request.path = damaged(request.path, random);
      if (random.below(2) == 0) request.query = damaged(request.query, random);
      if (random.below(4) == 0) request.host = damaged(request.host, random);
      if (random.below(8) == 0) request.method = damaged(request.method, random);
      if (random.below(2) == 0) request.headers = damaged(request.headers, random);
      if (!request.body.is_synthetic() && random.below(4) != 0) {
        request.body = Body(damaged(std::string(request.body.bytes()), random));
      }
      verify_signature(request, [&](std::string_view) { return Signer{&credentials}; }, now);
      endpoint_of_host(request.host);
      const auto parsed = parse_request(service, request);
      if (parsed) {
        ASSERT_NE(parsed->operation, nullptr);
        continue;
      }
      ASSERT_FALSE(parsed.error().code.empty());
      ASSERT_GE(parsed.error().status, 400);
      ASSERT_LT(parsed.error().status, 500);
      const Response answer =
          serialize_error(service, &operation, parsed.error(), "id", false, protocol);
      const auto read = parse_response(service, operation, answer, protocol);
      ASSERT_FALSE(read);
      ASSERT_EQ(read.error().code, parsed.error().code);
    }
  }
}

TEST_P(Malformed, ResponsesAreReadOrRefused) {
  const Service& service = *GetParam().service;
  const Protocol protocol = GetParam().protocol;
  for (const Operation& operation : service.operations) {
    SCOPED_TRACE(operation.name);
    RandomValue random = random_for(GetParam(), 7);
    for (int round = 0; round < rounds; ++round) {
      const Value output =
          operation.output != nullptr ? random.of(*operation.output) : Value::structure();
      Response response = serialize_response(service, operation, output, "id", protocol);
      response.headers = damaged(response.headers, random);
      if (random.below(4) == 0) response.status = static_cast<int>(random.below(600));
      if (!response.body.is_synthetic()) {
        response.body = Body(damaged(std::string(response.body.bytes()), random));
      }
      const auto read = parse_response(service, operation, response, protocol);
      ASSERT_TRUE(read.has_value() || !read.error().cause.empty());
    }
  }
}

// Deep and long inputs cost time in proportion to their length, and no stack.
TEST(MalformedRequests, MayBeDeep) {
  const Service& s3 = service("s3");
  HttpRequest request;
  request.method = "PUT";
  request.path = "/b";
  request.query = "tagging";
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "<Tagging>";
  request.body = Body(deep);
  EXPECT_EQ(parse_request(s3, request).error().code, "MalformedXML");
  for (int i = 0; i < 200'000; ++i) deep += "</Tagging>";
  request.body = Body(deep);
  EXPECT_EQ(parse_request(s3, request).error().code, "MalformedXML");

  const Service& sts = service("sts");
  request.method = "POST";
  std::string form = "Action=AssumeRole&Version=2011-06-15&RoleArn=r&RoleSessionName=s";
  for (int i = 1; i <= 20'000; ++i) form += "&Tags.member." + std::to_string(i) + ".Key=k";
  request.body = Body(form);
  EXPECT_EQ(parse_request(sts, request).error().code, "ValidationError");
}

TEST(MalformedRequests, MayBeSynthetic) {
  for (const Service* each : services()) {
    HttpRequest request;
    request.method = "POST";
    request.path = each->name == "s3" ? "/b" : "/2013-04-01/healthcheck";
    request.query = each->name == "s3" ? "delete" : "";
    request.headers.add("X-Amz-Target", "TrentService.CreateKey");
    request.headers.add("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==");
    request.body = Body::synthetic(1ULL << 50, 1);
    EXPECT_FALSE(parse_request(*each, request)) << each->name;
  }
}

}  // namespace
}  // namespace godwit::aws
