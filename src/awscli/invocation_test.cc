#include "awscli/invocation.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace godwit::awscli {
namespace {

std::vector<Argument> words(std::initializer_list<std::string_view> texts) {
  std::vector<Argument> all;
  for (const std::string_view text : texts) {
    all.push_back({std::string(text), text.find('$') == std::string_view::npos});
  }
  return all;
}

TEST(Invocation, ServiceOperationAndOptions) {
  const auto all = words({"aws", "s3api", "create-bucket", "--bucket", "b", "--region=eu-west-1"});
  const auto found = read(all);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->service, "s3api");
  EXPECT_EQ(found->operation, "create-bucket");
  EXPECT_EQ(found->value("bucket"), "b");
  EXPECT_EQ(found->value("region"), "eu-west-1");
  EXPECT_EQ(found->option("region")->at, 5u);
  EXPECT_EQ(found->option("region")->values, std::vector<std::size_t>{5});
  EXPECT_EQ(found->option("key"), nullptr);
}

TEST(Invocation, GlobalOptionsMayStandAnywhere) {
  const auto all = words({"aws", "--profile", "p", "--debug", "s3", "--region", "r", "cp",
                          "--quiet", "a", "--output", "text", "b"});
  const auto found = read(all);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->service, "s3");
  EXPECT_EQ(found->operation, "cp");
  EXPECT_EQ(found->positional, (std::vector<std::size_t>{9, 12}));
  EXPECT_EQ(found->value("profile"), "p");
  EXPECT_TRUE(found->option("quiet")->values.empty());
}

TEST(Invocation, WaitHasAWaiter) {
  const auto all =
      words({"aws", "cloudformation", "wait", "stack-create-complete", "--stack-name", "$NAME"});
  const auto found = read(all);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->operation, "wait");
  EXPECT_EQ(found->waiter, "stack-create-complete");
  EXPECT_EQ(found->waiter_at, 3u);
  EXPECT_FALSE(found->value("stack-name"));
  EXPECT_EQ(found->option("stack-name")->value, "$NAME");
}

TEST(Invocation, ValuesThatBeginWithADash) {
  const auto all =
      words({"aws", "ec2", "x", "--port", "-1", "--text", "--- a text", "--file", "-"});
  const auto found = read(all);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->value("port"), "-1");
  EXPECT_EQ(found->value("text"), "--- a text");
  EXPECT_EQ(found->value("file"), "-");
}

TEST(Invocation, OutputFilesArePositional) {
  const auto all =
      words({"aws", "lambda", "invoke", "--function-name", "f", "--payload", "{}", "o"});
  const auto found = read(all);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->value("payload"), "{}");
  EXPECT_EQ(found->positional, std::vector<std::size_t>{7});
}

TEST(Invocation, HelpAndVersionsAskForNothing) {
  EXPECT_FALSE(read(words({"aws"})));
  EXPECT_FALSE(read(words({"aws", "--version"})));
  EXPECT_FALSE(read(words({"aws", "help"})));
  EXPECT_FALSE(read(words({"aws", "s3", "help"})));
  EXPECT_FALSE(read(words({"aws", "s3", "cp", "help"})));
  EXPECT_FALSE(read(words({"awslocal", "s3", "ls"})));
}

TEST(Invocation, TheLastOfAnOptionCounts) {
  const auto found = read(words({"aws", "s3", "ls", "--region", "a", "--region", "b"}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->value("region"), "b");
}

}  // namespace
}  // namespace godwit::awscli
