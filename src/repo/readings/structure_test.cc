// YAML and JSON.
#include <gtest/gtest.h>

#include "repo/readings/marked.h"

namespace godwit::repo {
namespace {

TEST(Yaml, KeysOnTheWayAreTheName) {
  EXPECT_EQ(said_of("a.yml", "region: «eu-west-1»\n"), "setting region");
  EXPECT_EQ(said_of("a.yml", "aws:\n  region: \"«eu-west-1»\" # Ireland\n"), "setting aws.region");
  EXPECT_EQ(said_of("a.yml", "a:\n  'b c': '«x: y»'\n"), "setting a.b c");
  EXPECT_EQ(said_of("a.yml", "a:\n  b:\n    - x\n    - y: 1\n      z: «eu-west-1»\n"),
            "setting a.b.1.z");
  EXPECT_EQ(said_of("a.yml", "a:\n- b: 1\n- c:\n  - «x»\nd: 2\n"), "setting a.1.c.0");
  EXPECT_EQ(said_of("a.yml", "a:\n- b\nd: «2»\n"), "setting d");
  EXPECT_EQ(said_of("a.yml", "a: {b: [1, {c: «eu-west-1»}]}\n"), "setting a.b.1.c");
  EXPECT_EQ(said_of("a.yml", "a: [x,\n    '«y»']\nb: 1\n"), "setting a.1");
  EXPECT_EQ(said_of("a.yml", "a: 1\n---\nb: «2»\n"), "setting b");
  EXPECT_EQ(said_of("a.yml", "a:\r\n  b: «eu-west-1»\r\n"), "setting a.b");
}

TEST(Yaml, KeysWithAMark) {
  EXPECT_EQ(said_of("a.yml", "a:\n  ? \"b c\"\n  : d: 1\n    e: «2»\n"), "setting a.b c.e");
  EXPECT_EQ(said_of("a.yml", "? a\n:\n  - «b»\n"), "setting a.0");
  EXPECT_EQ(said_of("a.yml", "? a\n: «b»\nc: d\n"), "setting a");
  EXPECT_EQ(said_of("a.yml", "?a: «b»\n"), "setting ?a");
}

TEST(Yaml, TextsOfSeveralLines) {
  EXPECT_EQ(said_of("a.yml", "a:\n  b: |-\n«    one\n    two»\n  c: 1\n"), "setting a.b");
  EXPECT_EQ(said_of("a.yml", "a:\n  b: |\n    one: x\n  c: «1»\n"), "setting a.c");
  EXPECT_EQ(said_of("a.yml", "a:\n  - |\n    one\n  - «two»\n"), "setting a.1");
  EXPECT_EQ(said_of("a.yml", "a: «one\n  two»\nb: 1\n"), "setting a");
  EXPECT_EQ(said_of("a.yml", "a: \"«one\n  # two»\"\nb: 1\n"), "setting a");
  EXPECT_EQ(said_of("a.yml", "a:\n  «one»\nb: 1\n"), "setting a");
}

TEST(Yaml, CommentsAreWhereTheyBegin) {
  EXPECT_EQ(said_of("a.yml", "«# eu-west-1»\na: 1\n"), "comment");
  EXPECT_EQ(said_of("a.yml", "a: b «# eu-west-1»\n"), "comment");
  EXPECT_EQ(said_of("a.yml", "a: «b#eu-west-1»\n"), "setting a");
  EXPECT_EQ(said_of("a.yml", "a: '«b # eu-west-1»'\n"), "setting a");
  EXPECT_EQ(said_of("a.yml", "a: [b, «# eu-west-1»\n  c]\n"), "comment");
}

TEST(Yaml, WhatIsNoYamlIsReadAsFarAsItGoes) {
  EXPECT_EQ(said_of("a.yaml", "{{- if .Values.x }}\na: {{ .Values.y }}\n{{- end }}\nb: «1»\n"),
            "setting b");
  EXPECT_EQ(said_of("a.yaml", "a: 'never ends\nb: «1»\n"), "setting b");
  EXPECT_EQ(said_of("a.yaml", "region: {{ .Values.region | default \"«eu-west-1»\" }}\n"),
            "default region <- region");
}

constexpr std::string_view parameters = R"(AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  PrimaryRegion:
    Type: String
    Default: )";

TEST(Template, AParametersDefaultIsTakenWhereNothingIsGiven) {
  EXPECT_EQ(said_of("a.yaml", std::string(parameters) + "«eu-west-1»\n"),
            "default Parameters.PrimaryRegion.Default <- PrimaryRegion");
  EXPECT_EQ(said_of("a.yaml", std::string(parameters) + "''\n    Description: «in eu-west-1»\n"),
            "documentation Parameters.PrimaryRegion.Description");
  EXPECT_EQ(
      said_of("a.yaml", std::string(parameters) +
                            "x\n    AllowedValues:\n      - eu-west-1\n      - «us-east-1»\n"),
      "setting Parameters.PrimaryRegion.AllowedValues.1");
  // A parameter can have any name.
  EXPECT_EQ(said_of("a.yaml",
                    "AWSTemplateFormatVersion: x\nParameters:\n  Environment:\n"
                    "    Type: «String»\n"),
            "setting Parameters.Environment.Type");
  EXPECT_EQ(said_of("a.json", R"({"AWSTemplateFormatVersion": "2010-09-09",
      "Parameters": {"R": {"Default": "«eu-west-1»"}}})"),
            "default Parameters.R.Default <- R");
  // Elsewhere a default is a setting.
  EXPECT_EQ(said_of("a.yaml", "region:\n  default: «eu-west-1»\n"), "setting region.default");
}

