// Signatures in the query: AWS's test suite (the second half of aws-sig-v4-test-suite, as
// aws-c-auth publishes it under tests/aws-signing-test-suite/v4), S3's own example, and what a
// server says to URLs that it does not take.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/signature.h"

namespace godwit::aws {
namespace {

std::string signature_in(const std::string& query) { return query.substr(query.rfind('=') + 1); }

struct QueryCase {
  std::string name;
  std::string method;
  std::string path;
  std::string query;
  std::vector<Headers::Field> headers;
  std::string signature;
};

void PrintTo(const QueryCase& each, std::ostream* out) { *out << each.name; }

class PresigningSuite : public ::testing::TestWithParam<QueryCase> {};

TEST_P(PresigningSuite, Signs) {
  HttpRequest request{.method = GetParam().method,
                      .host = "example.amazonaws.com",
                      .path = GetParam().path,
                      .query = GetParam().query};
  for (const auto& [name, value] : GetParam().headers) request.headers.add(name, value);
  const Credentials credentials{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", ""};
  const Time time = *parse_basic_time("20150830T123600Z");
  const SigningScope scope{"us-east-1", "service"};
  request.query = presign(request, scope, credentials, time, seconds(3600));
  EXPECT_EQ(signature_in(request.query), GetParam().signature) << request.query;
  const auto verified = verify_signature(
      request, [&](std::string_view) { return Signer{&credentials}; }, time + seconds(3599));
  EXPECT_TRUE(verified) << verified.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    , PresigningSuite,
    ::testing::Values(
        QueryCase{"get_vanilla_query",
                  "GET",
                  "/",
                  "",
                  {},
                  "e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d"},
        QueryCase{"get_vanilla_query_order_key_case",
                  "GET",
                  "/",
                  "Param2=value2&Param1=value1",
                  {},
                  "86012e2c9ad4d77369f5d81c11f75158aae4f895a085212cc6d3f923d300bed5"},
        QueryCase{"get_utf8",
                  "GET",
                  "/ሴ",
                  "",
                  {},
                  "10eae3f14a260bd3911cc6d008d3c576d143b05b62f09782a7a4b37f52178e44"},
        QueryCase{"get_unreserved",
                  "GET",
                  "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
                  "",
                  {},
                  "95968482db1b9e0fadef6efc1bd24689f77c77d9ef56919c96a28cc92e0d6005"},
        QueryCase{"get_header_key_duplicate",
                  "GET",
                  "/",
                  "",
                  {{"My-Header1", "value2"}, {"My-Header1", "value2"}, {"My-Header1", "value1"}},
                  "3349ee0b81b4b589da0ff28a395c3591e04de515651dd74f298fa992d1507a97"},
        QueryCase{"get_slashes_normalized",
                  "GET",
                  "//example//",
                  "",
                  {},
                  "c1834e8fb0307243711f0f907f6ab7311ed300d87f13792d7ee4da89ab93e082"},
        QueryCase{"get_space_normalized",
                  "GET",
                  "/example space/",
                  "",
                  {},
                  "7a1f416954786484c9824d93c1f26ef64acb9b1b6c9154d08c9f07d0e394abf6"},
        QueryCase{"get_relative_relative_normalized",
                  "GET",
                  "/example1/example2/../..",
                  "",
                  {},
                  "e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d"},
        QueryCase{"post_vanilla",
                  "POST",
                  "/",
                  "",
                  {},
                  "2ce6e6d2e0cf2f9d1b55fafec88cd20574c31dc2e7631979f71ba2310083e95b"}),
    [](const auto& each) { return each.param.name; });

// ---- https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html

const Credentials example_credentials{"AKIAIOSFODNN7EXAMPLE",
                                      "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", ""};
const Time example_time = *parse_basic_time("20130524T000000Z");

class PresignedUrl : public ::testing::Test {
 protected:
  HttpRequest request() const {
    return {.host = "examplebucket.s3.amazonaws.com", .path = "/test.txt"};
  }

  HttpRequest presigned(Duration lifetime = hours(24)) const {
    HttpRequest request = this->request();
    request.query = presign(request, {"us-east-1", "s3"}, credentials_, example_time, lifetime);
    return request;
  }

  std::expected<VerifiedRequest, ServiceError> verify(const HttpRequest& request,
                                                      Time now = example_time) const {
    return verify_signature(
        request,
        [this](std::string_view id) -> std::optional<Signer> {
          if (id != credentials_.access_key_id) return std::nullopt;
          return Signer{&credentials_};
        },
        now);
  }

  std::string code(const HttpRequest& request, Time now = example_time) const {
    const auto verified = verify(request, now);
    return verified ? "accepted" : verified.error().code;
  }

  // With one part of the query replaced.
  HttpRequest changed(const std::string& from, const std::string& to) const {
    HttpRequest request = presigned();
    const std::size_t at = request.query.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    request.query.replace(at, from.size(), to);
    return request;
  }

  std::string message(const std::string& from, const std::string& to) const {
    const auto verified = verify(changed(from, to));
    if (verified) return "accepted";
    EXPECT_EQ(verified.error().code, "AuthorizationQueryParametersError");
    EXPECT_EQ(verified.error().status, 400);
    return verified.error().message;
  }

  Credentials credentials_ = example_credentials;
};

TEST_F(PresignedUrl, IsTheOneInTheExample) {
  const HttpRequest request = presigned();
  EXPECT_EQ(request.query,
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2F"
            "us-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&"
            "X-Amz-SignedHeaders=host&X-Amz-Signature="
            "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
  const auto verified = verify(request);
  ASSERT_TRUE(verified) << verified.error().message;
  EXPECT_TRUE(verified->presigned);
  EXPECT_EQ(verified->access_key_id, "AKIAIOSFODNN7EXAMPLE");
  EXPECT_EQ(verified->scope.region, "us-east-1");
  // The body is not signed.
  HttpRequest put = this->request();
  put.method = "PUT";
  put.query = presign(put, {"us-east-1", "s3"}, credentials_, example_time, hours(1));
  put.body = "anything";
  EXPECT_EQ(code(put), "accepted");
}

TEST_F(PresignedUrl, LivesAsLongAsItSays) {
  const HttpRequest request = presigned(seconds(60));
  EXPECT_EQ(code(request, example_time + seconds(59)), "accepted");
  const auto late = verify(request, example_time + seconds(60));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().status, 403);
  EXPECT_EQ(late.error().code, "AccessDenied");
  EXPECT_EQ(late.error().message, "Request has expired");
  EXPECT_EQ(late.error().details["X-Amz-Expires"].text(), "60");
  EXPECT_EQ(late.error().details["Expires"].text(), "2013-05-24T00:01:00Z");
  EXPECT_EQ(late.error().details["ServerTime"].text(), "2013-05-24T00:01:00Z");
  const auto early = verify(request, example_time - minutes(16));
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().message, "Request is not valid yet");
}

TEST_F(PresignedUrl, SaysWhatIsWrongWithIt) {
  EXPECT_EQ(message("86400", "604801"),
            "X-Amz-Expires must be less than a week (in seconds); that is, the given "
            "X-Amz-Expires must be less than 604800 seconds");
  EXPECT_EQ(message("86400", "-1"), "X-Amz-Expires must be non-negative");
  EXPECT_EQ(message("86400", "1d"), "X-Amz-Expires should be a number");
  EXPECT_EQ(message("20130524T000000Z", "2013-05-24"),
            "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  EXPECT_EQ(message("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1"),
            "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
  EXPECT_EQ(message("%2F20130524%2F", "%2F20130525%2F"),
            "Error parsing the X-Amz-Credential parameter; Invalid credential date \"20130525\". "
            "This date is not the same as X-Amz-Date: \"20130524\".");
  EXPECT_EQ(message("us-east-1", "eu-west-1"),
            "Error parsing the X-Amz-Credential parameter; the region 'eu-west-1' is wrong; "
            "expecting 'us-east-1'");
  EXPECT_EQ(message("%2Faws4_request", ""),
            "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "
            "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
  EXPECT_EQ(message("AKIAIOSFODNN7EXAMPLE", ""),
            "Error parsing the X-Amz-Credential parameter; a non-empty Access Key (AKID) must be "
            "provided in the credential.");
  const std::string incomplete =
      "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, "
      "X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.";
  for (const char* name :
       {"Algorithm", "Credential", "Signature", "Date", "SignedHeaders", "Expires"}) {
    EXPECT_EQ(message(std::string("X-Amz-") + name, "X-Amz-Other"), incomplete);
  }
}

TEST_F(PresignedUrl, IsRefusedWhereAnythingElseChanges) {
  EXPECT_EQ(code(changed("86400", "86401")), "SignatureDoesNotMatch");
  EXPECT_EQ(code(changed("AKIAIOSFODNN7EXAMPLE", "AKIAOTHER")), "InvalidAccessKeyId");
  EXPECT_EQ(code(changed("Headers=host", "Headers=host%3Brange")), "SignatureDoesNotMatch");
  HttpRequest request = presigned();
  request.query += "&acl";
  EXPECT_EQ(code(request), "SignatureDoesNotMatch");
  request = presigned();
  request.headers.add("x-amz-acl", "public-read");
  EXPECT_EQ(code(request), "AccessDenied");
  request = presigned();
  sign(request, {"us-east-1", "s3"}, credentials_, example_time);
  EXPECT_EQ(code(request), "InvalidArgument");
  EXPECT_EQ(verify(request).error().details["ArgumentName"].text(), "Authorization");
}

TEST_F(PresignedUrl, CarriesTheSessionToken) {
  credentials_.session_token = "a/token+with=signs";
  EXPECT_EQ(code(presigned()), "accepted");
  EXPECT_EQ(code(changed("X-Amz-Security-Token=a", "X-Amz-Security-Token=b")), "InvalidToken");
}

TEST_F(PresignedUrl, IsKnownToOtherServices) {
  HttpRequest request{.host = "sts.eu-west-1.amazonaws.com",
                      .query = "Action=GetCallerIdentity&Version=2011-06-15"};
  request.query = presign(request, {"eu-west-1", "sts"}, credentials_, example_time, seconds(60));
  EXPECT_EQ(code(request), "accepted");
  EXPECT_EQ(code(request, example_time + minutes(2)), "SignatureDoesNotMatch");
  request.query.replace(request.query.find("X-Amz-Date"), 10, "X-Amz-Data");
  EXPECT_EQ(code(request), "IncompleteSignature");
  EXPECT_EQ(verify(request).error().message,
            "AWS query-string parameters must include 'X-Amz-Date'. Re-examine the query-string "
            "parameters.");
}

TEST_F(PresignedUrl, SurvivesAnyQuery) {
  const std::string query = presigned().query;
  for (std::size_t length = 0; length < query.size(); ++length) {
    HttpRequest request = this->request();
    request.query = query.substr(0, length);
    EXPECT_NE(code(request), "accepted") << request.query;
  }
  for (std::size_t at = 0; at < query.size(); ++at) {
    for (const int bit : {1, 4, 32, 128}) {
      HttpRequest request = this->request();
      request.query = query;
      request.query[at] = static_cast<char>(request.query[at] ^ bit);
      if (request.query.substr(0, at + 1).ends_with("%2f")) continue;  // which is %2F
      EXPECT_NE(code(request), "accepted") << request.query;
    }
  }
}

}  // namespace
}  // namespace godwit::aws
