// KMS, STS, Route 53 and S3 Control on the wire: each protocol's own words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/codec.h"

namespace godwit::aws {
namespace {

using ::testing::HasSubstr;

const Service& kms = service("kms");
const Service& sts = service("sts");
const Service& route53 = service("route53");
const Service& s3control = service("s3control");

HttpRequest kms_request(const std::string& operation, std::string body) {
  HttpRequest request;
  request.method = "POST";
  request.host = "kms.eu-west-1.amazonaws.com";
  request.headers.add("X-Amz-Target", "TrentService." + operation);
  request.body = Body(std::move(body));
  return request;
}

ServiceError kms_error(const std::string& operation, std::string body) {
  const auto parsed = parse_request(kms, kms_request(operation, std::move(body)));
  return parsed ? ServiceError{} : parsed.error();
}

TEST(Kms, IsJsonWithATarget) {
  Value input;
  input.set("KeyId", "k").set("PendingWindowInDays", 7);
  const auto request = serialize_request(kms, *kms.find("ScheduleKeyDeletion"), "eu-west-1", input);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->http.headers.get("X-Amz-Target"), "TrentService.ScheduleKeyDeletion");
  EXPECT_EQ(request->http.headers.get("Content-Type"), "application/x-amz-json-1.1");
  EXPECT_EQ(request->http.body.bytes(), "{\"KeyId\":\"k\",\"PendingWindowInDays\":7}");
}

TEST(Kms, SaysWhatIsWrong) {
  EXPECT_EQ(kms_error("DescribeKey", "{\"KeyId\": \"k\"}").code, "");
  EXPECT_EQ(kms_error("DescribeKey", "{\"KeyId\": \"k\", \"New\": {}}").code, "");
  EXPECT_EQ(kms_error("ListKeys", "").code, "");
  EXPECT_EQ(kms_error("Describe", "{}").code, "UnknownOperationException");
  EXPECT_EQ(kms_error("DescribeKey", "{").code, "SerializationException");
  EXPECT_EQ(kms_error("DescribeKey", "[]").code, "SerializationException");
  EXPECT_EQ(kms_error("DescribeKey", "{\"KeyId\": \"\xff\"}").code, "SerializationException");
  const ServiceError type = kms_error("DescribeKey", "{\"KeyId\": 7}");
  EXPECT_EQ(type.code, "SerializationException");
  EXPECT_EQ(type.message, "NUMBER_VALUE can not be converted to a String");
  EXPECT_EQ(kms_error("ScheduleKeyDeletion", "{\"KeyId\":\"k\",\"PendingWindowInDays\":7.5}").code,
            "SerializationException");
  EXPECT_EQ(kms_error("DescribeKey", std::string(100'000, '[')).code, "SerializationException");

  const ServiceError missing = kms_error("DescribeKey", "{}");
  EXPECT_EQ(missing.code, "ValidationException");
  EXPECT_EQ(missing.message,
            "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: "
            "Member must not be null");
  const ServiceError wrong = kms_error("CreateKey", "{\"KeyUsage\": \"FUN\"}");
  EXPECT_THAT(wrong.message, HasSubstr("Value 'FUN' at 'keyUsage' failed to satisfy constraint: "
                                       "Member must satisfy enum value set: ["));
  const ServiceError nested = kms_error("CreateKey", "{\"Tags\": [{\"TagKey\": \"a\"}]}");
  EXPECT_THAT(nested.message, HasSubstr("at 'tags.1.member.tagValue'"));
}

TEST(Kms, ErrorsSayTheirType) {
  const Response response =
      serialize_error(kms, kms.find("DescribeKey"),
                      {400, "NotFoundException", "Key 'k' does not exist", {}}, "ID", false);
  EXPECT_EQ(response.body.bytes(),
            "{\"__type\":\"NotFoundException\",\"message\":\"Key 'k' does not exist\"}");
  EXPECT_EQ(response.headers.get("x-amzn-ErrorType"), "NotFoundException");
  EXPECT_EQ(response.headers.get("x-amzn-RequestId"), "ID");

  Response other;
  other.status = 400;
  other.body =
      Body("{\"__type\":\"com.amazonaws.kms#DisabledException\",\"Message\":\"It is off.\"}");
  const auto parsed = parse_response(kms, *kms.find("Encrypt"), other);
  EXPECT_EQ(parsed.error().code, "DisabledException");
  EXPECT_EQ(parsed.error().cause, "It is off");
  EXPECT_FALSE(parsed.error().remedy.empty());

  other.body = Body("<html>");
  other.headers.add("x-amzn-ErrorType", "ThrottlingException:http://internal/");
  EXPECT_EQ(parse_response(kms, *kms.find("Encrypt"), other).error().code, "ThrottlingException");
  other.headers.remove("x-amzn-ErrorType");
  EXPECT_EQ(parse_response(kms, *kms.find("Encrypt"), other).error().code, "400");
}

HttpRequest sts_request(std::string body) {
  HttpRequest request;
  request.method = "POST";
  request.host = "sts.eu-west-1.amazonaws.com";
  request.body = Body(std::move(body));
  return request;
}

std::string sts_code(std::string body) {
  const auto parsed = parse_request(sts, sts_request(std::move(body)));
  return parsed ? "accepted" : parsed.error().code;
}

TEST(Sts, IsAFormAndAnswersInXml) {
  Value input;
  input.set("RoleArn", "arn:aws:iam::1:role/r").set("RoleSessionName", "s");
  input.set("Tags", List{Value(Members{{"Key", "a b"}, {"Value", "&"}})});
  const auto request = serialize_request(sts, *sts.find("AssumeRole"), "eu-west-1", input);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->http.body.bytes(),
            "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr"
            "&RoleSessionName=s&Tags.member.1.Key=a%20b&Tags.member.1.Value=%26");

  Value output;
  output.set("Account", "123456789012");
  const Response response = serialize_response(sts, *sts.find("GetCallerIdentity"), output, "ID");
  EXPECT_EQ(response.body.bytes(),
            "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
            "<GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult>"
            "<ResponseMetadata><RequestId>ID</RequestId></ResponseMetadata>"
            "</GetCallerIdentityResponse>");
}

TEST(Sts, SaysWhatIsWrong) {
  EXPECT_EQ(sts_code("Action=GetCallerIdentity&Version=2011-06-15"), "accepted");
  EXPECT_EQ(sts_code(""), "MissingAction");
  EXPECT_EQ(sts_code("&&&=&Action"), "MissingAction");
  EXPECT_EQ(sts_code("Action=Dance&Version=2011-06-15"), "InvalidAction");
  EXPECT_EQ(sts_code("Action=GetCallerIdentity"), "InvalidAction");
  EXPECT_EQ(sts_code("Action=AssumeRole&Version=2011-06-15"), "ValidationError");
  EXPECT_EQ(sts_code("Action=GetSessionToken&Version=2011-06-15&DurationSeconds=long"),
            "MalformedInput");
  EXPECT_EQ(sts_code("Action=GetCallerIdentity&Version=2011-06-15&a=%ff"), "MalformedQueryString");

  HttpRequest get = sts_request("");
  get.method = "GET";
  get.query = "Action=GetCallerIdentity&Version=2011-06-15";
  EXPECT_TRUE(parse_request(sts, get));
}

TEST(Sts, ErrorsSayWhoIsToBlame) {
  const Response response = serialize_error(
      sts, nullptr, {403, "InvalidClientTokenId", "The token is invalid.", {}}, "ID", false);
  EXPECT_EQ(response.body.bytes(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error>"
            "<Type>Sender</Type><Code>InvalidClientTokenId</Code>"
            "<Message>The token is invalid.</Message></Error><RequestId>ID</RequestId>"
            "</ErrorResponse>");
}

TEST(Route53, SendsIdsWithoutTheirFolder) {
  const auto path = [](std::string_view name, std::string_view member, const char* id) {
    Value input;
    input.set(member, id);
    return serialize_request(route53, *route53.find(name), "eu-west-1", input)->http.path;
  };
  EXPECT_EQ(path("GetChange", "Id", "/change/C1"), "/2013-04-01/change/C1");
  EXPECT_EQ(path("GetHostedZone", "Id", "/hostedzone/Z1"), "/2013-04-01/hostedzone/Z1");
  EXPECT_EQ(path("GetHostedZone", "Id", "Z1"), "/2013-04-01/hostedzone/Z1");
  EXPECT_EQ(path("GetHealthCheck", "HealthCheckId", "/healthcheck/h1"),
            "/2013-04-01/healthcheck/h1");
}

TEST(Route53, SaysWhatIsWrong) {
  const auto error = [](std::string body) {
    HttpRequest request;
    request.method = "POST";
    request.host = "route53.amazonaws.com";
    request.path = "/2013-04-01/hostedzone/Z1/rrset/";
    request.body = Body(std::move(body));
    const auto parsed = parse_request(route53, request);
    return parsed ? ServiceError{} : parsed.error();
  };
  EXPECT_EQ(error("<ChangeResourceRecordSetsRequest><ChangeBatch><Changes>").code,
            "MalformedInput");
  EXPECT_EQ(error("<Something/>").code, "InvalidInput");
  EXPECT_EQ(error("").code, "InvalidInput");
  const ServiceError action = error(
      "<ChangeResourceRecordSetsRequest><ChangeBatch><Changes><Change><Action>REMOVE</Action>"
      "<ResourceRecordSet><Name>a</Name><Type>A</Type></ResourceRecordSet></Change></Changes>"
      "</ChangeBatch></ChangeResourceRecordSetsRequest>");
  EXPECT_EQ(action.code, "InvalidInput");
  EXPECT_THAT(
      action.message,
      HasSubstr("Value 'REMOVE' at 'changeBatch.changes.1.member.action' failed to satisfy "
                "constraint: Member must satisfy enum value set: [CREATE, DELETE, UPSERT]"));
}

TEST(Route53, ReadsItsOldErrorsToo) {
  Response response;
  response.status = 400;
  response.body = Body(
      "<?xml version=\"1.0\"?><InvalidChangeBatch "
      "xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\">"
      "<Messages><Message>Tried to create what exists</Message></Messages></InvalidChangeBatch>");
  const auto parsed = parse_response(route53, *route53.find("ChangeResourceRecordSets"), response);
  EXPECT_EQ(parsed.error().code, "InvalidChangeBatch");
  EXPECT_EQ(parsed.error().cause, "Tried to create what exists");
}

TEST(S3Control, HasTheAccountInItsHost) {
  Value input;
  input.set("AccountId", "123456789012").set("JobId", "j");
  const auto request =
      serialize_request(s3control, *s3control.find("DescribeJob"), "eu-west-1", input);
  EXPECT_EQ(request->http.host, "123456789012.s3-control.eu-west-1.amazonaws.com");
  EXPECT_EQ(request->http.headers.get("x-amz-account-id"), "123456789012");
  EXPECT_EQ(request->signing_name, "s3");

  input.set("AccountId", "evil.example.com/");
  const auto refused =
      serialize_request(s3control, *s3control.find("DescribeJob"), "eu-west-1", input);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);

  HttpRequest without = request->http;
  without.headers.remove("x-amz-account-id");
  const auto parsed = parse_request(s3control, without);
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().code, "InvalidRequest");
}

}  // namespace
}  // namespace godwit::aws
