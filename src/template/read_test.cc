#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "template/intrinsics.h"
#include "template/recognise.h"
#include "template/references.h"
#include "template/template.h"

namespace godwit::cloudformation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Outcome {
  std::optional<Template> content;
  Errors errors;
};

Outcome read_text(std::string text) {
  yaml::Problems problems("read template", "t.yaml");
  auto content = read(SourceText("t.yaml", std::move(text)), problems);
  return {std::move(content), problems.take()};
}

TEST(ReadTemplate, ReadsSectionsWithTheirPlaces) {
  const auto [content, errors] = read_text(R"(AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Project:
    Type: String
    Default: swan
Conditions:
  InIreland: !Equals [!Ref AWS::Region, eu-west-1]
Resources:
  Key:
    Type: AWS::KMS::Key
    Condition: InIreland
    DeletionPolicy: Retain
    Properties:
      Description: !Sub '${Project} key'
Outputs:
  KeyArn:
    Condition: InIreland
    Value: !GetAtt Key.Arn
    Export:
      Name: key
)");
  ASSERT_TRUE(content);
  EXPECT_THAT(errors, IsEmpty());
  EXPECT_FALSE(content->fragment);
  ASSERT_NE(content->parameter("Project"), nullptr);
  EXPECT_EQ(content->parameter("Project")->default_value->text, "swan");
  EXPECT_EQ(content->parameter("Project")->place, (Place{3, 3}));
  const Resource* key = content->resource("Key");
  ASSERT_NE(key, nullptr);
  EXPECT_EQ(key->type, "AWS::KMS::Key");
  EXPECT_EQ(key->condition, "InIreland");
  EXPECT_EQ(key->deletion_policy, "Retain");
  EXPECT_EQ(key->update_replace_policy, "");
  EXPECT_EQ(key->type_place, (Place{10, 11}));
  const Output* output = content->output("KeyArn");
  ASSERT_NE(output, nullptr);
  EXPECT_EQ(output->export_name->text, "key");
  EXPECT_EQ(content->output("keyarn"), nullptr);
  EXPECT_TRUE(content->conditions.contains("InIreland"));
}

TEST(ReadTemplate, ShortAndLongFormsAreTheSame) {
  const auto yaml = read_text(R"(Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Join ['-', [!Ref AWS::StackName, q]]
      KmsMasterKeyId: !GetAtt Key.Arn
  Key:
    Type: AWS::KMS::Key
)");
  const auto json = read_text(
      "{\n\t\"Resources\": {\n\t\t\"Queue\": {\"Type\": \"AWS::SQS::Queue\","
      "\"Properties\":{\"QueueName\":{\"Fn::Join\":[\"-\",[{\"Ref\":"
      "\"AWS::StackName\"},\"q\"]]},\"KmsMasterKeyId\":{\"Fn::GetAtt\":"
      "[\"Key\",\"Arn\"]}}},\"Key\":{\"Type\":\"AWS::KMS::Key\"}}}");
  ASSERT_TRUE(yaml.content);
  ASSERT_TRUE(json.content);
  for (const Template* each : {&*yaml.content, &*json.content}) {
    const yaml::Node* properties = each->resource("Queue")->properties;
    const auto join = intrinsic(*find(properties, "QueueName"));
    ASSERT_TRUE(join);
    EXPECT_EQ(join->name, "Fn::Join");
    EXPECT_EQ(intrinsic(join->argument->items[1].items[0])->name, "Ref");
    const auto attribute = intrinsic(*find(properties, "KmsMasterKeyId"));
    ASSERT_TRUE(attribute);
    EXPECT_EQ(attribute->argument->items[0].text, "Key");
    EXPECT_EQ(attribute->argument->items[1].text, "Arn");
  }
}

