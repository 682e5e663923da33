// The protocol belongs to the request: CloudWatch is asked in three, and answers in kind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/cbor_reader.h"
#include "aws/codec.h"
#include "base/encoding.h"

namespace godwit::aws {
namespace {

using ::testing::HasSubstr;

const Service& cloudwatch = service("cloudwatch");
const Operation& get_dashboard = *cloudwatch.find("GetDashboard");
const ServiceError missing{404, "ResourceNotFound", "Dashboard d does not exist", {}};

HttpRequest asked_in(Protocol protocol) {
  Value input;
  input.set("DashboardName", "d");
  return serialize_request(cloudwatch, get_dashboard, "eu-west-1", input, {protocol, {}})->http;
}

TEST(RequestProtocol, IsInItsHeaders) {
  for (const Protocol protocol : cloudwatch.protocols) {
    const HttpRequest request = asked_in(protocol);
    EXPECT_EQ(protocol_of_request(cloudwatch, request), protocol);
    const auto parsed = parse_request(cloudwatch, request);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->operation, &get_dashboard);
    EXPECT_EQ(parsed->input["DashboardName"].text(), "d");
  }
  HttpRequest get;
  get.query = "Version=2010-08-01&Action=ListDashboards";
  EXPECT_EQ(protocol_of_request(cloudwatch, get), Protocol::query);
}

TEST(RequestProtocol, IsTheServicesOwnWhereNothingElseIsSaid) {
  HttpRequest bare;
  EXPECT_EQ(protocol_of_request(cloudwatch, bare), Protocol::query);
  // A service that does not speak CBOR does not begin to.
  bare.headers.add("smithy-protocol", "rpc-v2-cbor");
  EXPECT_EQ(protocol_of_request(service("kms"), bare), Protocol::json);
  EXPECT_EQ(protocol_of_request(cloudwatch, bare), Protocol::rpc_v2_cbor);
}

TEST(RequestProtocol, DecidesWhatAnErrorLooksLike) {
  const auto error_in = [](Protocol protocol) {
    return serialize_error(cloudwatch, &get_dashboard, missing, "ID", false, protocol);
  };
  const Response query = error_in(Protocol::query);
  EXPECT_THAT(std::string(query.body.bytes()), HasSubstr("<Code>ResourceNotFound</Code>"));

  const Response json = error_in(Protocol::json);
  EXPECT_EQ(json.headers.get("x-amzn-query-error"), "ResourceNotFound;Sender");
  EXPECT_EQ(json.headers.get("Content-Type"), "application/x-amz-json-1.0");
  EXPECT_EQ(json.body.bytes(),
            "{\"__type\":\"DashboardNotFoundError\",\"message\":\"Dashboard d does not exist\"}");

  const Response cbor = error_in(Protocol::rpc_v2_cbor);
  EXPECT_EQ(cbor.status, 404);
  EXPECT_EQ(cbor.headers.get("Smithy-Protocol"), "rpc-v2-cbor");
  EXPECT_EQ(cbor.headers.get("x-amzn-RequestId"), "ID");
  EXPECT_EQ(cbor.headers.get("x-amzn-query-error"), "ResourceNotFound;Sender");
  const auto texts = read_cbor_texts(cbor.body.bytes());
  ASSERT_TRUE(texts);
  EXPECT_EQ((*texts)["__type"].text(), "DashboardNotFoundError");
  EXPECT_EQ((*texts)["message"].text(), "Dashboard d does not exist");

  // The caller sees the same whatever it asked in, by either of the error's names.
  for (const std::string name : {"ResourceNotFound", "DashboardNotFoundError"}) {
    for (const Protocol protocol : cloudwatch.protocols) {
      const Response response = serialize_error(cloudwatch, &get_dashboard, {404, name, "Gone", {}},
                                                "ID", false, protocol);
      const auto parsed = parse_response(cloudwatch, get_dashboard, response, protocol);
      ASSERT_FALSE(parsed);
      EXPECT_EQ(parsed.error().code, "ResourceNotFound");
      EXPECT_EQ(parsed.error().kind, ErrorKind::not_found);
    }
  }
}

// A request that cannot be read is answered in its own protocol too.
TEST(RequestProtocol, HoldsWhereTheRequestIsRubbish) {
  HttpRequest cbor = asked_in(Protocol::rpc_v2_cbor);
  cbor.body = Body(std::string("\xbf"));
  EXPECT_EQ(parse_request(cloudwatch, cbor).error().code, "SerializationException");
  cbor.path = "/service/GraniteServiceVersion20100801/operation/Dance";
  EXPECT_EQ(parse_request(cloudwatch, cbor).error().code, "UnknownOperationException");
  cbor.path = "/service/Other/operation/GetDashboard";
  EXPECT_EQ(parse_request(cloudwatch, cbor).error().code, "UnknownOperationException");
  cbor.path = "/prefix/service/GraniteServiceVersion20100801/operation/GetDashboard";
  cbor.body = Body();
  EXPECT_EQ(parse_request(cloudwatch, cbor).error().code, "ValidationException");
  cbor.body = Body::synthetic(1ULL << 40, 1);
  EXPECT_EQ(parse_request(cloudwatch, cbor).error().code, "SerializationException");

  HttpRequest json = asked_in(Protocol::json);
  json.body = Body("{");
  EXPECT_EQ(parse_request(cloudwatch, json).error().code, "SerializationException");
}

TEST(RequestProtocol, IsNotThatOfAProxysPage) {
  Response page;
  page.status = 200;
  page.body = Body("<html>");
  EXPECT_FALSE(parse_response(cloudwatch, get_dashboard, page, Protocol::rpc_v2_cbor));
  page.status = 502;
  EXPECT_EQ(parse_response(cloudwatch, get_dashboard, page, Protocol::rpc_v2_cbor).error().code,
            "502");
}

TEST(RequestProtocol, CborsBodiesAreOfficiallySo) {
  const HttpRequest request = asked_in(Protocol::rpc_v2_cbor);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.path, "/service/GraniteServiceVersion20100801/operation/GetDashboard");
  EXPECT_EQ(request.headers.get("Content-Type"), "application/cbor");
  EXPECT_EQ(request.headers.get("Accept"), "application/cbor");
  EXPECT_EQ(to_hex(request.body.bytes()), "a16d44617368626f6172644e616d656164");
}

TEST(IdempotencyTokens, AreFilledInWhereTheyAreMissing) {
  const Service& secrets = service("secretsmanager");
  const Operation& create = *secrets.find("CreateSecret");
  int made = 0;
  const RequestOptions options{.protocol = {},
                               .make_token = [&] { return "token-" + std::to_string(++made); }};
  Value input;
  input.set("Name", "n");
  const auto with = serialize_request(secrets, create, "eu-west-1", input, options);
  EXPECT_EQ(parse_request(secrets, with->http)->input["ClientRequestToken"].text(), "token-1");
  EXPECT_EQ(made, 1);

  input.set("ClientRequestToken", "mine");
  const auto given = serialize_request(secrets, create, "eu-west-1", input, options);
  EXPECT_EQ(parse_request(secrets, given->http)->input["ClientRequestToken"].text(), "mine");
  EXPECT_EQ(made, 1);

  Value without;
  without.set("Name", "n");
  const auto bare = serialize_request(secrets, create, "eu-west-1", without);
  EXPECT_FALSE(parse_request(secrets, bare->http)->input.has("ClientRequestToken"));
}

}  // namespace
}  // namespace godwit::aws
