#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/signature.h"

namespace godwit::aws {
namespace {

using ::testing::HasSubstr;

const Time now = *parse_basic_time("20260105T060000Z");

class VerifySignature : public ::testing::Test {
 protected:
  HttpRequest s3_request() const {
    HttpRequest request;
    request.method = "PUT";
    request.host = "photos.s3.eu-west-1.amazonaws.com";
    request.path = "/a%20key";
    request.query = "tagging&versionId=1";
    request.headers.add("Content-Type", "text/plain");
    request.body = Body("content");
    return request;
  }

  HttpRequest request_to(std::string host) const {
    HttpRequest request;
    request.method = "POST";
    request.host = std::move(host);
    request.body = Body("{}");
    return request;
  }

  HttpRequest signed_s3_request() const {
    HttpRequest request = s3_request();
    sign(request, {"eu-west-1", "s3"}, credentials_, now);
    return request;
  }

  std::expected<SigningScope, ServiceError> verify(const HttpRequest& request) const {
    return verify_signature(
        request,
        [this](const std::string& id) {
          return id == credentials_.access_key_id ? &credentials_ : nullptr;
        },
        now);
  }

  std::string code(const HttpRequest& request) const {
    const auto verified = verify(request);
    return verified ? "accepted" : verified.error().code;
  }