TEST(ReadTemplate, ReadsWhatDocumentsShowOfOne) {
  const auto parameters = read_text("  Region:\n    Type: String\n    Default: eu-west-1\n");
  ASSERT_TRUE(parameters.content);
  EXPECT_TRUE(parameters.content->fragment);
  EXPECT_EQ(parameters.content->parameter("Region")->default_value->place, (Place{3, 14}));

  const auto resources = read_text("Bucket:\n  Type: AWS::S3::Bucket\n  ...\n");
  ASSERT_TRUE(resources.content);
  EXPECT_TRUE(resources.content->fragment);
  EXPECT_EQ(resources.content->resource("Bucket")->type, "AWS::S3::Bucket");

  const auto one = read_text("Type: AWS::S3::Bucket\nProperties:\n  BucketName: swans\n");
  ASSERT_TRUE(one.content);
  EXPECT_TRUE(one.content->fragment);
  EXPECT_EQ(one.content->resources[0].name, "");

  const auto part = read_text(
      "Resources:\n  Key:\n    Type: AWS::KMS::Key\n    Properties:\n      Description: !Ref X\n");
  ASSERT_TRUE(part.content);
  EXPECT_TRUE(part.content->fragment);  // X is somewhere else

  const auto outputs = read_text("Outputs:\n  Url:\n    Value: !Sub 'https://${Api}'\n");
  ASSERT_TRUE(outputs.content);
  EXPECT_TRUE(outputs.content->fragment);
}

TEST(ReadTemplate, LeavesOtherTextsAlone) {
  for (const char* text :
       {"", "Type: String", "on:\n  push:\n    Type: x\n", "{\"Outputs\": 3}",
        "kind: Deployment\nspec: {Type: AWS::S3::Bucket}\n", "[{\"ParameterKey\": \"Type\"}]",
        "Outputs:\n  one: two\n", "Parameters:\n  Name: {Type: object}\n", "Resources: [Type]\n",
        "components:\n  schemas:\n    Pet: {Type: object}\n", "Type: !Ref [\n"}) {
    const auto [content, errors] = read_text(text);
    EXPECT_FALSE(content) << text;
    EXPECT_THAT(errors, IsEmpty()) << text;
  }
}

TEST(ReadTemplate, TellsWhatIsWrongWithATemplate) {
  const auto broken = read_text("AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  - [\n");
  EXPECT_FALSE(broken.content);
  EXPECT_EQ(broken.errors.size(), 1U);

  const auto unknown =
      read_text("Resources:\n  Key:\n    Type: AWS::KMS::Key\n    Properties: !Reff x\n");
  ASSERT_TRUE(unknown.content);
  ASSERT_EQ(unknown.errors.size(), 1U);
  EXPECT_EQ(unknown.errors[0].where->line, 4);
}

TEST(ReadTemplate, TellsParameterTypesFromResourceTypes) {
  EXPECT_TRUE(is_resource_type("AWS::SSM::Parameter"));
  EXPECT_TRUE(is_resource_type("Custom::Thing"));
  EXPECT_TRUE(is_resource_type("AWS::S3::Bucket"));
  EXPECT_FALSE(is_resource_type("AWS::EC2::VPC::Id"));
  EXPECT_FALSE(is_resource_type("String"));
  EXPECT_FALSE(is_resource_type("std::vector"));
  EXPECT_TRUE(is_parameter_type("AWS::SSM::Parameter::Value<String>"));
  EXPECT_TRUE(is_parameter_type("List<AWS::EC2::Subnet::Id>"));
}

TEST(References, NameEachThingOnce) {
  const auto [content, errors] = read_text(R"(AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Project: {Type: String}
Resources:
  Key:
    Type: AWS::KMS::Key
    Condition: Nowhere
    Properties:
      Description: !Sub ['${Project} ${!kept} ${Mine} ${Other.Arn}', {Mine: !Ref Missing}]
)");
  ASSERT_TRUE(content);
  std::vector<std::string> names;
  for (const Reference& each : unresolved(*content)) names.push_back(each.name);
  EXPECT_THAT(names, ElementsAre("Nowhere", "Other", "Missing"));
}

}  // namespace
}  // namespace godwit::cloudformation
