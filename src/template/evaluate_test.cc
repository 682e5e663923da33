#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "template/intrinsics.h"
#include "template/template.h"

namespace godwit::cloudformation {
namespace {

using testing::ElementsAre;

constexpr std::string_view head = R"(AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Project: {Type: String, Default: swan}
  Key: {Type: String, Default: ''}
  Unknown: {Type: String}
  Zones: {Type: CommaDelimitedList, Default: 'a, b,c'}
  Image: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /an/image}
Mappings:
  Sizes:
    eu-central-1: {size: large, ports: [80, 443]}
    eu-west-1: {size: small, ports: [80]}
Conditions:
  NoKey: !Equals [!Ref Key, '']
  HasKey: !Not [!Condition NoKey]
  Frankfurt: !Equals [!Ref AWS::Region, eu-central-1]
  Both: !And [!Condition NoKey, !Condition Frankfurt]
  Either: !Or [!Equals [!Ref Unknown, x], !Condition Frankfurt]
  Nobody: !And [!Equals [!Ref Unknown, x], !Condition Frankfurt]
  Round: !Not [!Condition Round]
Resources:
  It:
    Type: Custom::It
    Properties:
      Value: )";

const Circumstances frankfurt{"eu-central-1", "123456789012", "flock", {}};

Template with(std::string_view value) {
  yaml::Problems problems("read template", "t.yaml");
  auto content = read(SourceText("t.yaml", fmt::format("{}{}\n", head, value)), problems);
  for (const Error& error : problems.take()) ADD_FAILURE() << error.cause;
  return content.value_or(Template());
}

std::string text(std::string_view value, const Circumstances& in = frankfurt) {
  const Template content = with(value);
  return text_of(content, find(content.resources.at(0).properties, "Value"), in)
      .value_or("(not known)");
}

std::vector<std::string> texts(std::string_view value) {
  const Template content = with(value);
  const yaml::Node node =
      evaluate(content, *find(content.resources.at(0).properties, "Value"), frankfurt);
  std::vector<std::string> result;
  for (const yaml::Node& item : node.items) result.push_back(item.text);
  return result;
}

TEST(Evaluate, RefersToParametersAndPseudoParameters) {
  EXPECT_EQ(text("!Ref Project"), "swan");
  EXPECT_EQ(text("!Ref Project", {"", "", "", {{"Project", "crane"}}}), "crane");
  EXPECT_EQ(text("!Ref Unknown"), "(not known)");
  EXPECT_EQ(text("!Ref Image"), "(not known)");  // it is the name of where the value is
  EXPECT_EQ(text("!Ref It"), "(not known)");
  EXPECT_EQ(text("!Ref AWS::Region"), "eu-central-1");
  EXPECT_EQ(text("!Ref AWS::Region", {}), "(not known)");
  EXPECT_EQ(text("!Ref AWS::StackName"), "flock");
  EXPECT_EQ(text("!Sub '${AWS::Partition} ${AWS::URLSuffix}'"), "aws amazonaws.com");
  EXPECT_EQ(text("!Sub '${AWS::Partition} ${AWS::URLSuffix}'", {"cn-north-1", "", "", {}}),
            "aws-cn amazonaws.com.cn");
  EXPECT_EQ(text("!Ref AWS::Partition", {"us-gov-west-1", "", "", {}}), "aws-us-gov");
  EXPECT_THAT(texts("!Ref Zones"), ElementsAre("a", "b", "c"));
}

TEST(Evaluate, Substitutes) {
  EXPECT_EQ(text("!Sub '${Project}-${AWS::Region}-${!x}'"), "swan-eu-central-1-${x}");
  EXPECT_EQ(text("!Sub ['${Bird}s of ${Project}', {Bird: !Ref AWS::StackName}]"), "flocks of swan");
  EXPECT_EQ(text("!Sub '${It.Arn}'"), "(not known)");
  EXPECT_EQ(text("!Sub 'open ${Project'"), "open ${Project");
  // What is known is put in all the same.
  const Template content = with("!Sub '${Unknown}-${AWS::Region}-${!y}'");
  const yaml::Node rest = evaluate(content, *content.resources[0].properties, frankfurt);
  EXPECT_EQ(find(find(&rest, "Value"), "Fn::Sub")->text, "${Unknown}-eu-central-1-${!y}");
}

