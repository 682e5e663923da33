#include "awscli/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>

#include "awscli/model.h"
#include "awscli/options.h"

namespace godwit::awscli {
namespace {

using Kind = Complaint::Kind;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Argument> words(std::initializer_list<std::string_view> texts) {
  std::vector<Argument> all = {{"aws"}};
  for (const std::string_view text : texts) {
    all.push_back({std::string(text), text.find('$') == std::string_view::npos});
  }
  return all;
}

std::vector<Complaint> complaints(const std::vector<Argument>& all, const FileOf& file_of = {}) {
  const auto invocation = read(all);
  if (!invocation) return {};
  return validate(*invocation, all, file_of);
}

// The words at fault.
std::vector<std::string> faults(std::initializer_list<std::string_view> texts) {
  std::vector<std::string> all;
  for (const Complaint& each : complaints(words(texts))) all.push_back(each.words);
  return all;
}
std::vector<Kind> kinds(std::initializer_list<std::string_view> texts) {
  std::vector<Kind> all;
  for (const Complaint& each : complaints(words(texts))) all.push_back(each.kind);
  return all;
}

TEST(Validate, ServicesOperationsAndWaiters) {
  EXPECT_THAT(kinds({"s4", "ls"}), ElementsAre(Kind::unknown_service));
  EXPECT_THAT(kinds({"ec2", "describe-instance"}), ElementsAre(Kind::unknown_operation));
  EXPECT_THAT(kinds({"ec2", "wait", "instance-started"}), ElementsAre(Kind::unknown_waiter));
  EXPECT_THAT(kinds({"ec2", "wait", "instance-running", "--instance-ids", "i-1"}), IsEmpty());
  EXPECT_THAT(kinds({"bedrock", "whatever-it-has", "--x", "y"}), IsEmpty());
  EXPECT_THAT(kinds({"$SERVICE", "x"}), IsEmpty());
  EXPECT_THAT(kinds({"ecr", "get-login"}), ElementsAre(Kind::unknown_operation));
}

TEST(Validate, Options) {
  EXPECT_THAT(faults({"kms", "enable-key", "--key"}),
              ElementsAre("enable-key", "--key"));  // the beginning of a name is enough
  EXPECT_THAT(faults({"kms", "enable-key", "--key", "a", "--forever"}), ElementsAre("--forever"));
  EXPECT_THAT(faults({"kms", "enable-key"}), ElementsAre("enable-key"));
  EXPECT_THAT(faults({"kms", "enable-key", "$OPTIONS"}), IsEmpty());
  EXPECT_THAT(faults({"kms", "enable-key", "--key-id", "$A", "--cli-connect-timeout", "1"}),
              IsEmpty());
  EXPECT_THAT(
      faults({"rds", "modify-db-instance", "--db-instance-identifier", "a", "--multi-az", "false"}),
      ElementsAre("false"));
  EXPECT_THAT(faults({"eks", "create-cluster", "--cli-input-json", "file://c.json"}), IsEmpty());
  EXPECT_THAT(faults({"eks", "describe-cluster", "--name", "c", "extra"}), ElementsAre("extra"));
}

TEST(Validate, WhatTheCliNamesOtherwise) {
  EXPECT_THAT(faults({"sns", "subscribe", "--topic-arn", "arn:aws:sns:eu-west-1:111122223333:t",
                      "--protocol", "email", "--notification-endpoint", "a@b.c"}),
              IsEmpty());
  EXPECT_THAT(faults({"ec2", "run-instances", "--image-id", "ami-1", "--count", "2",
                      "--associate-public-ip-address"}),
              IsEmpty());
  EXPECT_THAT(faults({"lambda", "create-function", "--function-name", "f", "--role",
                      "arn:aws:iam::111122223333:role/r", "--zip-file", "fileb://f.zip"}),
              IsEmpty());
  EXPECT_THAT(faults({"s3api", "get-object", "--bucket", "b", "--key", "k", "out.bin"}), IsEmpty());
  EXPECT_THAT(faults({"s3", "sync", "--delete", ".", "s3://b/p", "--exclude", "*.md"}), IsEmpty());
  EXPECT_THAT(faults({"s3", "sync", ".", "elsewhere"}), ElementsAre("."));
  EXPECT_THAT(faults({"s3", "cp", "s3://a/b"}), ElementsAre("cp"));
  EXPECT_THAT(faults({"cloudformation", "deploy", "--template-file", "t", "--stack-name", "s",
                      "--parameter-overrides", "A=b", "C=d", "--capabilit", "CAPABILITY_IAM"}),
              IsEmpty());  // a beginning of --capabilities
}

TEST(Validate, Structures) {
  EXPECT_THAT(
      faults({"ec2", "create-tags", "--resources", "i-1", "--tags", "Key=a,Value=b", "Ky=c"}),
      ElementsAre("Ky"));
  EXPECT_THAT(faults({"dynamodb", "delete-item", "--table-name", "tab", "--key",
                      R"({"id": {"S": 5}, "n": {"X": "1"}})"}),
              ElementsAre("5", "\"X\""));
  EXPECT_THAT(faults({"route53", "change-resource-record-sets", "--hosted-zone-id", "Z1",
                      "--change-batch", R"({"Changes": [{"Action": "ADD"}]})"}),
              ElementsAre("\"ADD\"", "{\"Action\": \"ADD\"}"));
  EXPECT_THAT(kinds({"dynamodb", "delete-item", "--table-name", "tab", "--key", "{'id': 1}"}),
              ElementsAre(Kind::bad_json));
  EXPECT_THAT(kinds({"dynamodb", "delete-item", "--table-name", "tab", "--key", "{\"id\": $KEY}"}),
              IsEmpty());
}

TEST(Validate, PlacesInArgumentsAndFiles) {
  const auto all = words({"s3api", "put-bucket-versioning", "--bucket", "b",
                          "--versioning-configuration=file://v.json"});
  const SourceText file("v.json", "{\n  \"State\": \"On\"\n}\n");
  const FileOf file_of = [&](std::string_view path) { return path == "v.json" ? &file : nullptr; };
  const auto found = complaints(all, file_of);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(found[0].in_file);
  EXPECT_EQ(found[0].argument, 5u);
  EXPECT_EQ(found[0].place, (Place{2, 3}));

  const auto inline_one = words(
      {"s3api", "put-bucket-versioning", "--bucket", "b", "--versioning-configuration=Status=On"});
  const auto in_argument = complaints(inline_one);
  ASSERT_EQ(in_argument.size(), 1u);
  EXPECT_EQ(in_argument[0].kind, Kind::not_in_enumeration);
  EXPECT_EQ(in_argument[0].place, (Place{1, 35}));
  EXPECT_EQ(in_argument[0].words, "On");
}

TEST(Validate, RegionsAndGlobalOptions) {
  EXPECT_THAT(kinds({"s3", "ls", "--region", "eu-wset-1"}), ElementsAre(Kind::unknown_region));
  EXPECT_THAT(kinds({"s3", "ls", "--region", "eu-west-1a"}), ElementsAre(Kind::unknown_region));
  EXPECT_THAT(kinds({"s3", "ls", "--region", "somewhere"}), IsEmpty());
  EXPECT_THAT(kinds({"s3", "ls", "--output", "xml"}), ElementsAre(Kind::not_in_enumeration));
}

TEST(Validate, Blobs) {
  EXPECT_THAT(kinds({"lambda", "invoke", "--function-name", "f", "--payload", "{\"a\":1}", "out"}),
              ElementsAre(Kind::not_base64));
  EXPECT_THAT(kinds({"lambda", "invoke", "--function-name", "f", "--payload", "e30=", "out"}),
              IsEmpty());
}

TEST(Validate, Queries) {
  EXPECT_THAT(faults({"cloudformation", "describe-stacks", "--query", "Stacks[0].Status"}),
              ElementsAre("Status"));
  EXPECT_THAT(faults({"cloudformation", "describe-stacks", "--query", "Stacks.StackStatus"}),
              ElementsAre("StackStatus"));
  EXPECT_THAT(kinds({"cloudformation", "describe-stacks", "--query", "Stacks[0"}),
              ElementsAre(Kind::query_invalid));
  EXPECT_THAT(kinds({"s3api", "list-objects-v2", "--bucket", "b", "--query",
                     "sort_by(Contents, &LastModified)[-1].[Key, Size]"}),
              IsEmpty());
  EXPECT_THAT(faults({"s3api", "list-objects-v2", "--bucket", "b", "--query",
                      "sort_by(Contents, &Modified)[-1].Name"}),
              ElementsAre("Modified", "Name"));
  EXPECT_THAT(kinds({"kms", "enable-key", "--key-id", "a", "--query", "KeyId"}), IsEmpty());
}

// ---- Every operation, made from its model
// ----------------------------------------------------------

// A value of the shape that is right, as JSON; patterns are met by what stands for something.
std::string right(const Shape& shape, int depth) {
  switch (shape.kind) {
    case ShapeKind::structure: {
      std::string text;
      for (const Member& member : shape.members) {
        if (!member.required) continue;
        text += (text.empty() ? "\"" : ", \"") + std::string(member.name) +
                "\": " + right(*member.shape, depth + 1);
      }
      return "{" + text + "}";
    }
    case ShapeKind::one_of: {
      const Member& first = shape.members.front();
      return "{\"" + std::string(first.name) + "\": " + right(*first.shape, depth + 1) + "}";
    }
    case ShapeKind::list: {
      std::string text;
      for (int i = 0; i < static_cast<int>(shape.min.value_or(0)); ++i) {
        text += (i == 0 ? "" : ", ") + right(*shape.element, depth + 1);
      }
      return "[" + text + "]";
    }
    case ShapeKind::map: {
      std::string text;
      for (int i = 0; i < static_cast<int>(shape.min.value_or(0)); ++i) {
        text += (i == 0 ? "" : ", ") + right(*shape.key, depth + 1) + ": " +
                right(*shape.element, depth + 1);
      }
      return "{" + text + "}";
    }
    case ShapeKind::enumeration:
      return "\"" + std::string(shape.values.front()) + "\"";
    case ShapeKind::boolean:
      return "true";
    case ShapeKind::integer:
    case ShapeKind::long_integer:
    case ShapeKind::number:
      return std::to_string(static_cast<long long>(shape.min   ? *shape.min
                                                   : shape.max ? std::min(1.0, *shape.max)
                                                               : 1.0));
    case ShapeKind::text:
      if (!shape.pattern.empty()) return "\"<any>\"";
      return "\"" + std::string(static_cast<std::size_t>(shape.min.value_or(1)), 'a') + "\"";
    case ShapeKind::document:
      return "{}";
    default:
      return "\"MjAyNg==\"";
  }
}

TEST(EveryOperation, WithWhatItNeedsIsLeftAlone) {
  int count = 0;
  for (const std::string& name : service_names()) {
    const Service* service = find_service(name);
    if (service == nullptr) continue;
    for (const Operation& operation : service->operations) {
      std::vector<Argument> all = {{"aws"}, {name}, {std::string(operation.name)}};
      if (operation.writes_file) all.push_back({"out.bin"});
      for (const KnownOption& option : known_options(name, operation.name, "")) {
        if (!option.required || option.negative || option.member == nullptr) continue;
        all.push_back({"--" + option.name});
        if (option.most == 0) continue;
        std::string value = right(*option.member->shape, 0);
        if (value.starts_with('"')) value = value.substr(1, value.size() - 2);
        all.push_back({value});
      }
      if (!knows_operation(name, operation.name)) continue;
      ++count;
      for (const Complaint& each : complaints(all)) {
        ADD_FAILURE() << name << " " << operation.name << ": " << each.message;
      }
      // And what it answers can be asked for.
      if (operation.output == nullptr || operation.output->members.empty()) continue;
      for (const Member& member : operation.output->members) {
        all.resize(3);
        all.push_back({"--query"});
        all.push_back({"\"" + std::string(member.name) + "\""});
        all.push_back({"..."});
        EXPECT_THAT(complaints(all), IsEmpty()) << name << " " << operation.name;
      }
    }
  }
  EXPECT_GT(count, 12000);
}

TEST(EveryOperation, WithoutWhatItNeedsIsNot) {
  int count = 0;
  for (const std::string& name : service_names()) {
    const Service* service = find_service(name);
    if (service == nullptr) continue;
    for (const Operation& operation : service->operations) {
      if (!knows_operation(name, operation.name)) continue;
      bool needs = false;
      for (const KnownOption& option : options_of(*service, operation)) {
        needs = needs || (option.required && !option.negative);
      }
      const std::vector<Argument> all = {{"aws"}, {name}, {std::string(operation.name)}};
      const auto found = complaints(all);
      if (!needs ||
          find_option(known_options(name, operation.name, ""), "cli-input-json") == nullptr)
        continue;
      ++count;
      EXPECT_FALSE(found.empty()) << name << " " << operation.name;
    }
  }
  EXPECT_GT(count, 8000);
}

TEST(Services, AreKnownByTheCatalogsNames) {
  EXPECT_EQ(endpoint_prefix("chime-sdk-meetings"), "meetings-chime");
  EXPECT_EQ(endpoint_prefix("s3"), "s3");
  EXPECT_EQ(endpoint_prefix("nothing"), "");
  EXPECT_TRUE(only_reads("kms", "list-keys"));
  EXPECT_FALSE(only_reads("kms", "create-key"));
  EXPECT_TRUE(knows_operation("s3", "cp"));
  EXPECT_FALSE(knows_operation("s3", "copy"));
}

}  // namespace
}  // namespace godwit::awscli