TEST(Template, AnEnvironmentGives) {
  const std::string function =
      "Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n";
  EXPECT_EQ(said_of("a.yaml", function + "      Environment:\n        Variables:\n"
                                         "          REGION: !Ref «PrimaryRegion»\n"),
            "setting Resources.F.Properties.Environment.Variables.REGION, gives");
  EXPECT_EQ(said_of("a.yaml", function + "      Environment: «production»\n"),
            "setting Resources.F.Properties.Environment");
  EXPECT_EQ(said_of("a.yaml",
                    "Resources:\n  S:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n"
                    "      Parameters:\n        PrimaryRegion: «eu-west-1»\n"),
            "parameter Resources.S.Properties.Parameters.PrimaryRegion, gives");
  EXPECT_EQ(said_of("a.yaml",
                    "Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n"
                    "    Properties:\n      ContainerDefinitions:\n        - Environment:\n"
                    "            - Name: REGION\n              Value: «eu-west-1»\n"),
            "setting Resources.T.Properties.ContainerDefinitions.0.Environment.0.REGION, gives");
  EXPECT_EQ(said_of("a.yaml",
                    "Resources:\n  T:\n    Type: AWS::S3::Bucket\n    Properties:\n"
                    "      Tags:\n        - {Key: Region, Value: «eu-west-1»}\n"),
            "setting Resources.T.Properties.Tags.0.Region");
}

TEST(Template, CodeWithinItIsReadAsCode) {
  const std::string code =
      "Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n"
      "      Code:\n        ZipFile: |\n";
  EXPECT_EQ(
      said_of("a.yaml", code + "          // asked first\n"
                               "          const region = process.env.REGION || '«eu-west-1»';\n"
                               "      Timeout: 3\n"),
      "default region <- REGION");
  EXPECT_EQ(said_of("a.yaml", code + "          import os\n"
                                     "          R = os.environ.get('REGION', '«eu-west-1»')\n"),
            "default R <- REGION");
  EXPECT_EQ(said_of("a.yaml", code + "          import os  «# eu-west-1»\n"
                                     "          def f():\n            pass\n"),
            "comment");
  EXPECT_EQ(said_of("a.yaml",
                    "Resources:\n  I:\n    Type: AWS::EC2::Instance\n    Properties:\n"
                    "      UserData:\n        Fn::Base64: !Sub |\n"
                    "          #!/bin/bash\n          export R=«eu-west-1»\n"),
            "setting R, gives");
}

TEST(Json, TextsWithEscapesStandWhereTheyStand) {
  EXPECT_EQ(said_of("a.json", R"({"a": "x\"y", "b": "«eu-west-1»"})"), "setting b");
  EXPECT_EQ(
      said_of("package.json", R"({"scripts": {"up": "echo \"x\" && sls --region «eu-west-1»"}})"),
      "parameter --region");
  EXPECT_EQ(said_of("a.json", "{\"a\": [1, 2, {\"b\": [«558069890522»]}]}"), "setting a.2.b.0");
  EXPECT_EQ(said_of("a.json", "// eu\n{/* b */ \"a\": «null», }"), "setting a");
  EXPECT_EQ(said_of("a.json", "{\"a\": 1}\n{\"a\": «2»}\n"), "setting a");
  EXPECT_EQ(said_of("a.json", "{\"description\": \"«eu-west-1»\"}"), "documentation description");
  EXPECT_EQ(said_of("a.json", "[{\"ParameterKey\": \"R\", \"ParameterValue\": \"«eu-west-1»\"}]"),
            "parameter 0.R, gives");
  EXPECT_EQ(said_of("a.json", R"({"a\"b": "«x»"})"), "setting a\"b");
  EXPECT_EQ(said_of("a.json", R"({"a.b": {"c": "«x»"}})"), "setting a.b.c");
}

