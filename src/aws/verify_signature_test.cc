#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/signature.h"
#include "base/encoding.h"
#include "base/text.h"

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

  std::expected<VerifiedRequest, ServiceError> verify(const HttpRequest& request) const {
    return verify_signature(
        request,
        [this](std::string_view id) -> std::optional<Signer> {
          if (id != credentials_.access_key_id) return std::nullopt;
          return Signer{&credentials_, expires_};
        },
        now_);
  }

  std::string code(const HttpRequest& request) const {
    const auto verified = verify(request);
    return verified ? "accepted" : verified.error().code;
  }

  Credentials credentials_{"AKIAIOSFODNN7EXAMPLE", "secret", ""};
  std::optional<Time> expires_;
  Time now_ = now;
};

TEST_F(VerifySignature, AcceptsWhatWasSigned) {
  const auto verified = verify(signed_s3_request());
  ASSERT_TRUE(verified) << verified.error().message;
  EXPECT_EQ(verified->scope.region, "eu-west-1");
  EXPECT_EQ(verified->scope.service, "s3");
  EXPECT_EQ(verified->access_key_id, "AKIAIOSFODNN7EXAMPLE");
  EXPECT_FALSE(verified->presigned);
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

// Whatever bit of what is signed turns over on the way, it is noticed.
TEST_F(VerifySignature, NoticesEveryFlippedBit) {
  const HttpRequest good = signed_s3_request();
  int changes = 0;
  const auto flip_each = [&](std::string text, const auto& put_back) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      for (int bit = 0; bit < 8; ++bit) {
        std::string changed = text;
        changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
        // A letter of hexadecimal may be small or large, and a blank is one however it is written.
        if (equal_ignoring_case(percent_decode(changed), percent_decode(text))) continue;
        HttpRequest request = good;
        put_back(request, std::move(changed));
        ++changes;
        EXPECT_NE(code(request), "accepted") << text << " at " << at << " bit " << bit;
      }
    }
  };
  flip_each(good.method, [](HttpRequest& r, std::string text) { r.method = std::move(text); });
  flip_each(good.path, [](HttpRequest& r, std::string text) { r.path = std::move(text); });
  flip_each(good.query, [](HttpRequest& r, std::string text) { r.query = std::move(text); });
  flip_each(good.host, [](HttpRequest& r, std::string text) { r.host = std::move(text); });
  flip_each(std::string(good.body.bytes()),
            [](HttpRequest& r, std::string text) { r.body = Body(std::move(text)); });
  for (const auto& [name, value] : good.headers) {
    flip_each(value,
              [&name](HttpRequest& r, std::string text) { r.headers.set(name, std::move(text)); });
  }
  EXPECT_GT(changes, 2000);
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
  sign(request, {"eu-west-1", "s3"}, {credentials_.access_key_id, "secret", "other"}, now);
  EXPECT_EQ(code(request), "InvalidToken");
  // Without any token, the key of a session is no key.
  HttpRequest without = s3_request();
  sign(without, {"eu-west-1", "s3"}, {credentials_.access_key_id, "secret", ""}, now);
  EXPECT_EQ(code(without), "InvalidAccessKeyId");
  // And a key of one's own has none.
  credentials_.session_token.clear();
  EXPECT_EQ(code(request), "InvalidToken");
}

TEST_F(VerifySignature, EndsWithTheSession) {
  credentials_.session_token = "token";
  expires_ = now + seconds(1);
  const HttpRequest request = signed_s3_request();
  EXPECT_EQ(code(request), "accepted");
  now_ = now + seconds(1);
  EXPECT_EQ(code(request), "ExpiredToken");
  EXPECT_EQ(verify(request).error().status, 400);
  for (const auto& [host, scope, expected, status] :
       std::vector<std::tuple<std::string, SigningScope, std::string, int>>{
           {"kms.eu-west-1.amazonaws.com", {"eu-west-1", "kms"}, "ExpiredTokenException", 400},
           {"sts.eu-west-1.amazonaws.com", {"eu-west-1", "sts"}, "ExpiredToken", 403}}) {
    HttpRequest other = request_to(host);
    sign(other, scope, credentials_, now);
    EXPECT_EQ(code(other), expected);
    EXPECT_EQ(verify(other).error().status, status);
  }
}

