// Chime and Bedrock on the wire.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/codec.h"

namespace godwit::aws {
namespace {

using ::testing::HasSubstr;

const Service& chime = service("chime-sdk-meetings");
const Service& bedrock = service("bedrock");
const Service& runtime = service("bedrock-runtime");

HttpRequest request_of(const Service& service, std::string_view operation, const Value& input) {
  return serialize_request(service, *service.find(operation), "eu-west-1", input)->http;
}

TEST(RestJson, PutsMembersWhereTheyBelong) {
  Value input;
  input.set("ClientRequestToken", "t").set("MediaRegion", "eu-central-1");
  input.set("ExternalMeetingId", "m");
  const HttpRequest create = request_of(chime, "CreateMeeting", input);
  EXPECT_EQ(create.host, "meetings-chime.eu-west-1.amazonaws.com");
  EXPECT_EQ(create.path, "/meetings");
  EXPECT_EQ(create.headers.get("Content-Type"), "application/json");
  EXPECT_EQ(create.body.bytes(),
            "{\"ClientRequestToken\":\"t\",\"MediaRegion\":\"eu-central-1\","
            "\"ExternalMeetingId\":\"m\"}");

  const HttpRequest list =
      request_of(bedrock, "ListInferenceProfiles",
                 Value(Members{{"maxResults", 5}, {"typeEquals", "SYSTEM_DEFINED"}}));
  EXPECT_EQ(list.method, "GET");
  EXPECT_EQ(list.path, "/inference-profiles");
  EXPECT_EQ(list.query, "maxResults=5&type=SYSTEM_DEFINED");
  EXPECT_TRUE(list.body.empty());
}

TEST(RestJson, EncodesAnArnInAPath) {
  const HttpRequest request =
      request_of(runtime, "InvokeModel",
                 Value(Members{{"modelId", "arn:aws:bedrock:eu-west-1::foundation-model/a.b:0"},
                               {"contentType", "application/json"},
                               {"body", "{}"}}));
  EXPECT_EQ(request.path,
            "/model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A%3Afoundation-model%2Fa.b%3A0/invoke");
  EXPECT_EQ(request.headers.get("Content-Type"), "application/json");
  EXPECT_EQ(request.body.bytes(), "{}");
  EXPECT_EQ(parse_request(runtime, request)->input["modelId"].text(),
            "arn:aws:bedrock:eu-west-1::foundation-model/a.b:0");
}

TEST(RestJson, CarriesDocumentsAsTheyAre) {
  const std::string body =
      "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hello\"}]}],"
      "\"additionalModelRequestFields\":{\"top_k\":7,\"deep\":[1.5,true,{\"a\":\"b\"}]}}";
  HttpRequest request;
  request.method = "POST";
  request.path = "/model/m/converse";
  request.body = Body(body);
  const auto parsed = parse_request(runtime, request);
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(parsed->input["additionalModelRequestFields"]["top_k"].integer(), 7);
  EXPECT_EQ(request_of(runtime, "Converse", parsed->input).body.bytes(), body);
}

TEST(RestJson, SaysLifecyclesInIsoTimes) {
  Value lifecycle(Members{{"status", "LEGACY"}, {"endOfLifeTime", Time(seconds(1'800'000'000))}});
  Value details(Members{{"modelArn", "a"}, {"modelId", "m"}, {"modelLifecycle", lifecycle}});
  const Response response = serialize_response(bedrock, *bedrock.find("GetFoundationModel"),
                                               Value(Members{{"modelDetails", details}}), "ID");
  EXPECT_EQ(response.headers.get("x-amzn-RequestId"), "ID");
  EXPECT_THAT(std::string(response.body.bytes()),
              HasSubstr("\"endOfLifeTime\":\"2027-01-15T08:00:00Z\""));
}

TEST(RestJson, ErrorsSayTheirTypeInAHeader) {
  const Operation& get = *bedrock.find("GetFoundationModel");
  const Response response = serialize_error(
      bedrock, &get, {404, "ResourceNotFoundException", "No such model", {}}, "ID", false);
  EXPECT_EQ(response.headers.get("x-amzn-ErrorType"), "ResourceNotFoundException");
  EXPECT_EQ(response.headers.get("Content-Type"), "application/json");
  EXPECT_EQ(response.body.bytes(),
            "{\"__type\":\"ResourceNotFoundException\",\"message\":\"No such model\"}");

  Response theirs;
  theirs.status = 400;
  theirs.headers.add("x-amzn-ErrorType", "ValidationException:http://internal.amazon.com/coral/");
  theirs.body = Body("{\"message\":\"The provided model identifier is invalid.\"}");
  auto parsed = parse_response(bedrock, get, theirs);
  EXPECT_EQ(parsed.error().code, "ValidationException");
  EXPECT_EQ(parsed.error().cause, "The provided model identifier is invalid");
  theirs.headers.remove("x-amzn-ErrorType");
  theirs.body = Body("{\"Code\":\"BadRequestException\",\"Message\":\"No.\"}");
  EXPECT_EQ(parse_response(bedrock, get, theirs).error().code, "BadRequestException");
  theirs.body = Body("rubbish");
  EXPECT_EQ(parse_response(bedrock, get, theirs).error().code, "400");
}

TEST(RestJson, SendsAnErrorsHeaders) {
  const Response response = serialize_error(
      chime, chime.find("CreateMeeting"),
      {503, "ServiceUnavailableException", "Later", Value(Members{{"RetryAfterSeconds", "7"}})},
      "ID", false);
  EXPECT_EQ(response.headers.get("Retry-After"), "7");
}

TEST(RestJson, SaysWhatIsWrong) {
  const auto code = [](const Service& service, std::string method, std::string path,
                       std::string body) {
    HttpRequest request;
    request.method = std::move(method);
    request.path = std::move(path);
    request.body = Body(std::move(body));
    const auto parsed = parse_request(service, request);
    return parsed ? "accepted" : parsed.error().code;
  };
  EXPECT_EQ(code(chime, "POST", "/nothing", ""), "UnknownOperationException");
  EXPECT_EQ(code(chime, "PATCH", "/meetings", ""), "MethodNotAllowed");
  EXPECT_EQ(code(chime, "POST", "/meetings", "{"), "SerializationException");
  EXPECT_EQ(code(chime, "POST", "/meetings", "[]"), "SerializationException");
  EXPECT_EQ(code(chime, "POST", "/meetings", "{\"MediaRegion\":7}"), "SerializationException");
  // Chime has a BadRequestException and no ValidationException.
  EXPECT_EQ(code(chime, "POST", "/meetings", "{}"), "BadRequestException");
  EXPECT_EQ(code(runtime, "POST", "/model/m/converse", "{\"messages\":[{\"role\":\"user\"}]}"),
            "ValidationException");
  EXPECT_EQ(code(bedrock, "GET", "/foundation-models/%ff", ""), "SerializationException");
  EXPECT_EQ(code(bedrock, "GET", "/foundation-models", ""), "accepted");
  EXPECT_EQ(code(runtime, "POST", "/model/m/converse", std::string(100'000, '[')),
            "SerializationException");
}

}  // namespace
}  // namespace godwit::aws
