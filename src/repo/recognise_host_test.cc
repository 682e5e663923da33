#include <gtest/gtest.h>

#include "repo/literal_examples.h"

namespace godwit::repo {
namespace {

void expect_all(std::initializer_list<Example> examples) {
  for (const Example& example : examples) expect_found(example);
}

std::string service_in(std::string_view text) {
  const auto literals = literals_in(text);
  return literals.empty() ? "none" : literals.front().service;
}

TEST(RecogniseHost, Endpoints) {
  expect_all({
      {"https://«sns.eu-west-1.amazonaws.com»/", "endpoint:eu-west-1"},
      {"«kms-fips.us-east-2.amazonaws.com»", "endpoint:us-east-2"},
      {"«dynamodb.eu-west-1.api.aws»", "endpoint:eu-west-1"},
      {"«sqs.cn-north-1.amazonaws.com.cn»:443", "endpoint:cn-north-1"},
      {"«lambda.us-gov-west-1.amazonaws.com»", "endpoint:us-gov-west-1"},
      {"«kms.eusc-de-east-1.amazonaws.eu»", "endpoint:eusc-de-east-1"},
      {"«ec2.cn-northwest-1.api.amazonwebservices.com.cn»", "endpoint:cn-northwest-1"},
      {"«email-smtp.eu-west-1.amazonaws.com»", "endpoint:eu-west-1"},
      {"«eu-west-1.queue.amazonaws.com»", "endpoint:eu-west-1"},
      {"«db.cluster-c0ffee123.eu-west-1.rds.amazonaws.com»", "endpoint:eu-west-1"},
      {"«search-logs-abc.eu-west-1.es.amazonaws.com»", "endpoint:eu-west-1"},
      {"«cache.a1b2c3.0001.euw1.cache.amazonaws.com»", "endpoint:eu-west-1"},
      {"«vpce-0a1b-xyz.sqs.eu-west-1.vpce.amazonaws.com»", "endpoint:eu-west-1"},
      {"«ec2-3-4-5-6.eu-west-1.compute.amazonaws.com»", "endpoint:eu-west-1"},
      {"«ec2-3-4-5-6.compute-1.amazonaws.com»", "endpoint:us-east-1"},
      {"«ip-10-0-0-4.eu-west-1.compute.internal»", "endpoint:eu-west-1"},
      {"«ip-10-0-0-4.ec2.internal»", "endpoint:us-east-1"},
      {"«acme.auth.eu-west-1.amazoncognito.com»/login", "endpoint:eu-west-1"},
      {"https://«abcdefghij1234567890.lambda-url.eu-west-1.on.aws»/", "endpoint:eu-west-1"},
      {"«x1y2z3.eu-west-1.awsapprunner.com»", "endpoint:eu-west-1"},
      {"«acme.eu-west-1.elasticbeanstalk.com»", "endpoint:eu-west-1"},
      {"https://«eu-west-1.console.aws.amazon.com»/sns?region=«eu-west-1»",
       "endpoint:eu-west-1 region:eu-west-1"},
      {"«SNS.EU-WEST-1.AMAZONAWS.COM»", "endpoint:eu-west-1"},
      {"\"Service\": \"«logs.eu-west-1.amazonaws.com»\"", "endpoint:eu-west-1"},
      {"«*.x.sns.eu-west-1.amazonaws.com»", "endpoint:eu-west-1"},
      {"«${id}.ec2.eu-west-1.amazonaws.com»", "endpoint:eu-west-1"},
      {"\\n«sns.eu-west-1.amazonaws.com»\\n", "endpoint:eu-west-1"},
      {"https%3A%2F%2F«sns.eu-west-1.amazonaws.com»%2F", "endpoint:eu-west-1"},
      {"Ask «sns.eu-west-1.amazonaws.com».", "endpoint:eu-west-1"},
  });
}

TEST(RecogniseHost, WhatBindsToNoRegion) {
  expect_all({
      {"lambda.amazonaws.com", ""},  // a principal
      {"iam.amazonaws.com", ""},
      {"sns.${AWS::Region}.amazonaws.com", ""},
      {"`https://${bucket}.s3.${region}.amazonaws.com/${key}`", ""},
      {"'https://sns.' + region + '.amazonaws.com'", ""},
      {"https://docs.aws.amazon.com/", ""},
      {"https://console.aws.amazon.com/s3", ""},
      {"http://acs.amazonaws.com/groups/global/AllUsers", ""},
      {"http://s3.amazonaws.com/doc/2006-03-01/", ""},
      {"http://doc.s3.amazonaws.com/2006-03-01", ""},
      {"https://s3.amazonaws.com", ""},
      {"my-bucket.s3.amazonaws.com", ""},
      {"s3.amazonaws.com/YOUR_BUCKET", ""},
      {"https://public.ecr.aws/lambda/nodejs:20", ""},
      {"https://d111111abcdef8.cloudfront.net", ""},
      {"https://api.ec2.internal", ""},
      {"amazonaws.community", ""},
      {"x.amazonaws.com.example.com", ""},
      {"{service}.{region}.{dnsSuffix}", ""},
      {"*.execute-api.${AWS::Region}.amazonaws.com", ""},
  });
  // The host is another's; the code in it is what it is.
  expect_found({"sns.«eu-west-1».amazonaws.com.example.com", "region:eu-west-1"});
}

TEST(RecogniseHost, ApisAndLoadBalancers) {
  expect_all({
      {"https://«a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com»/prod", "api:eu-west-1"},
      {"wss://«a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com»", "api:eu-west-1"},
      {"«a1b2c3d4e5-vpce-0123abcd.execute-api.eu-west-1.amazonaws.com»", "api:eu-west-1"},
      {"«d-a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com»", "api:eu-west-1"},
      {"«${Api}.execute-api.eu-west-1.amazonaws.com»", "api:eu-west-1"},
      {"«a1b2c3d4e5.execute-api.${AWS::Region}.amazonaws.com»", "api:"},
      {"${Api}.execute-api.${AWS::Region}.amazonaws.com", ""},
      {"«acme-1203456789.eu-west-1.elb.amazonaws.com»", "load-balancer:eu-west-1"},
      {"«internal-acme-12.eu-west-1.elb.amazonaws.com»", "load-balancer:eu-west-1"},
      {"«dualstack.acme-12.eu-west-1.elb.amazonaws.com».", "load-balancer:eu-west-1"},
      {"«acme-0a1b2c3d.elb.eu-west-1.amazonaws.com»", "load-balancer:eu-west-1"},
      {"«acme-12.cn-north-1.elb.amazonaws.com.cn»", "load-balancer:cn-north-1"},
  });
}

TEST(RecogniseHost, AddressesOfS3) {
  expect_all({
      {"https://«acme-logs.s3.eu-west-1.amazonaws.com»/a.txt", "s3-url:eu-west-1"},
      {"https://«acme-logs.s3-eu-west-1.amazonaws.com»/a.txt", "s3-url:eu-west-1"},
      {"https://«acme-logs.s3.dualstack.eu-west-1.amazonaws.com»", "s3-url:eu-west-1"},
      {"https://«acme-logs.s3-fips.us-east-1.amazonaws.com»", "s3-url:us-east-1"},
      {"https://«s3.eu-west-1.amazonaws.com/acme-logs»/a.txt", "s3-url:eu-west-1"},
      {"https://«s3-eu-west-1.amazonaws.com/acme-logs»", "s3-url:eu-west-1"},
      {"https://«s3.eu-west-1.amazonaws.com»", "endpoint:eu-west-1"},
      {"http://«acme.s3-website-eu-west-1.amazonaws.com»", "s3-url:eu-west-1"},
      {"http://«acme.s3-website.eu-central-1.amazonaws.com»", "s3-url:eu-central-1"},
      {"«ap-558069890522.s3-accesspoint.eu-west-1.amazonaws.com»", "s3-url:eu-west-1"},
      {"«${bucket}.s3.eu-west-1.amazonaws.com»/${key}", "s3-url:eu-west-1"},
      {"«acme-logs.s3.amazonaws.com»/a", "s3-url:"},
      {"«s3.amazonaws.com/acme-logs»/a", "s3-url:"},
      {"«acme.logs.s3.amazonaws.com»/a", "s3-url:"},
      {"https://«acme-recordings-558069890522.s3.amazonaws.com»/a", "s3-url:eu-west-1"},
      {"«acme.s3.cn-north-1.amazonaws.com.cn»", "s3-url:cn-north-1"},
      {"«data--euw1-az1--x-s3.s3express-euw1-az1.eu-west-1.amazonaws.com»", "s3-url:eu-west-1"},
      {"«s3://acme-logs»/2024/a", "s3-url:"},
      {"«s3a://acme-logs»/2024/a", "s3-url:"},
      {"«s3://acme-recordings-558069890522»/x", "s3-url:eu-west-1"},
      {"«s3://acme-logs-eu-west-1»/x", "s3-url:eu-west-1"},
      {"aws s3 ls «s3://acme-logs».", "s3-url:"},
      {"s3://bucket/key", ""},
      {"s3://fakelocation", ""},
      {"s3://bucket1/key", ""},
      {"s3://bucket-123456789/key", ""},
      {"«s3://logs-123456789»/key", "s3-url:"},
      {"s3://my.bucket/my.object", ""},
      {"s3://foo.com/stuff", ""},
      {"«s3://bucketeer»/key", "s3-url:"},
      {"s3://bucketname.s3.amazonaws.com", ""},
      {"s3://my-bucket/key", ""},
      {"s3://YOUR-BUCKET/key", ""},
      {"s3://amzn-s3-demo-bucket/key", ""},
      {"s3://${BUCKET}/key", ""},
      {"s3://acme-${STAGE}/key", ""},
      {"s3://%s/%s", ""},
      {"s3://acme-$STAGE/key", ""},
      {"s3://{bucket}", ""},
  });
}

TEST(RecogniseHost, Images) {
  expect_all({
      {"image: «558069890522.dkr.ecr.eu-west-1.amazonaws.com/team/app:1.7.0»", "image:eu-west-1"},
      {"«558069890522.dkr.ecr-fips.us-gov-west-1.amazonaws.com/app»", "image:us-gov-west-1"},
      {"«558069890522.dkr-ecr.eu-west-1.on.aws/app@sha256:0a1b2c»", "image:eu-west-1"},
      {"«558069890522.dkr.ecr.cn-north-1.amazonaws.com.cn/app»", "image:cn-north-1"},
      {"«558069890522.dkr.ecr.${AWS::Region}.amazonaws.com/app:${TAG}»", "image:"},
      {"«${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com»", "image:eu-west-1"},
      {"${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/app", ""},
      {"123456789012.dkr.ecr.$REGION.amazonaws.com/app", ""},
  });
  EXPECT_EQ(literals_in("558069890522.dkr.ecr.eu-west-1.amazonaws.com/a").front().account,
            "558069890522");
}

TEST(RecogniseHost, Services) {
  EXPECT_EQ(service_in("sns.eu-west-1.amazonaws.com"), "sns");
  EXPECT_EQ(service_in("kms-fips.eu-west-1.amazonaws.com"), "kms");
  EXPECT_EQ(service_in("eu-west-1.queue.amazonaws.com"), "sqs");
  EXPECT_EQ(service_in("ip-10-0-0-4.eu-west-1.compute.internal"), "ec2");
  EXPECT_EQ(service_in("ec2-3-4-5-6.compute-1.amazonaws.com"), "ec2");
  EXPECT_EQ(service_in("abcdefghij.lambda-url.eu-west-1.on.aws"), "lambda-url");
  EXPECT_EQ(service_in("db.c0ffee123.eu-west-1.rds.amazonaws.com"), "rds");
  EXPECT_EQ(service_in("vpce-1a.sqs.eu-west-1.vpce.amazonaws.com"), "sqs");
  EXPECT_EQ(service_in("acme.s3.eu-west-1.amazonaws.com"), "s3");
  EXPECT_EQ(service_in("com.amazonaws.eu-west-1.ecr.dkr"), "ecr.dkr");
}

}  // namespace
}  // namespace godwit::repo