TEST(Evaluate, Chooses) {
  EXPECT_EQ(text("!If [NoKey, none, !Ref Key]"), "none");
  EXPECT_EQ(text("!If [NoKey, none, !Ref Key]", {"", "", "", {{"Key", "k"}}}), "k");
  EXPECT_EQ(text("!If [Nowhere, a, b]"), "(not known)");
  const Template content =
      with("{a: !If [NoKey, !Ref AWS::NoValue, x], b: [!Ref AWS::NoValue, y]}");
  const yaml::Node node =
      evaluate(content, *find(content.resources[0].properties, "Value"), frankfurt);
  EXPECT_EQ(find(&node, "a"), nullptr);
  ASSERT_EQ(find(&node, "b")->items.size(), 1U);
}

TEST(Evaluate, Conditions) {
  const Template content = with("x");
  EXPECT_EQ(holds(content, "NoKey", frankfurt), true);
  EXPECT_EQ(holds(content, "HasKey", frankfurt), false);
  EXPECT_EQ(holds(content, "Both", frankfurt), true);
  EXPECT_EQ(holds(content, "Either", frankfurt), true);  // one that is true suffices
  EXPECT_EQ(holds(content, "Nobody", frankfurt), std::nullopt);
  EXPECT_EQ(holds(content, "Nobody", {"eu-west-1", "", "", {}}), false);
  EXPECT_EQ(holds(content, "Frankfurt", {}), std::nullopt);
  EXPECT_EQ(holds(content, "Round", frankfurt), std::nullopt);
  EXPECT_EQ(holds(content, "Nowhere", frankfurt), std::nullopt);
}

TEST(Evaluate, Functions) {
  EXPECT_EQ(text("!Join ['-', [!Ref Project, !Ref AWS::Region]]"), "swan-eu-central-1");
  EXPECT_EQ(text("!Join ['+', !Ref Zones]"), "a+b+c");
  EXPECT_EQ(text("!Join ['-', [a, !GetAtt It.Arn]]"), "(not known)");
  EXPECT_EQ(text("!Select [1, !Ref Zones]"), "b");
  EXPECT_EQ(text("!Select [3, !Ref Zones]"), "(not known)");
  EXPECT_EQ(text("!Select [2, !Split ['-', !Ref AWS::Region]]"), "1");
  EXPECT_THAT(texts("!Split [':', 'a:b:']"), ElementsAre("a", "b", ""));
  EXPECT_EQ(text("!FindInMap [Sizes, !Ref AWS::Region, size]"), "large");
  EXPECT_THAT(texts("!FindInMap [Sizes, !Ref AWS::Region, ports]"), ElementsAre("80", "443"));
  EXPECT_EQ(text("!FindInMap [Sizes, mars, size]"), "(not known)");
  EXPECT_EQ(text("!FindInMap [Sizes, mars, size, {DefaultValue: tiny}]"), "tiny");
  EXPECT_EQ(text("{'Fn::Base64': !Sub '${Project}!'}"), "c3dhbiE=");
  EXPECT_THAT(texts("!Cidr [10.0.0.0/16, 3, 8]"),
              ElementsAre("10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"));
  EXPECT_EQ(text("!Select [0, !Cidr [10.0.0.0/24, 4, 8]]"), "(not known)");  // too many
  EXPECT_EQ(text("!Select [0, !GetAZs '']"), "(not known)");
  EXPECT_EQ(text("!ImportValue other"), "(not known)");
}

TEST(Evaluate, LeavesTransformsAlone) {
  const Template content = with("{'Fn::Transform': {Name: M, Parameters: {P: !Ref Project}}}");
  const yaml::Node node = evaluate(content, *content.resources[0].properties, frankfurt);
  const yaml::Node* parameters = find(find(find(&node, "Value"), "Fn::Transform"), "Parameters");
  EXPECT_NE(find(find(parameters, "P"), "Ref"), nullptr);
}

// Each level doubles the text of the one below it; nobody waits for two to the thirtieth.
TEST(Evaluate, EndsWhereTextsMultiply) {
  std::string value = "'0123456789'";
  for (int i = 0; i < 20; ++i) {
    value = fmt::format("{{'Fn::Sub': ['${{a}}${{a}}', {{a: {}}}]}}", value);
  }
  EXPECT_EQ(text(value), "(not known)");
}

}  // namespace
}  // namespace godwit::cloudformation
