#include <gtest/gtest.h>

#include "repo/literal_examples.h"

namespace godwit::repo {
namespace {

void expect_all(std::initializer_list<Example> examples) {
  for (const Example& example : examples) expect_found(example);
}

TEST(RecogniseId, Resources) {
  expect_all({
      {"ami = \"«ami-0c1f3a9be72d45e68»\"", "resource:"},
      {"«subnet-0b7de3a4»", "resource:"},
      {"«vpc-9f31c2d7», «sg-02f6e8b1c4d93a750»", "resource: resource:"},
      {"«i-0f3c9ab27d61e8450»", "resource:"},
      {"«vpce-svc-0e93b7a1c5d2f8064»", "resource:"},
      {"«tgw-attach-0c4e8f1a2b6d3975e»", "resource:"},
      {"«lt-0d2f8a6c1b3e97504»", "resource:"},
      {"https://x/?id=«i-0f3c9ab27d61e8450»&y", "resource:"},
  });
}

TEST(RecogniseId, WhatIsNoResource) {
  expect_all({
      {"i-0", ""},
      {"class=\"i-0f3c9ab\"", ""},
      {"msg-0b7de3a4", ""},
      {"my-vpc-9f31c2d7", ""},       // a name
      {"vpc-9f31c2d7-peering", ""},  // the same
      {"snap-20240131", ""},         // a day
      {"vol-deadbeef", ""},
      {"sg-12345678", ""},
      {"ami-0123456789abcdef0", ""},  // AWS's examples
      {"i-1234567890abcdef0", ""},
      {"i-0abcdef1234567890", ""},
      {"ami-xxxxxxxx", ""},
      {"subnet-0b7de3a4f", ""},  // 9 digits
      {"fs-extra", ""},
      {"vpc-cidr", ""},
      {"nat-gateway", ""},
  });
}

TEST(RecogniseId, Accounts) {
  expect_all({
      {"account «558069890522»", "account:"},
      {"logs-«558069890522»-x", "account:"},
      {"Account: «5580-6989-0522»", "account:"},
      {"AWS_ACCOUNT_ID=«204817365920»", "account:"},
      {"\"aws:SourceAccount\": \"«204817365920»\"", "account:"},
      {"region: «eu-west-1»\naccountId: '«204817365920»'", "region:eu-west-1 account:"},
      {"accountId: '204817365920'", ""},    // somebody's account
      {"AWS_ACCOUNT_ID=123456789012", ""},  // AWS's example
      {"aws account 000000000000", ""},
      {"a558069890522", ""},
      {"5580698905221", ""},
      {"0.558069890522", ""},
      {"f47ac10b-58cc-4372-a567-558069890522", ""},
  });
}

TEST(RecogniseId, KeysBucketsAndZones) {
  expect_all({
      {"key «5e84763b-0627-410f-b9bf-661e4021fba3»", "key:eu-west-1"},
      {"x-5e84763b-0627-410f-b9bf-661e4021fba3", ""},
      {"KMS_KEY_ID=«0d1c2b3a-4f5e-4678-9a8b-7c6d5e4f3a2b»", "key:"},
      {"KmsKeyId: \"«0d1c2b3a-4f5e-4678-9a8b-7c6d5e4f3a2b»\"", "key:"},
      {"id: 0d1c2b3a-4f5e-4678-9a8b-7c6d5e4f3a2b", ""},
      {"KmsKeyId: 1234abcd-12ab-34cd-56ef-1234567890ab", ""},
      {"«mrk-0d1c2b3a4f5e46789a8b7c6d5e4f3a2b»", "key:"},
      {"mrk-1234abcd12ab34cd56ef1234567890ab", ""},
      {"b: «acme-recordings-558069890522»", "bucket:eu-west-1"},
      {"b: acme-recordings-«558069890522»-eu", "account:"},  // a longer name
      {"acme-recordings-«558069890522»-${AWS::Region}", "account:"},
      {"the uploads of a day", ""},
      {"r: «eu-west-1»\nbucket: «uploads»", "region:eu-west-1 bucket:eu-west-1"},
      {"zone: «Z32O12XQLNTSW2»", "hosted-zone:eu-west-1"},
      {"«ZLY8HYME6SFDD»", "hosted-zone:eu-west-1"},
      {"«Z1BKCTXD74EZPE»", "hosted-zone:eu-west-1"},
      {"XZLY8HYME6SFDD", ""},
      {"Z2FDTNDATAQYW2", ""},  // CloudFront's, everywhere
      {"LocationConstraint: «EU»", "region-name:eu-west-1"},
      {"LocationConstraint: EU_BUCKET", ""},
      {"LocationConstraint=«eu-west-1»", "region:eu-west-1"},
  });
}

TEST(RecogniseId, Networks) {
  expect_all({
      {"Type: AWS::EC2::VPC\nCidrBlock: «10.0.0.0/16»", "network:"},
      {"aws = [\"«172.31.0.0/20»\", \"«192.168.4.0/24»\"]", "network: network:"},
      {"vpc_cidr=«100.64.0.0/16»", "network:"},
      {"region = «eu-west-1»\nallow «10.1.0.0/16»", "region:eu-west-1 network:"},
      {"resource \"azurerm_virtual_network\" { address_space = [\"10.0.0.0/16\"] }", ""},
      {"google_compute_network vpc { cidr = \"10.0.0.0/16\" }", ""},
      {"the laws of 10.0.0.0/16", ""},
      {"vpc 0.0.0.0/0", ""},
      {"vpc 10.0.0.0/8", ""},  // no VPC is so large
      {"vpc 10.0.0.7/32", ""},
      {"vpc 10.0.1.0/16", ""},     // bits beyond the prefix
      {"vpc 203.0.113.0/24", ""},  // public
      {"vpc 172.32.0.0/16", ""},
      {"vpc 2024/12/16", ""},
      {"vpc chapter 10.0/16", ""},
      {"vpc v10.0.0.0/16", ""},
      {"vpc 1.10.0.0.0/16", ""},
      {"vpc 10.0.0.0/160", ""},
      {"vpc 10.0.0.0/16/x", ""},
  });
}

}  // namespace
}  // namespace godwit::repo
