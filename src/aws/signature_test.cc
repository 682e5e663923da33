#include "aws/signature.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/codec.h"

namespace godwit::aws {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

std::string signature_in(const HttpRequest& request) {
  const std::string_view header = request.headers.get("Authorization");
  return std::string(header.substr(header.rfind('=') + 1));
}

// ---- AWS's test suite for Signature Version 4: aws-sig-v4-test-suite, by the names of its cases.

const Credentials suite_credentials{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", ""};
const Time suite_time = *parse_basic_time("20150830T123600Z");

struct SuiteCase {
  std::string name;
  std::string method;
  std::string path;
  std::string query;
  std::vector<Headers::Field> headers;
  std::string body;
  std::string signature;
};

void PrintTo(const SuiteCase& each, std::ostream* out) { *out << each.name; }

HttpRequest request_of(const SuiteCase& each) {
  HttpRequest request;
  request.method = each.method;
  request.host = "example.amazonaws.com";
  request.path = each.path;
  request.query = each.query;
  for (const auto& [name, value] : each.headers) request.headers.add(name, value);
  request.body = Body(each.body);
  return request;
}

class SigningSuite : public ::testing::TestWithParam<SuiteCase> {};

TEST_P(SigningSuite, Signs) {
  HttpRequest request = request_of(GetParam());
  sign(request, {"us-east-1", "service"}, suite_credentials, suite_time);
  EXPECT_EQ(signature_in(request), GetParam().signature) << request.headers.get("Authorization");
}

INSTANTIATE_TEST_SUITE_P(
    , SigningSuite,
    ::testing::Values(
        SuiteCase{"get_vanilla",
                  "GET",
                  "/",
                  "",
                  {},
                  "",
                  "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
        SuiteCase{"get_vanilla_query_order_key_case",
                  "GET",
                  "/",
                  "Param2=value2&Param1=value1",
                  {},
                  "",
                  "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
        SuiteCase{"get_vanilla_empty_query_key",
                  "GET",
                  "/",
                  "Param1=value1",
                  {},
                  "",
                  "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb"},
        SuiteCase{"get_unreserved",
                  "GET",
                  "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
                  "",
                  {},
                  "",
                  "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"},
        SuiteCase{"get_utf8",
                  "GET",
                  "/ሴ",
                  "",
                  {},
                  "",
                  "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"},
        SuiteCase{"get_vanilla_utf8_query",
                  "GET",
                  "/",
                  "ሴ=bar",
                  {},
                  "",
                  "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"},
        SuiteCase{"get_relative",
                  "GET",
                  "/example/..",
                  "",
                  {},
                  "",
                  "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
        SuiteCase{"get_relative_relative",
                  "GET",
                  "/example1/example2/../..",
                  "",
                  {},
                  "",
                  "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
        SuiteCase{"get_slash",
                  "GET",
                  "//",
                  "",
                  {},
                  "",
                  "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
        SuiteCase{"get_slash_dot_slash",
                  "GET",
                  "/./",
                  "",
                  {},
                  "",
                  "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
        SuiteCase{"get_slashes",
                  "GET",
                  "//example//",
                  "",
                  {},
                  "",
                  "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"},
        SuiteCase{"get_slash_pointless_dot",
                  "GET",
                  "/./example",
                  "",
                  {},
                  "",
                  "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5"},
        SuiteCase{"get_space",
                  "GET",
                  "/example space/",
                  "",
                  {},
                  "",
                  "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"},
        SuiteCase{"get_header_value_trim",
                  "GET",
                  "/",
                  "",
                  {{"My-Header1", " value1"}, {"My-Header2", " \"a   b   c\""}},
                  "",
                  "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"},
        SuiteCase{"get_header_key_duplicate",
                  "GET",
                  "/",
                  "",
                  {{"My-Header1", "value2"}, {"My-Header1", "value2"}, {"My-Header1", "value1"}},
                  "",
                  "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"},
        SuiteCase{"get_header_value_order",
                  "GET",
                  "/",
                  "",
                  {{"My-Header1", "value4"},
                   {"My-Header1", "value1"},
                   {"My-Header1", "value3"},
                   {"My-Header1", "value2"}},
                  "",
                  "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01"},
        // The suite has its folded lines joined by commas, as a parser of HTTP may do.
        SuiteCase{"get_header_value_multiline",
                  "GET",
                  "/",
                  "",
                  {{"My-Header1", "value1,value2,value3"}},
                  "",
                  "ba17b383a53190154eb5fa66a1b836cc297cc0a3d70a5d00705980573d8ff790"},
        SuiteCase{"get_vanilla_query_order_encoded",
                  "GET",
                  "/",
                  "Param-3=Value3&Param=Value2&%E1%88%B4=Value1",
                  {},
                  "",
                  "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac"},
        SuiteCase{"get_vanilla_query_unreserved",
                  "GET",
                  "/",
                  "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz="
                  "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
                  {},
                  "",
                  "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"},
        SuiteCase{"get_vanilla_with_session_token",
                  "GET",
                  "/",
                  "",
                  {{"X-Amz-Security-Token",
                    "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267"}},
                  "",
                  "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8"},
        SuiteCase{"post_sts_header_before",
                  "POST",
                  "/",
                  "",
                  {{"X-Amz-Security-Token",
                    "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuF"
                    "qwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp"
                    "2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6"
                    "d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4r"
                    "vx3iSIlTJabIQwj2ICCR/oLxBA=="}},
                  "",
                  "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"},
        SuiteCase{"post_vanilla",
                  "POST",
                  "/",
                  "",
                  {},
                  "",
                  "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
        SuiteCase{"post_header_key_sort",
                  "POST",
                  "/",
                  "",
                  {{"My-Header1", "value1"}},
                  "",
                  "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"},
        SuiteCase{"post_header_value_case",
                  "POST",
                  "/",
                  "",
                  {{"My-Header1", "VALUE1"}},
                  "",
                  "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"},
        SuiteCase{"post_vanilla_query",
                  "POST",
                  "/",
                  "Param1=value1",
                  {},
                  "",
                  "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11"},
        SuiteCase{"post_x_www_form_urlencoded",
                  "POST",
                  "/",
                  "",
                  {{"Content-Type", "application/x-www-form-urlencoded"}},
                  "Param1=value1",
                  "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"}),
    [](const auto& each) { return each.param.name; });

TEST(SigningPieces, AreThoseOfTheSuite) {
  HttpRequest request;
  request.host = "example.amazonaws.com";
  request.headers.add("X-Amz-Date", "20150830T123600Z");
  const std::string empty_hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  const SigningScope scope{"us-east-1", "service"};
  const std::string canonical = canonical_request(request, "host;x-amz-date", empty_hash, scope);
  EXPECT_EQ(canonical,
            "GET\n/\n\nhost:example.amazonaws.com\nx-amz-date:20150830T123600Z\n\n"
            "host;x-amz-date\n" +
                empty_hash);
  EXPECT_EQ(string_to_sign(canonical, scope, suite_time),
            "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/service/aws4_request\n"
            "bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63");
}

TEST(Sign, SendsTheSessionToken) {
  HttpRequest request;
  request.host = "example.amazonaws.com";
  Credentials credentials = suite_credentials;
  credentials.session_token = "token";
  sign(request, {"us-east-1", "service"}, credentials, suite_time);
  EXPECT_EQ(request.headers.get("X-Amz-Security-Token"), "token");
  EXPECT_THAT(request.headers.get("Authorization"),
              HasSubstr("SignedHeaders=host;x-amz-date;x-amz-security-token,"));
}

// ---- S3's own examples
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html

const Credentials s3_credentials{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                                 ""};
const Time s3_time = *parse_basic_time("20130524T000000Z");

HttpRequest s3_request(std::string method, std::string path, std::string query) {
  HttpRequest request;
  request.method = std::move(method);
  request.host = "examplebucket.s3.amazonaws.com";
  request.path = std::move(path);
  request.query = std::move(query);
  return request;
}

void sign_as_s3(HttpRequest& request) {
  sign(request, {"us-east-1", "s3"}, s3_credentials, s3_time);
}

TEST(S3Examples, GetObject) {
  HttpRequest request = s3_request("GET", "/test.txt", "");
  request.headers.add("Range", "bytes=0-9");
  sign_as_s3(request);
  EXPECT_EQ(request.headers.get("Authorization"),
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
            "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
            "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST(S3Examples, PutObject) {
  HttpRequest request = s3_request("PUT", "/test%24file.text", "");
  request.headers.add("Date", "Fri, 24 May 2013 00:00:00 GMT");
  request.headers.add("x-amz-storage-class", "REDUCED_REDUNDANCY");
  request.body = Body("Welcome to Amazon S3.");
  sign_as_s3(request);
  EXPECT_EQ(signature_in(request),
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

TEST(S3Examples, GetBucketLifecycle) {
  HttpRequest request = s3_request("GET", "/", "lifecycle");
  sign_as_s3(request);
  EXPECT_EQ(signature_in(request),
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
}

TEST(S3Examples, ListObjects) {
  HttpRequest request = s3_request("GET", "/", "max-keys=2&prefix=J");
  sign_as_s3(request);
  EXPECT_EQ(signature_in(request),
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST(Sign, HashesNoSyntheticBody) {
  HttpRequest request = s3_request("PUT", "/big", "");
  request.body = Body::synthetic(1ULL << 40, 7);
  sign_as_s3(request);
  EXPECT_EQ(request.headers.get("X-Amz-Content-Sha256"), "UNSIGNED-PAYLOAD");
}

TEST(CanonicalPath, IsEncodedOnceForS3AndTwiceForOthers) {
  HttpRequest request;
  request.path = "/a%20b/%2F/c(d)/../e";
  const auto path_for = [&](const std::string& service) {
    const std::string canonical = canonical_request(request, "", "", {"eu-west-1", service});
    return canonical.substr(4, canonical.find('\n', 4) - 4);
  };
  EXPECT_EQ(path_for("s3"), "/a%20b/%2F/c%28d%29/../e");
  EXPECT_EQ(path_for("kms"), "/a%2520b/%252F/e");
}

TEST(CanonicalQuery, IsSortedAndEncodedAlikeHoweverItWasWritten) {
  HttpRequest request;
  request.query = "b=%7e(1)&&a=x+y&a=%2f&B";
  const std::string canonical = canonical_request(request, "", "", {"eu-west-1", "s3"});
  EXPECT_THAT(canonical, HasSubstr("\nB=&a=%2F&a=x%20y&b=~%281%29\n"));
}

}  // namespace
}  // namespace godwit::aws
