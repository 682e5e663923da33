#include <gtest/gtest.h>

#include "repo/literal_examples.h"

namespace godwit::repo {
namespace {

void expect_all(std::initializer_list<Example> examples) {
  for (const Example& example : examples) expect_found(example);
}

TEST(RecogniseArn, WhatBindsToARegion) {
  expect_all({
      {"\"«arn:aws:kms:eu-west-1:558069890522:key/5e84763b-0627-410f-b9bf-661e4021fba3»\"",
       "arn:eu-west-1"},
      {"«arn:aws:sns:eu-west-1:123456789012:topic»", "arn:eu-west-1"},
      {"«arn:aws-cn:sqs:cn-north-1:558069890522:queue»", "arn:cn-north-1"},
      {"«arn:aws-us-gov:lambda:us-gov-west-1:558069890522:function:f:1»", "arn:us-gov-west-1"},
      {"!Sub '«arn:${AWS::Partition}:logs:eu-west-1:${AWS::AccountId}:log-group:/a/*»'",
       "arn:eu-west-1"},
      {"«arn:aws:lambda:eu-west-1:»' + account", "arn:eu-west-1"},
      {"«arn:aws:sns:eu-west-1:$ACCOUNT:alarms»", "arn:eu-west-1"},
      {"«arn:aws:sns:eu-west-1:<account>:alarms»", "arn:eu-west-1"},
      {"<code>«arn:aws:sns:eu-west-1:558069890522:alarms»</code>", "arn:eu-west-1"},
      {"«arn:aws:sns:eu-west-1:558069890522:alarms»<br>", "arn:eu-west-1"},
      {"It is «arn:aws:sns:eu-west-1:558069890522:alarms».", "arn:eu-west-1"},
      {"(«arn:aws:sns:eu-west-1:558069890522:a», «arn:aws:sns:eu-west-2:558069890522:b»)",
       "arn:eu-west-1 arn:eu-west-2"},
      {"\\\"«arn:aws:sns:eu-west-1:558069890522:a»\\\"", "arn:eu-west-1"},
      {"«arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-3-sonnet-20240229-v1:0»",
       "arn:eu-west-1"},
      // An integration is in one region, and the function that it calls in one: both are told.
      {"«arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/»"
       "«arn:aws:lambda:eu-west-1:558069890522:function:f/invocations»",
       "arn:eu-west-1 arn:eu-west-1"},
  });
}

TEST(RecogniseArn, WhatBindsToAnAccount) {
  expect_all({
      {"«arn:aws:iam::558069890522:role/medzen»", "arn:"},
      {"«arn:aws:s3:eu-west-1:558069890522:accesspoint/logs»", "arn:eu-west-1"},
  });
  const auto literals = literals_in("arn:aws:iam::558069890522:role/medzen");
  ASSERT_EQ(literals.size(), 1U);
  EXPECT_EQ(literals[0].account, "558069890522");
  EXPECT_EQ(literals[0].service, "iam");
}

TEST(RecogniseArn, WhatBindsToNothing) {
  expect_all({
      {"arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", ""},
      {"arn:aws:iam::123456789012:role/x", ""},
      {"arn:aws:iam::012345678910:role/x", ""},
      {"arn:aws:s3:::${Bucket}/*", ""},
      {"arn:aws:s3:::*", ""},
      {"arn:aws:s3:::acme-logs/*", ""},
      // The bucket that is known is one all the same, and so is a code in a name.
      {"arn:aws:s3:::«acme-recordings-558069890522»/*", "bucket:eu-west-1"},
      {"arn:aws:s3:::acme-logs-«eu-west-1»/*", "region:eu-west-1"},
      {"arn:aws:s3:::my-bucket/*", ""},
      {"arn:aws:dynamodb:*:*:table/x", ""},
      {"arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:t", ""},
      {"arn:aws:sns:REGION:ACCOUNT:t", ""},
      {"arn:partition:service:region:account-id:resource", ""},
      {"Darn: aws:x:eu", ""},
      {"warn:aws:sns", ""},
  });
}

TEST(RecogniseArn, TheRegionsPlace) {
  const std::string text = "x arn:aws:sns:eu-west-1:558069890522:alarms-eu-west-1";
  const auto literals = literals_in(text);
  ASSERT_EQ(literals.size(), 1U);
  EXPECT_EQ(literals[0].region_begin, text.find("eu-west-1"));
  EXPECT_EQ(literals[0].region_end, text.find("eu-west-1") + 9);
}

}  // namespace
}  // namespace godwit::repo
