// The same calls through botocore, AWS's own client: what it sends is what we send, a server made
// of this codec understands it, and it understands the server. Skipped where it is not installed.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "aws/codec.h"
#include "aws/query_string.h"
#include "aws/signature.h"
#include "aws/testing/botocore_process.h"
#include "aws/testing/spoken.h"
#include "base/encoding.h"
#include "base/text.h"

namespace godwit::aws {
namespace {

namespace json = boost::json;
using testing::in_order;
using testing::random_for;
using testing::RandomValue;
using testing::Spoken;
using testing::to_text;

// Fewer where there is more to walk: it is Python's time that is spent.
int rounds_of(const Service& service) { return service.operations.size() > 60 ? 1 : 3; }

json::value document_json(const Value& value) {
  if (value.is_members()) {
    json::object object;
    for (const auto& [name, each] : value.members()) object[name] = document_json(each);
    return object;
  }
  if (value.is_list()) {
    json::array array;
    for (const Value& each : value.list()) array.push_back(document_json(each));
    return array;
  }
  if (value.is_flag()) return value.flag();
  if (value.is_integer()) return value.integer();
  if (value.is_number()) return value.number();
  return json::string(value.text());
}

json::value to_json(const Shape& shape, const Value& value) {
  switch (shape.type) {
    case ShapeType::structure: {
      json::object object;
      for (const auto& [name, each] : value.members()) {
        object[name] = to_json(*find_member(shape, name)->shape, each);
      }
      return object;
    }
    case ShapeType::map: {
      json::object object;
      for (const auto& [name, each] : value.members()) object[name] = to_json(*shape.element, each);
      return object;
    }
    case ShapeType::list: {
      json::array array;
      for (const Value& each : value.list()) array.push_back(to_json(*shape.element, each));
      return array;
    }
    case ShapeType::boolean:
      return value.flag();
    case ShapeType::integer:
    case ShapeType::long_integer:
      return value.integer();
    case ShapeType::float_number:
    case ShapeType::double_number:
      return value.number();
    case ShapeType::timestamp:
      return {{"$time", std::chrono::floor<seconds>(value.time().time_since_epoch()).count()}};
    case ShapeType::blob:
      return {{"$bytes", to_base64(value.body().slice(0, value.body().size()))}};
    case ShapeType::string:
      return json::string(value.text());
    case ShapeType::document:
      return document_json(value);
  }
  return nullptr;
}

// Members that botocore makes something else of, or that it adds by itself.
bool is_botocores_own(const Operation& operation, const std::string& member) {
  return member == "ContentMD5" || member == "ContentLength" ||
         member.starts_with("SSECustomerKey") || member.starts_with("CopySourceSSECustomerKey") ||
         member == "UserData" || (member == "EncodingType" && operation.name.starts_with("List"));
}

Value without_botocores_own(const Operation& operation, const Value& input) {
  Value rest = Value::structure();
  for (const auto& [name, value] : input.members()) {
    if (is_botocores_own(operation, name)) continue;
    if (name == "CopySource") {
      rest.set(name, "source/key");  // it would encode what we send as it is
    } else if (value.is_body()) {
      rest.set(name, Body(value.body().slice(0, 5000)));
    } else {
      rest.set(name, value);
    }
  }
  return rest;
}

// It makes up the tokens that it is not given.
Value with_tokens(const Operation& operation, Value input) {
  if (operation.input == nullptr) return input;
  for (const Member& member : operation.input->members) {
    if (member.idempotency_token) input.set(member.name, "token");
  }
  return input;
}

struct Call {
  const Operation* operation;
  Value input;
};

// What models call a protocol; empty where a service has only one.
std::string_view model_name(const Spoken& spoken) {
  if (spoken.service->protocols.size() == 1) return "";
  return spoken.protocol == Protocol::rpc_v2_cbor ? "smithy-rpc-v2-cbor"
                                                  : testing::name_of(spoken.protocol);
}

json::object call_line(const Spoken& spoken, const Operation& operation, const Value& input) {
  return {{"service", spoken.service->name},
          {"protocol", model_name(spoken)},
          {"operation", operation.name},
          {"region", "eu-central-1"},
          {"input", operation.input != nullptr ? to_json(*operation.input, input)
                                               : json::value(json::object())}};
}

json::object response_line(const Response& response) {
  json::object headers;
  for (const auto& [name, value] : response.headers) headers[name] = value;
  return {{"status", response.status},
          {"headers", std::move(headers)},
          {"body", to_base64(response.body.slice(0, response.body.size()))}};
}

// One answer of botocore_client.py per line; none if there is no botocore that knows the protocol.
std::vector<json::object> ask_botocore(const std::vector<json::object>& lines, Protocol protocol) {
  using testing::BotocoreProcess;
  // Debian's does not know CBOR; a newer one may be there too.
  static const auto any = BotocoreProcess::start("import botocore");
  static const auto newer = BotocoreProcess::start(
      "import botocore.serialize; botocore.serialize.SERIALIZERS[\"smithy-rpc-v2-cbor\"]");
  BotocoreProcess* const botocore = protocol == Protocol::rpc_v2_cbor ? newer.get() : any.get();
  std::vector<json::object> answers;
  if (botocore == nullptr) return answers;
  for (const json::object& line : lines) answers.push_back(botocore->ask(line));
  return answers;
}

HttpRequest request_of(const json::object& answer) {
  HttpRequest request;
  request.method = answer.at("method").as_string();
  std::string_view url = answer.at("url").as_string();
  url.remove_prefix(std::string_view("https://").size());
  const std::size_t slash = std::min(url.find('/'), url.size());
  request.host = url.substr(0, slash);
  url.remove_prefix(slash);
  const std::size_t mark = std::min(url.find('?'), url.size());
  request.path = mark == 0 ? "/" : std::string(url.substr(0, mark));
  request.query = url.substr(std::min(mark + 1, url.size()));
  for (const auto& header : answer.at("headers").as_object()) {
    if (header.key() == "host") continue;
    request.headers.add(std::string_view(header.key()), std::string(header.value().as_string()));
  }
  request.body = Body(*from_base64(std::string_view(answer.at("body").as_string())));
  return request;
}

// Sorted, and without what botocore asks for by itself.
std::vector<std::string> query_fields(const HttpRequest& request) {
  std::vector<std::string> fields;
  const QueryString query(request.query);
  for (const auto& [name, value] : query) {
    if (name != "encoding-type") fields.push_back(fmt::format("{}={}", name, value));
  }
  std::ranges::sort(fields);
  return fields;
}

std::vector<std::string> sorted_fields(std::string_view form) {
  std::vector<std::string> fields;
  const QueryString query(form);
  for (const auto& [name, value] : query) fields.push_back(fmt::format("{}={}", name, value));
  std::ranges::sort(fields);
  return fields;
}

// Byte by byte where the order is defined, and as what they say otherwise. XML is compared as what
// a server reads in it.
void expect_same_body(Protocol protocol, const HttpRequest& ours, const HttpRequest& theirs) {
  const std::string_view mine = ours.body.bytes();
  const std::string_view other = theirs.body.bytes();
  switch (protocol) {
    case Protocol::rpc_v2_cbor:
      EXPECT_TRUE(mine == other) << to_hex(mine) << "\n" << to_hex(other);
      return;
    case Protocol::query:
    case Protocol::ec2:
      EXPECT_EQ(sorted_fields(mine), sorted_fields(other));
      return;
    case Protocol::json:
    case Protocol::rest_json:
      if (mine.starts_with('{')) {
        EXPECT_EQ(json::parse(mine), json::parse(other));
      } else {
        EXPECT_EQ(mine, other);
      }
      return;
    case Protocol::rest_xml:
      return;
  }
}

// Of an object it always says that it has some, be they none.
void forget_empty_metadata(json::object& answer) {
  json::value* const output = answer.if_contains("output");
  if (output == nullptr) return;
  const json::value* const metadata = output->as_object().if_contains("Metadata");
  if (metadata != nullptr && metadata->as_object().empty()) output->as_object().erase("Metadata");
}

class Botocore : public ::testing::TestWithParam<Spoken> {};

INSTANTIATE_TEST_SUITE_P(Models, Botocore, ::testing::ValuesIn(testing::everything_spoken()),
                         [](const auto& each) { return testing::test_name(each.param); });

TEST_P(Botocore, SendsTheSame) {
  const Service& service = *GetParam().service;
  const Protocol protocol = GetParam().protocol;
  std::vector<Call> calls;
  std::vector<json::object> lines;
  for (const Operation& operation : service.operations) {
    RandomValue random = random_for(GetParam(), 4, true);
    for (int round = 0; round < rounds_of(service); ++round) {
      const Value input = operation.input != nullptr ? random.of(*operation.input) : Value();
      calls.push_back(
          {&operation, with_tokens(operation, without_botocores_own(operation, input))});
      lines.push_back(call_line(GetParam(), operation, calls.back().input));
    }
  }
  const auto answers = ask_botocore(lines, protocol);
  if (answers.empty()) GTEST_SKIP() << "no botocore here speaks this protocol";
  ASSERT_EQ(answers.size(), calls.size());

  const Credentials credentials{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", ""};
  std::size_t compared = 0;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const Operation& operation = *calls[i].operation;
    SCOPED_TRACE(operation.name);
    if (answers[i].contains("error")) continue;  // it refuses, say, a bucket that is no ARN
    const HttpRequest theirs = request_of(answers[i]);
    if (theirs.host.starts_with("s3-outposts."))
      continue;  // another service, in S3 Control's model
    ++compared;
    const auto ours =
        serialize_request(service, operation, "eu-central-1", calls[i].input, {protocol, {}});
    ASSERT_TRUE(ours) << to_string(ours.error());

    EXPECT_EQ(ours->http.method, theirs.method);
    if (operation.name != "GetBucketLocation") {  // which it sends to the path, always
      EXPECT_EQ(ours->http.host, theirs.host);
      EXPECT_EQ(ours->http.path, theirs.path);
    }
    EXPECT_EQ(query_fields(ours->http), query_fields(theirs));
    for (const auto& [name, value] : ours->http.headers) {
      if (equal_ignoring_case(name, "Content-Type") && service.protocol == Protocol::rest_xml &&
          !calls[i].input.has("ContentType")) {
        continue;  // it lets the server guess
      }
      if (name == "x-amzn-query-mode" && protocol == Protocol::json) continue;  // newer ones do
      // The order of members in a body, and with it the checksum, is each client's own.
      if (name == "Content-MD5") {
        EXPECT_NE(theirs.headers.find(name), nullptr);
        continue;
      }
      const bool flag = value == "true" || value == "false";  // it writes Python's True and False
      EXPECT_EQ(flag ? to_lower(theirs.headers.get(name)) : std::string(theirs.headers.get(name)),
                value)
          << name;
    }

    expect_same_body(protocol, ours->http, theirs);

    // What it sends, a server understands.
    const auto parsed = parse_request(service, theirs);
    ASSERT_TRUE(parsed) << parsed.error().code << ": " << parsed.error().message << "\n"
                        << theirs.body.bytes();
    ASSERT_EQ(parsed->operation, &operation) << parsed->operation->name;
    const Value read = in_order(without_botocores_own(operation, parsed->input));
    EXPECT_TRUE(read == in_order(calls[i].input)) << to_text(read) << "\n"
                                                  << to_text(in_order(calls[i].input)) << "\n"
                                                  << theirs.body.bytes();
    const auto time = parse_basic_time(theirs.headers.get("X-Amz-Date"));
    if (!time) continue;  // AssumeRoleWithSAML and the like are not signed
    const auto verified =
        verify_signature(theirs, [&](std::string_view) { return Signer{&credentials}; }, *time);
    EXPECT_TRUE(verified) << verified.error().code << ": " << verified.error().message;
  }
  EXPECT_GE(compared * 10, calls.size() * 9) << "of " << calls.size();
}

TEST_P(Botocore, UnderstandsAnswers) {
  const Service& service = *GetParam().service;
  const Protocol protocol = GetParam().protocol;
  std::vector<json::object> lines;
  std::vector<json::object> expected;
  for (const Operation& operation : service.operations) {
    RandomValue random = random_for(GetParam(), 5, true);
    const Value input = without_botocores_own(
        operation, operation.input != nullptr ? random.of(*operation.input) : Value());
    for (int round = 0; round < rounds_of(service); ++round) {
      const Value output = without_botocores_own(
          operation, operation.output != nullptr ? random.of(*operation.output) : Value());
      json::object line = call_line(GetParam(), operation, input);
      line["response"] =
          response_line(serialize_response(service, operation, output, "id", protocol));
      lines.push_back(std::move(line));
      expected.push_back(
          {{"output", operation.output != nullptr ? to_json(*operation.output, output)
                                                  : json::value(json::object())}});
    }
    for (const Shape* shape : operation.errors) {
      const int status = shape->error_status != 0 ? shape->error_status : 400;
      const std::string code(shape->error_code);
      json::object line = call_line(GetParam(), operation, input);
      const bool head = operation.http_method == "HEAD";
      line["response"] = response_line(
          serialize_error(service, &operation, {status, code, "Some <words>", random.of(*shape)},
                          "id", head, protocol));
      if (head) continue;
      lines.push_back(std::move(line));
      expected.push_back({{"code", code}, {"message", "Some <words>"}});
    }
  }
  auto answers = ask_botocore(lines, protocol);
  if (answers.empty()) GTEST_SKIP() << "no botocore here speaks this protocol";
  ASSERT_EQ(answers.size(), lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    forget_empty_metadata(answers[i]);
    if (answers[i].contains("error")) {
      const std::string_view error = answers[i].at("error").as_string();
      EXPECT_EQ(error.find("ResponseParserError"), error.npos) << error;
      continue;
    }
    EXPECT_TRUE(answers[i] == expected[i])
        << answers[i] << "\n"
        << expected[i] << "\n"
        << lines[i].at("operation") << "\n"
        << from_base64(std::string_view(lines[i].at("response").at("body").as_string()))
               .value_or("");
  }
}

}  // namespace
}  // namespace godwit::aws
