#include "aws/value_text.h"

#include <gtest/gtest.h>

namespace godwit::aws {
namespace {

TEST(ValueText, NeverShowsASecret) {
  const Operation& create = *service("secretsmanager").find("CreateSecret");
  Value input;
  input.set("Name", "prod/\"db\"").set("SecretString", "hunter2").set("SecretBinary", "hunter3");
  input.set("Tags", List{Value(Members{{"Key", "owner"}, {"Value", "a"}})});
  EXPECT_EQ(to_string(input, *create.input),
            "{Name: \"prod/\\\"db\\\"\", SecretString: (sensitive), SecretBinary: (sensitive), "
            "Tags: [{Key: \"owner\", Value: \"a\"}]}");

  // A misspelt member could hold one.
  Value misspelt;
  misspelt.set("SecretStrng", "hunter2");
  EXPECT_EQ(to_string(misspelt, *create.input), "{SecretStrng: (sensitive)}");
}

TEST(ValueText, SaysHowLongBodiesAre) {
  Value input;
  input.set("Bucket", "b").set("Key", "k").set("Body", Body("content"));
  input.set("SSECustomerKey", "key").set("BucketKeyEnabled", true);
  EXPECT_EQ(to_string(input, *service("s3").find("PutObject")->input),
            "{Bucket: \"b\", Key: \"k\", Body: (7 bytes), SSECustomerKey: (sensitive), "
            "BucketKeyEnabled: true}");
}

}  // namespace
}  // namespace godwit::aws