TEST_F(VerifySignature, KnowsTheAnonymous) {
  EXPECT_TRUE(is_anonymous(s3_request()));
  EXPECT_FALSE(is_anonymous(signed_s3_request()));
  HttpRequest request = s3_request();
  request.query = "a=X-Amz-Signature=1&uploads";
  EXPECT_TRUE(is_anonymous(request));
  request.query += "&X-Amz-Signature=1";
  EXPECT_FALSE(is_anonymous(request));
}

TEST_F(VerifySignature, SaysTheScopeBeforeItIsVerified) {
  HttpRequest request = request_to("localhost:4566");
  EXPECT_EQ(signing_scope_of(request).error().code, "MissingAuthenticationToken");
  sign(request, {"eu-west-3", "kms"}, {"anybody", "anything", ""}, now);
  const auto scope = signing_scope_of(request);
  ASSERT_TRUE(scope);
  EXPECT_EQ(scope->region, "eu-west-3");
  EXPECT_EQ(scope->service, "kms");
  request = request_to("localhost:4566");
  request.query =
      presign(request, {"eu-west-3", "s3"}, {"anybody", "anything", ""}, now, seconds(1));
  EXPECT_EQ(signing_scope_of(request)->service, "s3");
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
TEST_F(VerifySignature, RefusesOtherVersions) {
  HttpRequest request = s3_request();
  request.headers.set("Authorization", "AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg=");
  EXPECT_EQ(code(request), "InvalidRequest");
  EXPECT_EQ(verify(request).error().message,
            "The authorization mechanism you have provided is not supported. Please use "
            "AWS4-HMAC-SHA256.");
  request.host = "localhost:4566";
  EXPECT_EQ(code(request), "InvalidRequest");
  request.headers.remove("Authorization");
  request.query = "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1141889120&Signature=vjbyPxybd";
  EXPECT_EQ(code(request), "InvalidRequest");
  request.query.clear();
  request.headers.set("Authorization",
                      "AWS4-ECDSA-P256-SHA256 Credential=a/20260105/s3/aws4_request, "
                      "SignedHeaders=host, Signature=00");
  request.host = "photos.s3.eu-west-1.amazonaws.com";
  EXPECT_EQ(code(request), "InvalidRequest");
  request.headers.set("Authorization", "Bearer x");
  EXPECT_EQ(code(request), "InvalidArgument");
}

TEST_F(VerifySignature, TellsWhatTheHeaderLacks) {
  HttpRequest request = s3_request();
  const auto message = [&](const std::string& header) {
    request.headers.set("Authorization", header);
    return verify(request).error().message;
  };
  EXPECT_EQ(message("AWS4-HMAC-SHA256 Credential=x"),
            "The authorization header is malformed; the authorization header requires three "
            "components: Credential, SignedHeaders, and Signature.");
  EXPECT_EQ(message("AWS4-HMAC-SHA256 Credential=x,SignedHeaders=host,Signature=0"),
            "The authorization header is malformed; the Credential is mal-formed; expecting "
            "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
  EXPECT_EQ(message("AWS4-HMAC-SHA256 Credential=/20260105/eu-west-1/s3/aws4_request,"
                    "SignedHeaders=host,Signature=0"),
            "The authorization header is malformed; a non-empty Access Key (AKID) must be provided "
            "in the credential.");
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
  EXPECT_EQ(code(request), "InvalidArgument");
  // A hash of something else is taken for the signature, and then compared.
  request = s3_request();
  sign(request, {"eu-west-1", "s3"}, credentials_, now);
  request.body = Body("another");
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