  Credentials credentials_{"AKIAIOSFODNN7EXAMPLE", "secret", ""};
};

TEST_F(VerifySignature, AcceptsWhatWasSigned) {
  const auto scope = verify(signed_s3_request());
  ASSERT_TRUE(scope) << scope.error().message;
  EXPECT_EQ(scope->region, "eu-west-1");
  EXPECT_EQ(scope->service, "s3");
}

TEST_F(VerifySignature, AcceptsEveryServiceItsOwnWay) {
  for (const auto& [host, scope] : std::vector<std::pair<std::string, SigningScope>>{
           {"kms.eu-central-1.amazonaws.com", {"eu-central-1", "kms"}},
           {"sts.eu-west-1.amazonaws.com", {"eu-west-1", "sts"}},
           {"route53.amazonaws.com", {"us-east-1", "route53"}},
           {"123456789012.s3-control.eu-west-1.amazonaws.com", {"eu-west-1", "s3"}},
           {"localhost:4566", {"eu-west-1", "kms"}}}) {
    HttpRequest request = request_to(host);
    sign(request, scope, credentials_, now);
    EXPECT_EQ(code(request), "accepted") << host;
  }
}

TEST_F(VerifySignature, NoticesEveryChange) {
  const auto changed = [&](auto change) {
    HttpRequest request = signed_s3_request();
    change(request);
    return code(request);
  };
  using R = HttpRequest;
  EXPECT_EQ(changed([](R& r) { r.method = "GET"; }), "SignatureDoesNotMatch");
  EXPECT_EQ(changed([](R& r) { r.path = "/a%20kez"; }), "SignatureDoesNotMatch");
  EXPECT_EQ(changed([](R& r) { r.query = "tagging&versionId=2"; }), "SignatureDoesNotMatch");
  EXPECT_EQ(changed([](R& r) { r.host = "photoz.s3.eu-west-1.amazonaws.com"; }),
            "SignatureDoesNotMatch");
  EXPECT_EQ(changed([](R& r) { r.headers.set("Content-Type", "text/html"); }),
            "SignatureDoesNotMatch");
  EXPECT_EQ(changed([](R& r) { r.headers.set("X-Amz-Date", "20260105T060001Z"); }),
            "SignatureDoesNotMatch");
  EXPECT_EQ(changed([](R& r) { r.body = Body("contents"); }), "XAmzContentSHA256Mismatch");
  // What no signature covers may change on the way.
  EXPECT_EQ(changed([](R& r) { r.headers.add("User-Agent", "curl"); }), "accepted");
  EXPECT_EQ(changed([](R& r) { r.query = "versionId=1&tagging="; }), "accepted");
}

TEST_F(VerifySignature, SaysWhatIsWrongInTheWordsOfTheService) {
  const auto codes = [&](const std::string& host, const SigningScope& scope) {
    std::vector<std::string> found;
    HttpRequest request = request_to(host);
    found.push_back(code(request));  // nothing signed
    HttpRequest garbled = request;
    garbled.headers.add("Authorization", "AWS4-HMAC-SHA256 Credential=x");
    found.push_back(code(garbled));
    HttpRequest stranger = request;
    sign(stranger, scope, {"AKIASTRANGER", "secret", ""}, now);
    found.push_back(code(stranger));
    HttpRequest forged = request;
    sign(forged, scope, {credentials_.access_key_id, "another secret", ""}, now);
    found.push_back(code(forged));
    HttpRequest late = request;
    sign(late, scope, credentials_, now - minutes(16));
    found.push_back(code(late));
    HttpRequest early = request;
    sign(early, scope, credentials_, now + minutes(16));
    found.push_back(code(early));
    HttpRequest elsewhere = request;
    sign(elsewhere, {"ap-south-1", scope.service}, credentials_, now);
    found.push_back(code(elsewhere));
    return found;
  };
  using ::testing::ElementsAre;
  EXPECT_THAT(codes("s3.eu-west-1.amazonaws.com", {"eu-west-1", "s3"}),
              ElementsAre("AccessDenied", "AuthorizationHeaderMalformed", "InvalidAccessKeyId",
                          "SignatureDoesNotMatch", "RequestTimeTooSkewed", "RequestTimeTooSkewed",
                          "AuthorizationHeaderMalformed"));
  EXPECT_THAT(codes("route53.amazonaws.com", {"us-east-1", "route53"}),
              ElementsAre("MissingAuthenticationToken", "IncompleteSignature",
                          "InvalidClientTokenId", "SignatureDoesNotMatch", "SignatureDoesNotMatch",
                          "SignatureDoesNotMatch", "SignatureDoesNotMatch"));
  EXPECT_THAT(codes("kms.eu-west-1.amazonaws.com", {"eu-west-1", "kms"}),
              ElementsAre("MissingAuthenticationTokenException", "IncompleteSignatureException",
                          "UnrecognizedClientException", "InvalidSignatureException",
                          "InvalidSignatureException", "InvalidSignatureException",
                          "InvalidSignatureException"));
}

TEST_F(VerifySignature, TellsS3TheRegionThatItExpects) {
  HttpRequest request = s3_request();
  sign(request, {"us-east-1", "s3"}, credentials_, now);
  const auto verified = verify(request);
  ASSERT_FALSE(verified);
  EXPECT_THAT(verified.error().message,
              HasSubstr("the region 'us-east-1' is wrong; expecting 'eu-west-1'"));
  EXPECT_EQ(verified.error().details["Region"].text(), "eu-west-1");
}

TEST_F(VerifySignature, CoversEveryHeaderOfAwss) {
  HttpRequest request = signed_s3_request();
  request.headers.add("x-amz-acl", "public-read");
  const auto verified = verify(request);
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().code, "AccessDenied");
  EXPECT_EQ(verified.error().details["HeadersNotSigned"].text(), "x-amz-acl");
}

TEST_F(VerifySignature, TakesTheSkewThatIsAllowed) {
  for (const Duration skew : {Duration(minutes(15)), -Duration(minutes(15))}) {
    HttpRequest request = s3_request();
    sign(request, {"eu-west-1", "s3"}, credentials_, now + skew);
    EXPECT_EQ(code(request), "accepted");
  }
}

TEST_F(VerifySignature, InsistsOnTheSessionToken) {
  credentials_.session_token = "token";
  EXPECT_EQ(code(signed_s3_request()), "accepted");
  HttpRequest request = s3_request();
  sign(request, {"eu-west-1", "s3"}, {credentials_.access_key_id, "secret", ""}, now);
  EXPECT_EQ(code(request), "InvalidToken");
}

TEST_F(VerifySignature, TakesSyntheticBodiesUnhashed) {
  HttpRequest request = s3_request();
  request.body = Body::synthetic(1ULL << 40, 1);
  sign(request, {"eu-west-1", "s3"}, credentials_, now);
  EXPECT_EQ(code(request), "accepted");
}

TEST_F(VerifySignature, WantsS3sPayloadHash) {
  HttpRequest request = signed_s3_request();
  request.headers.remove("X-Amz-Content-Sha256");
  EXPECT_EQ(code(request), "InvalidRequest");
  request.headers.add("X-Amz-Content-Sha256", "no hash");
  EXPECT_EQ(code(request), "XAmzContentSHA256Mismatch");
}

TEST_F(VerifySignature, SurvivesAnyAuthorization) {
  for (const std::string header :
       {"", "AWS", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA256 ,,,",
        "AWS4-HMAC-SHA256 Credential=,SignedHeaders=,Signature=",
        "AWS4-HMAC-SHA256 Credential=////,SignedHeaders=host,Signature=0",
        "AWS4-HMAC-SHA256 Credential=/a/b/c/aws4_request,SignedHeaders=;;;,Signature=0",
        "AWS4-HMAC-SHA256 Credential=a/20260105/eu-west-1/s3/aws4_request,Signature=0",
        "AWS4-HMAC-SHA256 Credential=a/20260105/eu-west-1/s3/aws4,SignedHeaders=host,Signature=0",
        "AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg="}) {
    HttpRequest request = signed_s3_request();
    request.headers.set("Authorization", header);
    EXPECT_NE(code(request), "accepted") << header;
  }
}

}  // namespace
}  // namespace godwit::aws