TEST(Structure, AListOfRegionsIsTriedInOrder) {
  EXPECT_EQ(said_of("a.yml", "r:\n  - «eu-west-1»\n  - us-east-1\n"), "fallback r.0");
  EXPECT_EQ(said_of("a.yml", "r: [eu-west-1, '«us-east-1»']\n"), "fallback r.1");
  EXPECT_EQ(said_of("a.yml", "r: [«eu-west-1, 'us-east-1'»]\n"), "fallback r");
  EXPECT_EQ(said_of("a.yml", "r: «eu-west-1,us-east-1»\n"), "fallback r");
  EXPECT_EQ(said_of("a.json", "{\"r\": [\"eu-west-1\", \"«us-gov-west-1»\"]}"), "fallback r.1");
  // One is none, and what else is in it makes it another list.
  EXPECT_EQ(said_of("a.yml", "r: [«eu-west-1»]\n"), "setting r.0");
  EXPECT_EQ(said_of("a.yml", "r: [«eu-west-1», eu-west-1a]\n"), "setting r.0");
  EXPECT_EQ(said_of("a.yml", "r: [«eu-west-1», {b: c}, us-east-1]\n"), "setting r.0");
  EXPECT_EQ(said_of("a.yml", "enum: [«eu-west-1», us-east-1]\n"), "setting enum.0");
}

TEST(Structure, KindsOfFiles) {
  EXPECT_EQ(said_of(".github/workflows/a.yml", "env:\n  AWS_REGION: «eu-west-1»\n"),
            "setting env.AWS_REGION, gives");
  EXPECT_EQ(said_of(".github/workflows/a.yml",
                    "jobs:\n  a:\n    steps:\n      - uses: x\n        with:\n"
                    "          aws-region: «eu-west-1»\n"),
            "parameter jobs.a.steps.0.with.aws-region");
  EXPECT_EQ(said_of(".github/workflows/a.yml",
                    "jobs:\n  a:\n    steps:\n      - run: |\n          aws s3 ls \\\n"
                    "            --region «eu-west-1»\n"),
            "parameter --region");
  EXPECT_EQ(said_of(".github/workflows/a.yml",
                    "on:\n  workflow_dispatch:\n    inputs:\n      region:\n"
                    "        default: «eu-west-1»\n"),
            "default on.workflow_dispatch.inputs.region.default <- region");
  EXPECT_EQ(
      said_of(".github/workflows/a.yml", "env:\n  R: ${{ vars.AWS_REGION || '«eu-west-1»' }}\n"),
      "default env.R <- AWS_REGION");
  EXPECT_EQ(said_of("docker-compose.yml",
                    "services:\n  a:\n    environment:\n      - AWS_REGION=«eu-west-1»\n"),
            "setting services.a.environment.AWS_REGION, gives");
  EXPECT_EQ(said_of("docker-compose.yml",
                    "services:\n  a:\n    environment:\n      R: ${AWS_REGION:-«eu-west-1»}\n"),
            "default services.a.environment.R <- AWS_REGION");
  EXPECT_EQ(said_of("serverless.yml", "provider:\n  region: ${opt:region, '«eu-west-1»'}\n"),
            "default provider.region <- region");
  EXPECT_EQ(said_of("serverless.yml", "provider:\n  region: ${env:AWS_REGION, '«eu-west-1»'}\n"),
            "default provider.region <- AWS_REGION");
  // A here-document of a script of a workflow.
  EXPECT_EQ(said_of(".github/workflows/a.yml",
                    "jobs:\n  a:\n    steps:\n      - run: |\n          cat > .env <<EOF\n"
                    "          AWS_REGION=«eu-west-1»\n          EOF\n      - run: x\n"),
            "setting AWS_REGION, gives");
  EXPECT_EQ(said_of("docker-compose.yml",
                    "services:\n  a:\n    build:\n      args:\n        REGION: «eu-west-1»\n"),
            "parameter services.a.build.args.REGION, gives");
  EXPECT_EQ(said_of("docker-compose.yml",
                    "services:\n  a:\n    build:\n      args: [\"REGION=«eu-west-1»\"]\n"),
            "parameter services.a.build.args.REGION, gives");
  EXPECT_EQ(said_of("buildspec.yml", "env:\n  variables:\n    R: «eu-west-1»\n"),
            "setting env.variables.R, gives");
  EXPECT_EQ(said_of("k8s.yaml",
                    "spec:\n  containers:\n    - env:\n        - name: AWS_REGION\n"
                    "          value: «eu-west-1»\n"),
            "setting spec.containers.0.env.0.AWS_REGION, gives");
  EXPECT_EQ(
      said_of("k8s.yaml", "kind: ConfigMap\ndata:\n  app.properties: |\n    region=«eu-west-1»\n"),
      "setting region");
}

}  // namespace
}  // namespace godwit::repo
