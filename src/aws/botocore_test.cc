// The same calls through botocore, AWS's own client: what it sends is what we send, a server made
// of this codec understands it, and it understands the server. Skipped where it is not installed.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "aws/codec.h"
#include "aws/query_string.h"
#include "aws/signature.h"
#include "aws/testing/random_value.h"
#include "base/encoding.h"
#include "base/text.h"

namespace godwit::aws {
namespace {

namespace json = boost::json;
using testing::in_order;
using testing::RandomValue;

constexpr std::string_view python = "/usr/bin/python3";
constexpr int rounds = 3;

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
  }
  return nullptr;
}

// Members that botocore makes something else of, or that it adds by itself.
bool is_botocores_own(const Operation& operation, const std::string& member) {
  return member == "ContentMD5" || member == "ContentLength" ||
         member.starts_with("SSECustomerKey") || member.starts_with("CopySourceSSECustomerKey") ||
         (member == "EncodingType" && operation.name.starts_with("List"));
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

struct Call {
  const Operation* operation;
  Value input;
};

json::object call_line(const Service& service, const Operation& operation, const Value& input) {
  return {{"service", service.name},
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

// One answer of botocore_client.py per line; empty if botocore is not there.
std::vector<json::object> ask_botocore(const std::vector<json::object>& lines) {
  const std::string probe = fmt::format("{} -c 'import botocore' 2>/dev/null", python);
  if (std::system(probe.c_str()) != 0) return {};
  const std::string folder = ::testing::TempDir();
  const std::string asked = folder + fmt::format("botocore_asked_{}", getpid());
  const std::string answered = folder + fmt::format("botocore_answered_{}", getpid());
  {
    std::ofstream file(asked);
    for (const json::object& line : lines) file << json::serialize(line) << "\n";
  }
  const std::string command =
      fmt::format("{} {}/src/aws/testing/botocore_client.py < {} > {} 2>/dev/null", python,
                  GODWIT_SOURCE_DIR, asked, answered);
  EXPECT_EQ(std::system(command.c_str()), 0);
  std::vector<json::object> answers;
  std::ifstream file(answered);
  for (std::string line; std::getline(file, line);) {
    answers.push_back(json::parse(line).as_object());
  }
  std::remove(asked.c_str());
  std::remove(answered.c_str());
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

// Of an object it always says that it has some, be they none.
void forget_empty_metadata(json::object& answer) {
  json::value* const output = answer.if_contains("output");
  if (output == nullptr) return;
  const json::value* const metadata = output->as_object().if_contains("Metadata");
  if (metadata != nullptr && metadata->as_object().empty()) output->as_object().erase("Metadata");
}

class Botocore : public ::testing::TestWithParam<const Service*> {};

INSTANTIATE_TEST_SUITE_P(Models, Botocore,
                         ::testing::ValuesIn(services().begin(), services().end()),
                         [](const auto& each) { return test_name(*each.param); });

TEST_P(Botocore, SendsTheSame) {
  const Service& service = *GetParam();
  std::vector<Call> calls;
  std::vector<json::object> lines;
  for (const Operation& operation : service.operations) {
    RandomValue random(4, true);
    for (int round = 0; round < rounds; ++round) {
      const Value input = operation.input != nullptr ? random.of(*operation.input) : Value();
      calls.push_back({&operation, without_botocores_own(operation, input)});
      lines.push_back(call_line(service, operation, calls.back().input));
    }
  }
  const auto answers = ask_botocore(lines);
  if (answers.empty()) GTEST_SKIP() << "botocore is not installed";
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
    const auto ours = serialize_request(service, operation, "eu-central-1", calls[i].input);
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

    // What it sends, a server understands.
    const auto parsed = parse_request(service, theirs);
    ASSERT_TRUE(parsed) << parsed.error().code << ": " << parsed.error().message << "\n"
                        << theirs.body.bytes();
    ASSERT_EQ(parsed->operation, &operation) << parsed->operation->name;
    EXPECT_EQ(in_order(without_botocores_own(operation, parsed->input)), in_order(calls[i].input))
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
  const Service& service = *GetParam();
  std::vector<json::object> lines;
  std::vector<json::object> expected;
  for (const Operation& operation : service.operations) {
    RandomValue random(5, true);
    const Value input = without_botocores_own(
        operation, operation.input != nullptr ? random.of(*operation.input) : Value());
    for (int round = 0; round < rounds; ++round) {
      const Value output = without_botocores_own(
          operation, operation.output != nullptr ? random.of(*operation.output) : Value());
      json::object line = call_line(service, operation, input);
      line["response"] = response_line(serialize_response(service, operation, output, "id"));
      lines.push_back(std::move(line));
      expected.push_back(
          {{"output", operation.output != nullptr ? to_json(*operation.output, output)
                                                  : json::value(json::object())}});
    }
    for (const Shape* shape : operation.errors) {
      const int status = shape->error_status != 0 ? shape->error_status : 400;
      const std::string code(shape->error_code);
      json::object line = call_line(service, operation, input);
      const bool head = operation.http_method == "HEAD";
      line["response"] = response_line(serialize_error(
          service, &operation, {status, code, "Some <words>", random.of(*shape)}, "id", head));
      if (head) continue;
      lines.push_back(std::move(line));
      expected.push_back({{"code", code}, {"message", "Some <words>"}});
    }
  }
  auto answers = ask_botocore(lines);
  if (answers.empty()) GTEST_SKIP() << "botocore is not installed";
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
