// Every operation of every model, both directions, in every protocol: what one side writes, the
// other reads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/codec.h"
#include "aws/testing/spoken.h"

namespace godwit::aws {
namespace {

using testing::in_order;
using testing::random_for;
using testing::RandomValue;
using testing::Spoken;
using testing::to_text;

constexpr int rounds = 20;

class RoundTrip : public ::testing::TestWithParam<Spoken> {};

INSTANTIATE_TEST_SUITE_P(Models, RoundTrip, ::testing::ValuesIn(testing::everything_spoken()),
                         [](const auto& each) { return testing::test_name(each.param); });

// What the client adds by itself: the checksum of the body.
Value without_checksum(const Value& value) {
  Value rest = Value::structure();
  for (const auto& [name, member] : value.members()) {
    if (name != "ContentMD5") rest.set(name, member);
  }
  return rest;
}

TEST_P(RoundTrip, EveryInput) {
  const auto& [service, protocol] = GetParam();
  for (const Operation& operation : service->operations) {
    SCOPED_TRACE(operation.name);
    RandomValue random = random_for(GetParam(), 1);
    for (int round = 0; round < rounds; ++round) {
      const Value input = operation.input != nullptr ? random.of(*operation.input) : Value();
      const auto request =
          serialize_request(*service, operation, "eu-west-1", input, {protocol, {}});
      ASSERT_TRUE(request) << to_string(request.error());
      ASSERT_EQ(protocol_of_request(*service, request->http), protocol);
      const auto parsed = parse_request(*service, request->http);
      ASSERT_TRUE(parsed) << parsed.error().code << ": " << parsed.error().message << "\n"
                          << request->http.path << "?" << request->http.query << "\n"
                          << request->http.body.bytes();
      ASSERT_EQ(parsed->operation, &operation) << parsed->operation->name;
      const Value expected = in_order(input.present() ? input : Value::structure());
      const Value read = in_order(without_checksum(parsed->input));
      ASSERT_TRUE(read == expected) << to_text(read) << "\n"
                                    << to_text(expected) << "\n"
                                    << request->http.path << "?" << request->http.query << "\n"
                                    << request->http.body.bytes();
    }
  }
}

TEST_P(RoundTrip, EveryOutput) {
  const auto& [service, protocol] = GetParam();
  for (const Operation& operation : service->operations) {
    SCOPED_TRACE(operation.name);
    RandomValue random = random_for(GetParam(), 2);
    for (int round = 0; round < rounds; ++round) {
      const Value output =
          operation.output != nullptr ? random.of(*operation.output) : Value::structure();
      const Response response = serialize_response(*service, operation, output, "id", protocol);
      const auto parsed = parse_response(*service, operation, response, protocol);
      ASSERT_TRUE(parsed) << to_string(parsed.error()) << "\n" << response.body.bytes();
      ASSERT_TRUE(in_order(*parsed) == in_order(output)) << to_text(in_order(*parsed)) << "\n"
                                                         << to_text(in_order(output)) << "\n"
                                                         << response.body.bytes();
    }
  }
}

TEST_P(RoundTrip, EveryError) {
  const auto& [service, protocol] = GetParam();
  for (const Operation& operation : service->operations) {
    SCOPED_TRACE(operation.name);
    for (const Shape* shape : operation.errors) {
      RandomValue random = random_for(GetParam(), 3);
      const ServiceError error{shape->error_status != 0 ? shape->error_status : 400,
                               std::string(shape->error_code), "Some words", random.of(*shape)};
      const bool head = operation.http_method == "HEAD";
      const Response response = serialize_error(*service, &operation, error, "id", head, protocol);
      EXPECT_EQ(response.status, error.status);
      const auto parsed = parse_response(*service, operation, response, protocol);
      ASSERT_FALSE(parsed);
      if (head) continue;
      EXPECT_EQ(parsed.error().code, error.code);
      EXPECT_EQ(parsed.error().cause, "Some words");
    }
  }
}

// An empty input is refused where something is required, and sent where nothing is.
TEST_P(RoundTrip, EveryEmptyInput) {
  const auto& [service, protocol] = GetParam();
  for (const Operation& operation : service->operations) {
    SCOPED_TRACE(operation.name);
    const bool required = operation.input != nullptr &&
                          std::ranges::any_of(operation.input->members,
                                              [](const Member& each) { return each.required; });
    const auto request =
        serialize_request(*service, operation, "eu-west-1", Value(), {protocol, {}});
    ASSERT_EQ(request.has_value(), !required);
    if (!request) {
      EXPECT_EQ(request.error().kind, ErrorKind::invalid);
      EXPECT_THAT(request.error().cause, ::testing::EndsWith("is missing"));
      continue;
    }
    const auto parsed = parse_request(*service, request->http);
    ASSERT_TRUE(parsed) << parsed.error().code;
    EXPECT_EQ(parsed->operation, &operation) << parsed->operation->name;
  }
}

}  // namespace
}  // namespace godwit::aws
